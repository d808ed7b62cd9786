import { defineTexts } from '#platform/i18n/web'
import de from './portal.de.json' with { type: 'json' }
import en from './portal.en.json' with { type: 'json' }

export const portalTexts = defineTexts(de, en)
export type PortalKey = (typeof portalTexts.keys)[number]
