import { defineTexts } from '#platform/i18n'
import de from './changes.de.json' with { type: 'json' }
import en from './changes.en.json' with { type: 'json' }

export const changeTexts = defineTexts(de, en)
