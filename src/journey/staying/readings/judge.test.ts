import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Register } from '../meters/register.ts'
import { dayOfDate } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import { weatherOf } from '../profiles/share.ts'
import { judge } from './judge.ts'
import type { JudgeContext, PastReading } from './reading.ts'

const power: Register = {
  commodity: 'power',
  direction: 'consumption',
  rate: 'total',
  unit: 'kWh',
  digitsBefore: 6,
  digitsAfter: 0,
  factor: 1,
}
const gas: Register = { ...power, commodity: 'gas', unit: 'm3', digitsBefore: 5, digitsAfter: 3 }
const water: Register = { ...power, commodity: 'water', unit: 'm3', digitsBefore: 5, digitsAfter: 0 }
const calendar = { futureDaysMax: 0, ageDaysMax: 90, distanceDaysMin: 28 }
const today = dayOfDate(2026, 1, 10)
const yearEnd = (year: number) => dayOfDate(year, 12, 31)
const household: JudgeContext = { profile: profileOf('power', 'consumption', 'H25'), calendar }

/** Readings at the ends of 2022, 2023 and 2024. */
const history = (counts: [number, number, number]): PastReading[] =>
  counts.map((count, i) => ({ day: yearEnd(2022 + i), count }))
const years = history([40_000, 43_000, 46_100])
const atYearEnd = (count: number) => judge(years, { day: yearEnd(2025), count }, power, household, today)

const first = (judgement: ReturnType<typeof judge>) =>
  judgement.verdict === 'questionable' ? judgement.because[0] : undefined

describe('a reading after years of 3,000 and 3,100 kWh', () => {
  it.each([48_400, 49_000, 49_150, 49_800])('of %d is plausible', (count) => {
    expect(atYearEnd(count).verdict).toBe('plausible')
  })

  it('comes with its figures: usage, band, ratio to what is expected and to last year', () => {
    const judgement = atYearEnd(49_150)
    expect(judgement).toMatchObject({
      usage: 3050,
      days: 365,
      basis: 'history',
      rolledOver: false,
      withoutWeather: false,
    })
    expect(judgement.band?.expected).toBeGreaterThan(3000)
    expect(judgement.band?.expected).toBeLessThan(3100)
    expect(judgement.band?.low).toBeLessThan(2400)
    expect(judgement.band?.high).toBeGreaterThan(3800)
    expect(judgement.ratioToLastYear).toBeCloseTo(3050 / 3100, 1)
  })

  it.each([
    // 49,150 meant
    [94_150, 'swapped-digits', 49_150],
    [4_915, 'missing-digit', undefined],
    [491_500, 'extra-digit', undefined],
    [499_150, 'extra-digit', 49_150],
  ])('of %d is questioned: %s', (count, cause, corrected) => {
    const because = first(atYearEnd(count))
    expect(because?.cause).toBe(cause)
    if (corrected !== undefined) expect(because?.corrected).toBe(corrected)
    expect(because?.correctedUsage).toBeGreaterThan(2400)
    expect(because?.correctedUsage).toBeLessThan(3900)
  })

  it('of three times as much, which no slip explains, is far too high', () => {
    const judgement = judge(
      history([40_111, 43_111, 46_111]),
      { day: yearEnd(2025), count: 55_311 },
      power,
      household,
      today,
    )
    expect(judgement.verdict).toBe('questionable')
    expect(judgement.ratio).toBeCloseTo(9200 / 3000, 1)
    if (judgement.verdict === 'questionable')
      expect(judgement.because.map(({ cause }) => cause)).toContain('far-too-high')
  })

  it('of hardly anything is far too low', () => {
    const judgement = atYearEnd(46_150)
    expect(judgement.verdict === 'questionable' && judgement.because.map(({ cause }) => cause)).toContain('far-too-low')
  })

  it('below the last value is questioned, whatever the cause', () => {
    expect(atYearEnd(45_000).verdict).toBe('questionable')
    expect(atYearEnd(45_000).usage).toBe(-1100)
    expect(atYearEnd(46_099).verdict).toBe('plausible')
  })
})

