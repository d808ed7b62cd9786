import { defineTexts, type Say } from '#platform/i18n/web'
import { useLocale } from '../texts.tsx'
import de from './letters.de.json' with { type: 'json' }
import en from './letters.en.json' with { type: 'json' }

const letterDeskTexts = defineTexts(de, en)
export type LetterDeskKey = (typeof letterDeskTexts.keys)[number]

/** Texts of the pages for editors of letters. */
export const useLetterSay = (): Say<LetterDeskKey> => letterDeskTexts(useLocale())

/** The word of a part of a letter whose name comes from its structure. */
export const partWord = (say: Say<LetterDeskKey>, part: string): string => {
  const key = `part.${part}`
  return (letterDeskTexts.keys as readonly string[]).includes(key) ? say(key as LetterDeskKey) : say('part.other')
}
