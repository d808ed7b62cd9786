import { defineTexts, type Say } from '#platform/i18n/web'
import { useLocale } from '../texts.tsx'
import de from './own-data.de.json' with { type: 'json' }
import en from './own-data.en.json' with { type: 'json' }

const ownDataTexts = defineTexts(de, en)
export type OwnDataKey = (typeof ownDataTexts.keys)[number]

/** Texts of the pages that change a customer's own data. */
export const useOwnSay = (): Say<OwnDataKey> => ownDataTexts(useLocale())
