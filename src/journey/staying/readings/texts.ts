import { defineTexts } from '#platform/i18n/web'
import de from './readings.de.json' with { type: 'json' }
import en from './readings.en.json' with { type: 'json' }

export const readingTexts = defineTexts(de, en)
