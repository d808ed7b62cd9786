/** Digits of an international number without `+`: E.164 allows 15; shorter than 7 is no subscriber's number here. */
const DIGITS_MIN = 7
const DIGITS_MAX = 15

/**
 * A telephone number in E.164 (`+4915112345678`) from what people and systems in Germany write: `0151 / 123 456-78`,
 * `+49 (0)151 12345678`, `0049 151 12345678`. A number without area code cannot be completed and is none.
 */
export function parsePhoneNumber(typed: string): string | undefined {
  const bare = typed.replace(/\(\s*0\s*\)/, '').replaceAll(/[\s.\-/()\u00a0\u2010-\u2015]/g, '')
  if (!/^\+?[0-9]+$/.test(bare)) return undefined
  const international = bare.startsWith('+')
    ? bare.slice(1)
    : bare.startsWith('00')
      ? bare.slice(2)
      : nationalDigits(bare)
  if (international === undefined || international.startsWith('0')) return undefined
  return international.length < DIGITS_MIN || international.length > DIGITS_MAX ? undefined : `+${international}`
}

const nationalDigits = (bare: string): string | undefined => (bare.startsWith('0') ? `49${bare.slice(1)}` : undefined)
