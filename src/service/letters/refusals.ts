import { defineTexts } from '#platform/i18n'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }

export const letterRefusals = defineTexts(de, en)
