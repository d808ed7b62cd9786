import { defineTexts } from '#platform/i18n'
import de from './erasure.de.json' with { type: 'json' }
import en from './erasure.en.json' with { type: 'json' }

export const erasureTexts = defineTexts(de, en)
