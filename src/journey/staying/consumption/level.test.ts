import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Register } from '../meters/register.ts'
import { dayOfDate } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import { forecastOf } from './forecast.ts'
import { levelOf, type PastReading, stepsBetween } from './level.ts'

const power: Register = {
  commodity: 'power',
  direction: 'consumption',
  rate: 'total',
  unit: 'kWh',
  digitsBefore: 6,
  digitsAfter: 0,
  factor: 1,
}
const source = { profile: profileOf('power', 'consumption', 'H25') }
const yearEnd = (year: number) => dayOfDate(year, 12, 31)
const yearly = (...usages: number[]): PastReading[] => {
  let count = 1_000
  return [
    { day: yearEnd(2020), count },
    ...usages.map((usage, i) => ({ day: yearEnd(2021 + i), count: (count += usage) })),
  ]
}
const level = (history: PastReading[], forecast?: number) =>
  levelOf(history, history.length, power, { ...source, forecast })

describe('the level of a home', () => {
  it('is what equal years have in common, with a spread below that of strangers', () => {
    const equal = level(yearly(3000, 3000, 3000, 3000))
    expect(equal.perYear).toBeCloseTo(3000, -1.5)
    expect(equal.spread).toBeLessThan(0.125)
    expect(equal.years).toBeGreaterThan(3)
  })

  it('has a wider spread where years differ: 2,400 to 3,600', () => {
    expect(level(yearly(2400, 3600, 2500, 3500)).spread).toBeGreaterThan(level(yearly(3000, 3050, 2950, 3000)).spread)
  })

  it('follows a change of the last year and doubts itself: 3,000, 3,000, then 7,000 with a heat pump', () => {
    const changed = level(yearly(3000, 3000, 7000))
    expect(changed.perYear).toBeGreaterThan(5000)
    expect(changed.perYear).toBeLessThan(7000)
    expect(changed.doubt).toBeGreaterThan(0.2)
  })

  it('is the same whether a year was read once or each month', () => {
    const once = yearly(3000)
    const monthly: PastReading[] = Array.from({ length: 13 }, (_, i) => ({
      day: dayOfDate(2021, i + 1, 1) - 1,
      count: 1_000 + i * 250,
    }))
    expect(level(monthly).perYear).toBeCloseTo(level(once).perYear, 6)
  })

  it('comes from the forecast without history, from what is typical without either', () => {
    expect(level([], 4200)).toMatchObject({ perYear: 4200, basis: 'forecast', years: 0 })
    expect(level([])).toMatchObject({ basis: 'typical' })
  })

  it('leaves a forecast out that is far from what was read', () => {
    expect(level(yearly(3000, 3000), 30_000).perYear).toBe(level(yearly(3000, 3000)).perYear)
    expect(level(yearly(3000), 3600).perYear).toBeGreaterThan(level(yearly(3000)).perYear)
  })

  it('is finite for any rising history', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.nat(800), usage: fc.nat(50_000) }), { maxLength: 12 }), (steps) => {
        let day = yearEnd(2010)
        let count = 0
        const history = steps.map((step) => ({ day: (day += step.days), count: (count += step.usage) }))
        const { perYear, spread, doubt } = level(history)
        expect(perYear).toBeGreaterThanOrEqual(0)
        for (const value of [perYear, spread, doubt]) expect(Number.isFinite(value)).toBe(true)
      }),
    )
  })
})

describe('steps between two values', () => {
  it('go over zero only from the last tenth of the counter to the first', () => {
    expect(stepsBetween(999_000, 1_000, power)).toBe(2_000)
    expect(stepsBetween(500_000, 1_000, power)).toBeUndefined()
    expect(stepsBetween(1_000, 1_000, power)).toBe(0)
  })
})

describe('a forecast', () => {
  it("of the next year is the level, of its halves the profile's shares of it", () => {
    const history = yearly(3000, 3000, 3000)
    const whole = forecastOf(history, power, source, yearEnd(2023), yearEnd(2024))
    const first = forecastOf(history, power, source, yearEnd(2023), dayOfDate(2024, 6, 30))
    const second = forecastOf(history, power, source, dayOfDate(2024, 6, 30), yearEnd(2024))
    expect(whole.amount).toBeGreaterThan(2950)
    expect(whole.amount).toBeLessThan(3050)
    expect(first.amount + second.amount).toBeCloseTo(whole.amount, 6)
    expect(whole.low).toBeLessThan(whole.amount)
    expect(whole.high).toBeGreaterThan(whole.amount)
  })
})
