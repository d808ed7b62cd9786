import { defineTexts } from '#platform/i18n/web'
import de from './desk.de.json' with { type: 'json' }
import en from './desk.en.json' with { type: 'json' }

export const deskTexts = defineTexts(de, en)
export type DeskKey = (typeof deskTexts.keys)[number]
