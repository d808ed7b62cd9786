import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marketLocationCheckDigit, parseMarketLocation, parseMeteringLocation } from './market-location.ts'

describe('a market location', () => {
  it('41373559241 is right: odd places 4+3+3+5+2 = 17, even places 2x(1+7+5+9+4) = 52, 10 - 69 mod 10 = 1', () => {
    expect(marketLocationCheckDigit('4137355924')).toBe(1)
    expect(parseMarketLocation('41373559241')).toBe('41373559241')
  })

  it('is read with blanks, dots and dashes', () => {
    expect(parseMarketLocation(' 413 735-592.41 ')).toBe('41373559241')
  })

  it('is refused when it begins with 0, is too short, too long or holds a letter', () => {
    for (const text of ['01373559241', '4137355924', '413735592411', '4137355924A', '']) {
      expect(parseMarketLocation(text)).toBeUndefined()
    }
  })

  it('with one wrong digit is refused, except at even places where 2 x 5 = 10 hides a difference of five', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000000000, max: 9999999999 }),
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        (n, at, by) => {
          const ten = String(n)
          const digits = [...`${ten}${marketLocationCheckDigit(ten)}`]
          const wrong = digits.with(at, String((Number(digits[at]) + by) % 10)).join('')
          fc.pre(wrong[0] !== '0')
          const hidden = at % 2 === 1 && by === 5
          expect(parseMarketLocation(wrong) !== undefined).toBe(hidden)
        },
      ),
    )
  })
})

describe('a metering location', () => {
  it('has 33 characters: DE, operator, postal code, 20 letters or digits', () => {
    expect(parseMeteringLocation('de 000562 66802 AO6G56M11SN51G21M24S')).toBe('DE00056266802AO6G56M11SN51G21M24S')
  })

  it('is refused when its form is wrong', () => {
    for (const text of [
      'DE00056266802AO6G56M11SN51G21M24',
      'AT00056266802AO6G56M11SN51G21M24S',
      'DE0005626680ZAO6G56M11SN51G21M24S',
    ]) {
      expect(parseMeteringLocation(text)).toBeUndefined()
    }
  })
})
