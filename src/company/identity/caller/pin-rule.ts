/** Six digits: 20 bits, with five attempts a guess hits once in 200,000. Short enough to be said on the phone. */
export const PIN_LENGTH = 6
export const WRONG_MAX = 5

/** The digits that somebody typed or said, without blanks and dashes. */
export const bareDigits = (typed: string): string => typed.replaceAll(/[\s.-]/g, '')

export type PinVerdict = 'good' | 'identity.pin-not-six-digits' | 'identity.pin-too-easy'

/**
 * Whether six digits may be a PIN: not one digit over and over, not two or three repeated, not a row up or down, and not a date,
 * because that is what is guessed first.
 */
export function judgePin(typed: string): PinVerdict {
  const pin = bareDigits(typed)
  if (!/^[0-9]{6}$/.test(pin)) return 'identity.pin-not-six-digits'
  const repeated = /^(\d)\1{5}$|^(\d\d)\2\2$|^(\d{3})\3$/.test(pin)
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]))
  const row = steps.every((step) => step === 1) || steps.every((step) => step === -1)
  return repeated || row || isDate(pin) ? 'identity.pin-too-easy' : 'good'
}

/** Day and month in front, as birthdays are written here: 031187. */
function isDate(pin: string): boolean {
  const [day, month] = [Number(pin.slice(0, 2)), Number(pin.slice(2, 4))]
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}
