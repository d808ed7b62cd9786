import { defineTexts, type Locale, type Say } from '#platform/i18n'
import de from './letters.de.json' with { type: 'json' }
import du from './letters.du.json' with { type: 'json' }
import en from './letters.en.json' with { type: 'json' }

export type LetterKey = keyof typeof de

/** German texts that say "Sie", and the same for a utility that says "du". English has one form. */
export const letterTexts = defineTexts(de, en)
const informal = defineTexts({ ...de, ...du }, en)

export const sayLetter = (language: Locale, form: 'sie' | 'du'): Say<LetterKey> =>
  (form === 'du' ? informal : letterTexts)(language)
