/** Titles and kinds of streets, which tell nobody apart. As in search_words of the database. */
const SILENT = new Set(['str', 'strasse', 'herr', 'frau', 'familie', 'firma', 'fam'])

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
}

/**
 * Text in the form in which it is compared: small letters without accents; `Müller`, `Mueller` and `Muller` are the same, and
 * so are `ß` and `ss`. The same rule as search_fold in the database, which folds what is searched in.
 */
export const fold = (typed: string): string =>
  typed
    .toLowerCase()
    .replaceAll(/[ßæœþøđðłı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/(?<=[aou])e/g, '')

/** Longest word that is kept; longer ones are no words. */
const WORD_CHARS_MAX = 40

/** The words of a text as search_words of the database finds them: each once, in order. */
export function wordsOf(typed: string): string[] {
  const pieces = fold(typed)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything of ASCII that is no letter and no digit
    .split(/[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+/)
    .filter((piece) => (piece.length > 1 || /[0-9]/.test(piece)) && !SILENT.has(piece))
  return [...new Set(pieces.map((piece) => piece.slice(0, WORD_CHARS_MAX).replace(/^(.{3,})stra?s?s?e?$/, '$1str')))]
}
