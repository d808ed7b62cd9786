import { defineTexts } from '#platform/i18n'
import de from './retention.de.json' with { type: 'json' }
import en from './retention.en.json' with { type: 'json' }

export const retentionTexts = defineTexts(de, en)
