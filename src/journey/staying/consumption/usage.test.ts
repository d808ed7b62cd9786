import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsBetween, divideRounded, formatQuantity, roundQuantity, usageOf, wholeKwh } from './usage.ts'

const register = { digitsBefore: 6, digitsAfter: 1, factor: 1 }
const stretch = (before: number, after: number, rolledOver = false, r = register) => ({
  register: r,
  before,
  after,
  rolledOver,
})

describe('usage between two readings', () => {
  it.each([
    ['12345.6 to 15432.1 is 3086.5', [stretch(123456, 154321)], '3086.5'],
    ['nothing used is nothing', [stretch(5, 5)], '0.0'],
    ['999990.0 over zero to 12.3 is 22.3', [stretch(9999900, 123, true)], '22.3'],
    ['a factor of 40 multiplies: 100.5 x 40 = 4020', [stretch(0, 1005, false, { ...register, factor: 40 })], '4020.0'],
    [
      'a factor with decimals stays exact: 100.5 x 0.25 = 25.125',
      [stretch(0, 1005, false, { ...register, factor: 0.25 })],
      '25.12500',
    ],
    [
      'an exchange adds both devices: 100.5 + 200.125 = 300.625',
      [stretch(9000, 10005), stretch(0, 200125, false, { digitsBefore: 5, digitsAfter: 3, factor: 1 })],
      '300.625',
    ],
  ])('%s', (_, stretches, expected) => {
    expect(formatQuantity(usageOf(stretches))).toBe(expected)
  })

  it('that went down without a rollover is refused', () => {
    expect(() => usageOf([stretch(10, 9)])).toThrow(/went down/)
    expect(() => usageOf([stretch(0.5, 9)])).toThrow(/whole/)
    expect(() => usageOf([stretch(0, 9, false, { ...register, factor: 1 / 3 })])).toThrow(/decimals/)
  })

  it('adds up over any reading in between, over zero as well', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.nat(4_000_000), fc.nat(4_000_000), (start, a, b) => {
        const middle = (start + a) % 10_000_000
        const end = (middle + b) % 10_000_000
        const first = stretch(start, middle, middle < start)
        const second = stretch(middle, end, end < middle)
        expect(countsBetween(first) + countsBetween(second)).toBe(a + b)
        expect(usageOf([first, second]).units).toBe(BigInt(a + b))
      }),
    )
  })
})

describe('rounding', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [7n, 14n, 1n],
  ])('%d / %d is %d: half goes away from zero', (a, b, quotient) => {
    expect(divideRounded(a, b)).toBe(quotient)
  })

  it('of an amount keeps or adds digits', () => {
    expect(formatQuantity(roundQuantity({ units: 12345n, digits: 3 }, 1))).toBe('12.3')
    expect(formatQuantity(roundQuantity({ units: 12n, digits: 0 }, 2))).toBe('12.00')
    expect(formatQuantity({ units: -5n, digits: 2 })).toBe('-0.05')
  })

  it('of heat in MWh gives whole kWh: 12.3456 MWh = 12345.6 kWh', () => {
    expect(wholeKwh({ units: 123456n, digits: 4 }, 'MWh')).toBe(12346)
    expect(wholeKwh({ units: 123456n, digits: 4 }, 'kWh')).toBe(12)
  })
})
