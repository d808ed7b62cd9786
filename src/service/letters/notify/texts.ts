import { defineTexts } from '#platform/i18n'
import de from './notify.de.json' with { type: 'json' }
import en from './notify.en.json' with { type: 'json' }

export const noticeTexts = defineTexts(de, en)
