import { describe, expect, it } from 'vitest'
import { DEFAULT_SHARES, dropDigit, swapDigits, type Truth, TRUTHS } from './mistakes.ts'
import { plantErrors, type ReadingCase } from './plant-errors.ts'
import { Random } from './random.ts'

const TODAY = Temporal.PlainDate.from('2026-11-22')
const OPTIONS = { seed: 5, today: TODAY, cases: 3000 }
const cases = [...plantErrors(OPTIONS).cases]
const ofTruth = (truth: Truth) => cases.filter((one) => one.truth === truth)
const lastValue = (one: ReadingCase) => Number(one.history[0].readings.at(-1)?.value)

describe('mistakes of a hand', () => {
  it('swap two neighbours that differ', () => {
    const random = new Random('swap')
    for (let round = 0; round < 50; round += 1) expect(['21', '12']).toContain(swapDigits(random, '12'))
    expect(swapDigits(random, '777')).toBeUndefined()
    expect(['21345', '13245', '12435', '12354']).toContain(swapDigits(random, '12345'))
  })

  it('leave one digit out', () => {
    expect(dropDigit(new Random('drop'), '1234')).toMatch(/^(234|134|124|123)$/)
    expect(dropDigit(new Random('drop'), '4')).toBeUndefined()
  })
})

describe('plantErrors', () => {
  it('gives as many cases as asked for, twice the same, each with its own id', () => {
    expect(cases).toHaveLength(3000)
    expect([...plantErrors({ ...OPTIONS, cases: 400 }).cases]).toEqual(cases.slice(0, 400))
    expect(new Set(cases.map((one) => one.id)).size).toBe(3000)
  })

  it('keeps the share of each truth within two points', () => {
    for (const truth of TRUTHS) {
      expect(Math.abs(ofTruth(truth).length / 3000 - (DEFAULT_SHARES[truth] ?? 0)), truth).toBeLessThan(0.02)
    }
  })

  it('plants the other mistakes when they are asked for', () => {
    const shares = { right: 0.5, 'wrong-digit': 0.2, 'comma-ignored': 0.15, 'registers-swapped': 0.15 } as const
    const planted = [...plantErrors({ ...OPTIONS, cases: 600, shares }).cases]
    for (const truth of ['wrong-digit', 'comma-ignored', 'registers-swapped'] as const) {
      expect(
        planted.some((one) => one.truth === truth),
        truth,
      ).toBe(true)
    }
    expect(planted.some((one) => one.truth === 'wrong-meter')).toBe(false)
  })

  it('knows only what was known before the day', () => {
    for (const one of cases) {
      expect(one.history[0].register).toBe(one.register)
      expect(one.history[0].readings.length).toBeGreaterThan(0)
      for (const known of [...one.history, ...one.others]) {
        expect(known.readings.every((row) => row.readOn < one.readOn && row.status === 'valid')).toBe(true)
      }
    }
  })

  it('has right values that follow from the last one, and rollovers that start over', () => {
    for (const one of ofTruth('right')) {
      expect(one.entered).toBe(one.rightValue)
      expect(one.billEffectPercent).toBe(0)
    }
    // A right value is lower than the last one only where a register of the demo itself rolls over or decimals were cut.
    const lower = ofTruth('right').filter((one) => Number(one.entered) < lastValue(one) - 1)
    expect(lower.length).toBeLessThan(0.02 * ofTruth('right').length)
    for (const one of ofTruth('rollover')) {
      const full = 10 ** one.register.digitsBefore
      expect(Number(one.entered)).toBeLessThan(lastValue(one))
      expect((Number(one.entered) - lastValue(one) + full) % full).toBeLessThan(full / 2)
    }
  })

  it('has errors that differ from the right value and say by how much the bill moves', () => {
    for (const one of cases.filter((other) => other.truth !== 'right' && other.truth !== 'rollover')) {
      expect(one.entered).not.toBe(one.rightValue)
      expect(Math.sign(one.billEffectPercent)).toBe(Math.sign(Number(one.entered) - Number(one.rightValue)))
    }
    // Both small and large ones: 15 % is where the bill would be felt.
    const large = ofTruth('swapped-digits').filter((one) => Math.abs(one.billEffectPercent) > 15)
    expect(large.length).toBeGreaterThan(0.3 * ofTruth('swapped-digits').length)
    expect(large.length).toBeLessThan(0.8 * ofTruth('swapped-digits').length)
  })

  it('gives kWh for m3 of gas only, about eleven times too much', () => {
    for (const one of ofTruth('m3-as-kwh')) {
      const last = lastValue(one)
      const right = Number(one.rightValue)
      expect(one.register.unit).toBe('m3')
      expect(one.marketLocation.commodity).toBe('gas')
      const whole = Number(one.entered) / right
      const period = (Number(one.entered) - last) / (right - last)
      expect(Math.min(Math.abs(whole - 10.85), Math.abs(period - 10.85))).toBeLessThan(1.5)
    }
  })

  it('holds hundreds of homes with a roof, a heat pump or nobody in them', () => {
    for (const trait of [
      'solar',
      'heat-pump',
      'empty-home',
      'storage-heating',
      'changed-since-last-reading',
    ] as const) {
      const least = trait === 'changed-since-last-reading' ? 10 : 90
      expect(cases.filter((one) => one.traits.includes(trait)).length, trait).toBeGreaterThan(least)
    }
    expect(cases.every((one) => one.meter.kind !== 'smart')).toBe(true)
  })
})
