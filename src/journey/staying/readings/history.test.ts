import { describe, expect, it } from 'vitest'
import type { Register } from '../meters/register.ts'
import { historyOf } from './history.ts'
import { causes } from './reading.ts'
import { readingTexts } from './texts.ts'

const old: Register = {
  commodity: 'power',
  direction: 'consumption',
  rate: 'total',
  unit: 'kWh',
  digitsBefore: 5,
  digitsAfter: 1,
  factor: 1,
}
const present: Register = { ...old, digitsBefore: 6, digitsAfter: 0 }
const devices = [
  {
    register: old,
    readings: [
      { day: 100, count: 5 },
      { day: 465, count: 30_005 },
      { day: 600, count: 41_000 },
    ],
  },
  {
    register: present,
    readings: [
      { day: 600, count: 0 },
      { day: 830, count: 1_900 },
    ],
  },
]

describe('the history of a counter', () => {
  it('runs over its devices: each value keeps its register, the second device begins with its first value', () => {
    const history = historyOf(devices)
    expect(history.map(({ day, startsDevice }) => [day, startsDevice ?? false])).toEqual([
      [100, false],
      [465, false],
      [600, false],
      [600, true],
      [830, false],
    ])
    expect(history[2]?.register).toBe(old)
    expect(history[3]?.register).toBe(present)
  })

  it('marks where the customer began: at the last reading on the first day or before', () => {
    expect(historyOf(devices, 470).map(({ startsStay }) => startsStay ?? false)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ])
    expect(historyOf(devices, 50).some(({ startsStay }) => startsStay)).toBe(false)
  })
})

describe('each cause', () => {
  it.each(['de', 'en'] as const)('has words in %s', (locale) => {
    const t = readingTexts(locale)
    for (const cause of causes) expect(t(`cause.${cause}`)).not.toBe(`cause.${cause}`)
  })
})
