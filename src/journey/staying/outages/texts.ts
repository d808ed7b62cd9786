import { defineTexts } from '#platform/i18n/web'
import de from './outages.de.json' with { type: 'json' }
import en from './outages.en.json' with { type: 'json' }

export const outageTexts = defineTexts(de, en)
export type OutageKey = (typeof outageTexts.keys)[number]
