import { defineTexts } from '#platform/i18n/web'
import de from './meter-list.de.json' with { type: 'json' }
import en from './meter-list.en.json' with { type: 'json' }

export const meterListTexts = defineTexts(de, en)
