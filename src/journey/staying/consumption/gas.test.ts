import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOfDate } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import { gasEnergyOf, gasFactorsOf, volumeConversionE4Of } from './gas.ts'
import { formatQuantity } from './usage.ts'

const hef = profileOf('gas', 'consumption', 'HEF34')
const month = (m: number, calorificE3: number, volumeConversionE4 = 9674) => ({
  validFrom: dayOfDate(2025, m, 1),
  validTo: dayOfDate(2025, m + 1, 1) - 1,
  volumeConversionE4,
  calorificE3,
})
const year = Array.from({ length: 12 }, (_, i) => month(i + 1, 11_000 + i * 50))
const yearEnd = dayOfDate(2025, 1, 1) - 1

describe('gas in kWh', () => {
  it('is m3 x z x calorific value, rounded once: 1234.567 x 0.9674 x 11.234 = 13416.99', () => {
    const factors = gasFactorsOf([month(1, 11_234)], yearEnd, dayOfDate(2025, 1, 31), hef)
    expect(factors).toBeDefined()
    if (!factors) return
    const energy = gasEnergyOf({ units: 1_234_567n, digits: 3 }, factors)
    expect(formatQuantity(energy.exactKwh)).toBe('13416.9921808972')
    expect(energy.kwh).toBe(13417)
  })

  it('keeps the product unrounded: 10 000 m3 at 0.8999 x 11.223 = 100,995.78 and not 10.100 x 10 000', () => {
    const factors = { volumeConversionE4: 8999, calorificE3: 11_223, parts: [] }
    expect(gasEnergyOf({ units: 10_000n, digits: 0 }, factors).kwh).toBe(100_996)
  })

  it('half a kWh goes up: 1 m3 x 1.0000 x 10.500', () => {
    expect(
      gasEnergyOf({ units: 1n, digits: 0 }, { volumeConversionE4: 10_000, calorificE3: 10_500, parts: [] }).kwh,
    ).toBe(11)
  })
})

describe('the factors of a period', () => {
  it('are weighted by volume: winter counts more than its days', () => {
    const two = [
      month(1, 11_000),
      month(2, 11_000),
      month(3, 11_000),
      month(4, 11_000),
      month(5, 11_000),
      month(6, 12_000),
    ]
    const factors = gasFactorsOf(two, yearEnd, dayOfDate(2025, 6, 30), hef)
    // June has 30 of 181 days (16.6 %) but only some 4 % of the gas of these months: the mean stays below 11.06
    expect(factors?.calorificE3).toBeGreaterThan(11_010)
    expect(factors?.calorificE3).toBeLessThan(11_060)
    expect(factors?.parts).toHaveLength(6)
  })

  it('have weights that sum to a million, whatever the period', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 64 }), (start, length) => {
        const factors = gasFactorsOf(year, yearEnd + start, yearEnd + start + length, hef)
        expect(factors?.parts.reduce((sum, part) => sum + part.weightE6, 0)).toBe(1_000_000)
        const values = factors?.parts.map((part) => part.calorificE3) ?? []
        expect(factors?.calorificE3).toBeGreaterThanOrEqual(Math.min(...values))
        expect(factors?.calorificE3).toBeLessThanOrEqual(Math.max(...values))
      }),
    )
  })

  it('do not exist while a day has none', () => {
    expect(gasFactorsOf(year, yearEnd, dayOfDate(2026, 1, 1), hef)).toBeUndefined()
    expect(gasFactorsOf(year.toSpliced(4, 1), yearEnd, dayOfDate(2025, 12, 31), hef)).toBeUndefined()
    expect(gasFactorsOf([], yearEnd, yearEnd + 5, hef)).toBeUndefined()
  })
})

describe('the volume conversion factor', () => {
  it.each([
    [33, 9674],
    [0, 9711],
    [520, 9127],
  ])('at %d m above the sea is %d ten-thousandths', (height, e4) => {
    expect(volumeConversionE4Of(height)).toBe(e4)
  })
})
