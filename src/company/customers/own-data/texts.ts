import { defineTexts } from '#platform/i18n'
import de from './person.de.json' with { type: 'json' }
import en from './person.en.json' with { type: 'json' }

export const personTexts = defineTexts(de, en)
