import { defineTexts } from '#platform/i18n/web'
import de from './centre.de.json' with { type: 'json' }
import en from './centre.en.json' with { type: 'json' }

export const centreTexts = defineTexts(de, en)
export type CentreKey = (typeof centreTexts.keys)[number]
