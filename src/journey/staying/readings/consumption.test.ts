import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Register } from '../meters/register.ts'
import { dayOfDate } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import { costOf } from './consumption-cost.ts'
import { portionOf, type Span, stretchesOf } from './consumption-stretches.ts'

const power: Register = {
  commodity: 'power',
  direction: 'consumption',
  rate: 'total',
  unit: 'kWh',
  digitsBefore: 5,
  digitsAfter: 1,
  factor: 1,
}
const gas: Register = { ...power, commodity: 'gas', unit: 'm3', digitsAfter: 2 }
const flat = profileOf('power', 'consumption', 'H25')
const place = { profile: flat, weather: undefined, gasFactors: [] }
const end = (year: number) => dayOfDate(year, 12, 31)
const at = (day: number, count: number, isSubstitute = false) => ({ day, count, isSubstitute })

describe('stretches', () => {
  test('are what two readings differ by, times the factor: 123.4 x 40 = 4936', () => {
    const register = { ...power, factor: 40 }
    const [one] = stretchesOf({
      ...place,
      devices: [{ register, readings: [at(end(2024), 1_000), at(end(2025), 2_234)] }],
    })
    expect(one).toMatchObject({ amount: 4936, estimated: false, rolledOver: false })
  })

  test('go over zero: 99,900.0 to 100.0 is 200', () => {
    const [one] = stretchesOf({ ...place, devices: [{ register: power, readings: [at(1, 999_000), at(300, 1_000)] }] })
    expect(one).toMatchObject({ amount: 200, rolledOver: true })
  })

  test('leave out what went down without passing zero', () => {
    expect(
      stretchesOf({ ...place, devices: [{ register: power, readings: [at(1, 500_000), at(300, 400_000)] }] }),
    ).toEqual([])
  })

  test('count nothing from the old device to the new one, whatever stands on them', () => {
    const amounts = stretchesOf({
      ...place,
      devices: [
        { register: power, readings: [at(0, 500_000), at(100, 501_000)] },
        { register: { ...power, digitsAfter: 0 }, readings: [at(100, 3), at(200, 153)] },
      ],
    }).map((one) => one.amount)
    expect(amounts).toEqual([100, 150])
  })

  test('are estimated where a value at an end was not read', () => {
    const readings = [at(0, 0), at(100, 1_000, true), at(200, 2_000)]
    expect(stretchesOf({ ...place, devices: [{ register: power, readings }] }).map((one) => one.estimated)).toEqual([
      true,
      true,
    ])
  })

  test('of gas become energy: 1,000.00 m3 x 0.9674 x 11.234 = 10,867.77 kWh, rounded 10,868', () => {
    const span = { validFrom: 0, validTo: 400, volumeConversionE4: 9674, calorificE3: 11_234 }
    const devices = [{ register: gas, readings: [at(0, 0), at(365, 100_000)] }]
    const [one] = stretchesOf({ ...place, devices, gasFactors: [span] })
    expect(one).toMatchObject({ amount: 10_868, estimated: false })
    // The last month is not published yet: the last known factors stand in, and it is said.
    const [late] = stretchesOf({ ...place, devices, gasFactors: [{ ...span, validTo: 330 }] })
    expect(late).toMatchObject({ amount: 10_868, estimated: true })
  })
})

describe('spreading', () => {
  const spans: Span[] = [{ from: end(2024), to: end(2025), amount: 3_650, estimated: false }]

  test('months add up to the year', () => {
    let sum = 0
    for (let month = 1; month <= 12; month++) {
      const from = dayOfDate(2025, month, 1) - 1
      const to = dayOfDate(2025, month + 1, 1) - 1
      sum += portionOf(spans, from, to, flat, undefined).amount
    }
    expect(sum).toBeCloseTo(3_650, 6)
  })

  test('winter is more than summer for a household', () => {
    const of = (month: number) =>
      portionOf(spans, dayOfDate(2025, month, 1) - 1, dayOfDate(2025, month + 1, 1) - 1, flat, undefined).amount
    expect(of(1)).toBeGreaterThan(of(7))
  })

  test('a month that is only half covered says so', () => {
    const half = portionOf(spans, dayOfDate(2025, 12, 16), dayOfDate(2026, 1, 15), flat, undefined)
    expect(half.complete).toBe(false)
  })

  test('wherever a year is cut, the parts are the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 364 }), (cut) => {
        const left = portionOf(spans, end(2024), end(2024) + cut, flat, undefined).amount
        const right = portionOf(spans, end(2024) + cut, end(2025), flat, undefined).amount
        expect(left + right).toBeCloseTo(3_650, 6)
      }),
    )
  })
})

describe('cost', () => {
  const spans: Span[] = [{ from: end(2024), to: end(2025), amount: 2_500, estimated: false }]
  const price = (from: number, to: number, unitPriceCt: number, basePriceEurYear = 120) => ({
    from,
    to,
    unitPriceCt,
    basePriceEurYear,
  })

  test('of a year at one price: 2,500 x 32 ct + 120 EUR = 920.00 EUR', () => {
    const cost = costOf(spans, [price(0, 100_000, 32)], end(2024), end(2025), flat, undefined)
    expect(cost).toEqual({ total: 92_000, unit: 80_000, base: 12_000, complete: true })
  })

  test('a price change in between splits the days; both unit prices equal gives the same', () => {
    const july = dayOfDate(2025, 7, 1)
    const split = costOf(
      spans,
      [price(0, july - 1, 32), price(july, 100_000, 32)],
      end(2024),
      end(2025),
      flat,
      undefined,
    )
    expect(split.total).toBe(92_000)
    const raised = costOf(
      spans,
      [price(0, july - 1, 32), price(july, 100_000, 40)],
      end(2024),
      end(2025),
      flat,
      undefined,
    )
    expect(raised.unit).toBeGreaterThan(80_000)
    expect(raised.unit).toBeLessThan(100_000)
  })

  test('days without a price are said', () => {
    expect(
      costOf(spans, [price(dayOfDate(2025, 2, 1), 100_000, 32)], end(2024), end(2025), flat, undefined).complete,
    ).toBe(false)
  })
})
