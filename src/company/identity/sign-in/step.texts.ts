import { defineTexts } from '#platform/i18n'
import de from './step.de.json' with { type: 'json' }
import en from './step.en.json' with { type: 'json' }

export const stepTexts = defineTexts(de, en)
