import { defineTexts } from '#platform/i18n'
import de from './consents.de.json' with { type: 'json' }
import en from './consents.en.json' with { type: 'json' }

export const consentTexts = defineTexts(de, en)
