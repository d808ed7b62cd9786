import { defineTexts } from '#platform/i18n'
import de from './powers.de.json' with { type: 'json' }
import en from './powers.en.json' with { type: 'json' }

export const powersTexts = defineTexts(de, en)
