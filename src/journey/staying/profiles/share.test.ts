import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, dayOf, dayOfDate, weekdayOf } from './day.ts'
import { easterSunday } from './day-kind.ts'
import { gasCurves, gasDayEnergy } from './gas-tables.ts'
import { dayFactor } from './power-tables.ts'
import { profileOf } from './profile.ts'
import { degreeDayPermille } from './season-tables.ts'
import { degreeDays, shareOfYear, weatherCoverage, weatherOf } from './share.ts'

const day = (iso: string) => dayOf(Temporal.PlainDate.from(iso))
const h25 = profileOf('power', 'consumption', 'H25')
const hef = profileOf('gas', 'consumption', 'HEF34')
const heat = profileOf('heat', 'consumption', undefined)

describe('a day as a number', () => {
  it('goes to a date and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 40_000 }), (n) => {
        expect(dayOf(dateOf(n))).toBe(n)
        expect(weekdayOf(n) + 1).toBe(dateOf(n).dayOfWeek)
      }),
    )
  })

  it.each(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25'])('%s is Easter Sunday', (iso) => {
    expect(dateOf(easterSunday(Number(iso.slice(0, 4)))).toString()).toBe(iso)
  })
})

describe('the tables', () => {
  it('give the day factor 1.24 + 2.1e-3 - 7.02e-5 + 3.2e-7 = 1.24203 on 1 January and less than 1 in July', () => {
    expect(dayFactor(1)).toBeCloseTo(1.24203, 5)
    expect(dayFactor(196)).toBeLessThan(0.8)
  })

  it('give 1.98795 for HEF34 at 0 C', () => {
    // 1.3819663 / (1 + (37.4124155 / 40) ^ 6.1723179) + 0.0396284 + 1.1167138
    expect(gasDayEnergy(gasCurves.HEF34 as readonly number[], 0)).toBeCloseTo(1.987948, 6)
  })

  it('never rise with temperature: every gas profile uses less on a warmer day', () => {
    for (const curve of Object.values(gasCurves)) {
      for (let t = -20; t < 38; t++) expect(gasDayEnergy(curve, t + 1)).toBeLessThanOrEqual(gasDayEnergy(curve, t))
    }
  })
})

describe('the share of a year', () => {
  it.each(['H25', 'G25', 'L25', 'P25', 'S25'])('is 1 for a full year of %s', (code) => {
    const profile = profileOf('power', 'consumption', code)
    expect(shareOfYear(profile, day('2024-12-31'), day('2025-12-31'))).toBeCloseTo(1, 2)
  })

  it('adds up: two halves are the whole, whatever the cut', () => {
    fc.assert(
      fc.property(fc.nat(700), fc.nat(700), fc.constantFrom(h25, hef, heat), (a, b, profile) => {
        const from = day('2023-03-01')
        const whole = shareOfYear(profile, from, from + a + b)
        const parts = shareOfYear(profile, from, from + a) + shareOfYear(profile, from + a, from + a + b)
        expect(parts).toBeCloseTo(whole, 10)
      }),
    )
  })

  it('of H25 in January 2025 is the sum of its days: 31 days of 2,476 to 2,903 kWh times 1.24 to 1.26 in a million', () => {
    const share = shareOfYear(h25, day('2024-12-31'), day('2025-01-31'))
    expect(share).toBeGreaterThan((31 * 2476 * 1.24) / 1e6)
    expect(share).toBeLessThan((31 * 2903 * 1.265) / 1e6)
  })

  it('of heat by month is near the degree day table of VDI 2067, hot water taken apart', () => {
    for (let month = 1; month <= 12; month++) {
      const from = dayOfDate(2025, month, 1) - 1
      const to = dayOfDate(2025, month + 1, 1) - 1
      const permille = (degreeDays(from, to) / degreeDays(day('2024-12-31'), day('2025-12-31'))) * 1000
      expect(Math.abs(permille - (degreeDayPermille[month - 1] as number))).toBeLessThan(25)
    }
  })

  it('of gas is larger in a cold year: three degrees less than normal is 20 to 40 % more', () => {
    const from = day('2024-12-31')
    const cold = weatherOf(
      Array.from({ length: 365 }, (_, i) => ({
        day: from + 1 + i,
        meanTemperatureC: 6.3 + 9 * Math.sin(((i - 105) / 365) * 2 * Math.PI),
      })),
    )
    const ratio = shareOfYear(hef, from, from + 365, cold) / shareOfYear(hef, from, from + 365)
    expect(ratio).toBeGreaterThan(1.2)
    expect(ratio).toBeLessThan(1.4)
    expect(shareOfYear(h25, from, from + 365, cold)).toBe(shareOfYear(h25, from, from + 365))
  })

  it('uses the climate outside the known weather, and says how much was known', () => {
    const from = day('2025-01-01')
    const weather = weatherOf([0, 1, 2, 4].map((i) => ({ day: from + i, meanTemperatureC: -5 })))
    expect(weatherCoverage(weather, from - 1, from + 4)).toBeCloseTo(4 / 5)
    expect(weatherCoverage(weather, from - 1, from + 7)).toBeCloseTo(4 / 8)
    expect(weatherCoverage(undefined, from, from + 10)).toBe(0)
    expect(shareOfYear(hef, from + 100, from + 200, weather)).toBe(shareOfYear(hef, from + 100, from + 200))
    expect(weatherOf([])).toBeUndefined()
  })

  it('is nothing where no day lies between', () => {
    expect(shareOfYear(h25, 20_000, 20_000)).toBe(0)
    expect(shareOfYear(h25, 20_000, 19_000)).toBe(0)
  })
})

describe('a profile code', () => {
  it.each([
    ['power', 'H0', 'H25'],
    ['power', 'G3', 'G25'],
    ['power', 'P25', 'P25'],
    ['power', 'TLP-WP1', 'heat-pump'],
    ['power', '', 'H25'],
    ['gas', 'HEF04', 'HEF34'],
    ['gas', 'HEF34', 'HEF34'],
    ['gas', 'HEF', 'HEF34'],
    ['gas', 'HMF33', 'HMF33'],
    ['gas', 'GKO3', 'GKO33'],
    ['gas', 'unknown', 'HEF34'],
    ['water', '', 'water'],
    ['heat', '', 'heat'],
  ] as const)('of %s "%s" is read as %s', (commodity, code, expected) => {
    expect(profileOf(commodity, 'consumption', code).code).toBe(expected)
  })

  it('of feed-in is the sun', () => {
    expect(profileOf('power', 'feed-in', 'H25').code).toBe('solar')
  })
})
