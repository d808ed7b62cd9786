import { defineTexts } from '#platform/i18n'
import de from './channels.de.json' with { type: 'json' }
import en from './channels.en.json' with { type: 'json' }

export const channelTexts = defineTexts(de, en)