describe('a right value after a wrong one', () => {
  it('says that the last one may be wrong: 46,100 meant, 64,100 stored, 49,150 entered', () => {
    const past = [...years.slice(0, 2), { day: yearEnd(2024), count: 64_100 }]
    const judgement = judge(past, { day: yearEnd(2025), count: 49_150 }, power, household, today)
    expect(first(judgement)?.cause).toBe('last-reading-wrong')
  })
})

describe('a misread digit', () => {
  it('is named with the value that was meant: 19,150 for 49,150', () => {
    const judgement = atYearEnd(19_150)
    expect(judgement.verdict === 'questionable' && judgement.because).toContainEqual(
      expect.objectContaining({ cause: 'misread-digit', corrected: 49_150 }),
    )
  })
})

describe('a value without decimals', () => {
  it('just below the last one with decimals is the same: 8000 after 8000.250 m3', () => {
    const source = { profile: profileOf('gas', 'consumption', 'HEF34'), calendar }
    const past = history([7_999_000, 7_999_900, 8_000_250])
    expect(judge(past, { day: yearEnd(2025), count: 8_000_000 }, gas, source, today).verdict).toBe('plausible')
  })
})

describe('likelihoods', () => {
  it('of the named causes never sum to more than 1, best first', () => {
    fc.assert(
      fc.property(fc.nat(999_999), (count) => {
        const judgement = atYearEnd(count)
        if (judgement.verdict === 'plausible') return
        const shares = judgement.because.map(({ likelihood }) => likelihood)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(shares).toEqual([...shares].sort((a, b) => b - a))
        expect(shares.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a register that passes zero', () => {
  const near = history([993_000, 996_000, 999_000])
  it('is plausible where the usage over zero is', () => {
    const judgement = judge(near, { day: yearEnd(2025), count: 2_010 }, power, household, today)
    expect(judgement).toMatchObject({ verdict: 'plausible', rolledOver: true, usage: 3010 })
  })

  it('is questioned where it would have used far too much', () => {
    const judgement = judge(near, { day: yearEnd(2025), count: 20_100 }, power, household, today)
    expect(judgement).toMatchObject({ verdict: 'questionable', rolledOver: false })
  })

  it('keeps its years when it did so before', () => {
    const judgement = judge(
      history([996_000, 999_000, 2_000]),
      { day: yearEnd(2025), count: 5_050 },
      power,
      household,
      today,
    )
    expect(judgement.verdict).toBe('plausible')
    expect(judgement.band?.expected).toBeCloseTo(3000, -2)
  })
})

describe('a value of another register of the home', () => {
  it('is named with the register that it fits', () => {
    const others = [
      {
        key: 'water',
        register: water,
        history: history([300, 400, 500]),
        profile: profileOf('water', 'consumption', undefined),
      },
      {
        key: 'feed-in',
        register: { ...power, direction: 'feed-in' as const },
        history: history([20_000, 25_000, 30_000]),
        profile: profileOf('power', 'feed-in', undefined),
      },
    ]
    const judgement = judge(years, { day: yearEnd(2025), count: 35_150 }, power, { ...household, others }, today)
    expect(first(judgement)).toMatchObject({ cause: 'wrong-register', otherKey: 'feed-in' })
  })
})

describe('gas in m3', () => {
  const source = { profile: profileOf('gas', 'consumption', 'HEF34'), calendar, kwhPerM3: 10.6 }
  const past = history([5_000_250, 6_500_250, 8_000_250])

  it('whose comma was left out is told so', () => {
    const judgement = judge(past, { day: yearEnd(2025), count: 9_480_123_000 }, gas, source, today)
    expect(first(judgement)).toMatchObject({ cause: 'decimal-comma', corrected: 9_480_123 })
  })

  it('with kWh in place of m3 is told so: 1,480 m3 x 10.6 = 15,688 kWh added to 8,000.250', () => {
    const judgement = judge(past, { day: yearEnd(2025), count: 23_688_250 }, gas, source, today)
    expect(judgement.verdict === 'questionable' && judgement.because.map(({ cause }) => cause)).toContain(
      'energy-for-volume',
    )
  })

  it('says when it had no weather, and is not fooled by a cold year when it has', () => {
    const days = Array.from({ length: 1100 }, (_, i) => {
      const day = yearEnd(2022) + 1 + i
      const season = 9.3 - 8.8 * Math.cos(((i - 20) / 365.25) * 2 * Math.PI)
      return { day, meanTemperatureC: day > yearEnd(2024) ? season - 3 : season }
    })
    const cold = { day: yearEnd(2025), count: 8_000_250 + 1_950_000 }
    const without = judge(past, cold, gas, source, today)
    const withWeather = judge(past, cold, gas, { ...source, weather: weatherOf(days) }, today)
    expect(without.withoutWeather).toBe(true)
    expect(withWeather.withoutWeather).toBe(false)
    expect(withWeather.verdict).toBe('plausible')
    expect(withWeather.ratio).toBeLessThan(1.1)
    expect(without.ratio).toBeGreaterThan(1.25)
  })
})

describe('the calendar', () => {
  it.each([
    ['date-in-future', dayOfDate(2026, 1, 11)],
    ['date-too-old', dayOfDate(2025, 10, 11)],
  ])('says %s', (cause, day) => {
    expect(first(judge(years, { day, count: 49_000 }, power, household, today))?.cause).toBe(cause)
  })

  it('says too-soon when less than the set days lie between, and nothing when the rule is off', () => {
    const recent = [...years, { day: dayOfDate(2025, 12, 20), count: 49_000 }]
    const entered = { day: dayOfDate(2026, 1, 10), count: 49_200 }
    expect(first(judge(recent, entered, power, household, today))?.cause).toBe('too-soon')
    const free = { ...household, calendar: { ...calendar, distanceDaysMin: 0 } }
    expect(judge(recent, entered, power, free, today).verdict).toBe('plausible')
  })
})

describe('little history', () => {
  it('of one year is wider than of three', () => {
    const one = judge(years.slice(1), { day: yearEnd(2025), count: 49_150 }, power, household, today)
    const more = atYearEnd(49_150)
    const width = (judgement: typeof one) => (judgement.band?.high ?? 0) - (judgement.band?.low ?? 0)
    expect(width(one)).toBeGreaterThan(width(more))
  })

  it('none but a forecast uses that, and says so', () => {
    const judgement = judge(
      years.slice(2),
      { day: yearEnd(2025), count: 49_100 },
      power,
      { ...household, forecast: 3000 },
      today,
    )
    expect(judgement).toMatchObject({ verdict: 'plausible', basis: 'forecast' })
    const tenfold = judge(
      years.slice(2),
      { day: yearEnd(2025), count: 76_100 },
      power,
      { ...household, forecast: 3000 },
      today,
    )
    expect(tenfold.verdict).toBe('questionable')
  })

  it('none at all takes any first value that the register can show', () => {
    expect(judge([], { day: yearEnd(2025), count: 999_999 }, power, household, today)).toMatchObject({
      verdict: 'plausible',
      basis: 'none',
    })
    expect(judge([], { day: yearEnd(2025), count: 1_000_000 }, power, household, today).verdict).toBe('questionable')
  })
})

describe('an exchanged meter', () => {
  it("keeps the home's level: 3,000 a year on the old one, 3,050 on the new one", () => {
    const past: PastReading[] = [
      { day: yearEnd(2022), count: 90_000 },
      { day: yearEnd(2023), count: 93_000 },
      { day: yearEnd(2024), count: 96_000 },
      { day: yearEnd(2024), count: 0, startsDevice: true },
    ]
    const judgement = judge(past, { day: yearEnd(2025), count: 3_050 }, power, household, today)
    expect(judgement).toMatchObject({ verdict: 'plausible', usage: 3050, basis: 'history' })
  })
})

describe('an exchanged meter with other digits', () => {
  it('counts each device in its own: 30,000 tenths on the old one are 3,000 kWh', () => {
    const old = { ...power, digitsBefore: 5, digitsAfter: 1 }
    const past: PastReading[] = [
      { day: yearEnd(2022), count: 900_000, register: old },
      { day: yearEnd(2023), count: 930_000, register: old },
      { day: yearEnd(2024), count: 960_000, register: old },
      { day: yearEnd(2024), count: 0, startsDevice: true },
    ]
    const judgement = judge(past, { day: yearEnd(2025), count: 3_050 }, power, household, today)
    expect(judgement.verdict).toBe('plausible')
    expect(judgement.band?.expected).toBeCloseTo(3000, -2)
  })
})

describe('another household at the same place', () => {
  const past = (startsStay: boolean): PastReading[] => [
    ...years.slice(0, 2),
    { ...(years[2] as PastReading), ...(startsStay ? { startsStay } : {}) },
  ]
  const entered = { day: yearEnd(2025), count: 46_100 + 1_400 }

  it('is not measured by the one before it', () => {
    const context = { ...household, forecast: 1_600 }
    expect(judge(past(true), entered, power, context, today)).toMatchObject({ verdict: 'plausible', basis: 'forecast' })
    expect(judge(past(false), entered, power, context, today)).toMatchObject({
      verdict: 'questionable',
      basis: 'history',
    })
  })
})

describe('a short period', () => {
  it('is compared with the same days of the year before: storage heating in June and in January', () => {
    const monthly: PastReading[] = []
    let count = 10_000
    for (let month = 0; month < 24; month++) {
      monthly.push({ day: dayOfDate(2024, 1 + month, 1) - 1, count })
      count += [900, 800, 600, 300, 100, 40, 30, 30, 80, 350, 650, 850][month % 12] as number
    }
    const heating = { ...power, rate: 'low' as const }
    const context = { ...household, calendar: { ...calendar, distanceDaysMin: 0 } }
    const at = (month: number, usage: number) => {
      const past = monthly.slice(0, 12 + month)
      const last = past.at(-1) as PastReading
      const day = dayOfDate(2025, month + 1, 1) - 1
      return judge(past, { day, count: last.count + usage }, heating, context, day).verdict
    }
    expect(at(6, 45)).toBe('plausible')
    expect(at(1, 930)).toBe('plausible')
    expect(at(6, 930)).toBe('questionable')
  })
})

describe('a value among others', () => {
  it('above the next one is questioned', () => {
    const judgement = judge(
      years,
      { day: dayOfDate(2024, 6, 30), count: 47_000 },
      power,
      { ...household, calendar: { ...calendar, ageDaysMax: 900 } },
      today,
    )
    expect(judgement.verdict).toBe('questionable')
  })

  it('formed by rule is no witness: usage counts from the last one read', () => {
    const past: PastReading[] = [...years.slice(0, 2), { day: yearEnd(2024), count: 60_000, isSubstitute: true }]
    const judgement = judge(past, { day: yearEnd(2025), count: 49_100 }, power, household, today)
    expect(judgement).toMatchObject({ verdict: 'plausible', usage: 6100, days: 731 })
  })
})

describe('an empty home', () => {
  const empty = history([1_000, 1_004, 1_009])
  it('may use a little more or nothing', () => {
    for (const count of [1_009, 1_015, 1_030]) {
      expect(judge(empty, { day: yearEnd(2025), count }, power, household, today).verdict).toBe('plausible')
    }
  })

  it('that uses 2,500 kWh is asked about', () => {
    expect(judge(empty, { day: yearEnd(2025), count: 3_500 }, power, household, today).verdict).toBe('questionable')
  })
})
