import { defineTexts, type Say } from '#platform/i18n/web'
import { useLocale } from '../texts.tsx'
import de from './runs.de.json' with { type: 'json' }
import en from './runs.en.json' with { type: 'json' }

const runTexts = defineTexts(de, en)
export type RunKey = (typeof runTexts.keys)[number]

/** Texts of serial letters. */
export const useRunSay = (): Say<RunKey> => runTexts(useLocale())
