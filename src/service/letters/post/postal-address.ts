/** Why an address cannot be printed into the window; undefined if it can. */
export type AddressFault = 'no-address' | 'too-few-lines' | 'too-many-lines' | 'line-too-long' | 'no-postal-code'

/** The window of DIN 5008 form B holds six lines of about 45 signs under the sender's line. */
const LINES_MAX = 6
const SIGNS_MAX = 50

/**
 * Checks the lines of a postal address, the name first. A German address ends with postal code and place; in other countries the last
 * line is the country and the order of the rest is theirs (DIN 5008).
 */
export function addressFault(lines: readonly string[]): AddressFault | undefined {
  const filled = lines.map((line) => line.trim()).filter(Boolean)
  if (filled.length === 0) return 'no-address'
  if (filled.length < 3) return 'too-few-lines'
  if (filled.length > LINES_MAX) return 'too-many-lines'
  if (filled.some((line) => line.length > SIGNS_MAX)) return 'line-too-long'
  const last = filled.at(-1) as string
  const isAbroad = !/\d/.test(last)
  return isAbroad || /^\d{5} \S/.test(last) ? undefined : 'no-postal-code'
}
