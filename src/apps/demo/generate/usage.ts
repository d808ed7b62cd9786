import { type Curves, type Mix, mixOf } from './curves.ts'
import type { Day } from './days.ts'
import { lastDayOfYear, yearOf } from './days.ts'
import type { Random } from './random.ts'

/** From one day on the use follows another mix: new people, a car, an empty home. */
interface Phase {
  readonly from: Day
  readonly mix: readonly number[]
}

/**
 * Year-to-year behaviour of one home: factors around 1, one per calendar year, as a first-order process with
 * correlation 0.5. With that correlation the standard deviation around the long-run mean and the standard deviation of
 * the change from one year to the next are the same number (sd of change = sd x sqrt(2 (1 - 0.5))).
 */
export class YearFactors {
  readonly spread: number
  readonly #firstYear: number
  readonly #factors: number[] = []

  /** `spread` is the standard deviation of the logarithm: 0.08 to 0.18 in the demo. */
  constructor(random: Random, firstYear: number, lastYear: number, spread: number) {
    this.spread = spread
    this.#firstYear = firstYear
    let state = random.normal()
    for (let year = firstYear; year <= lastYear; year += 1) {
      this.#factors.push(Math.exp(spread * state))
      state = 0.5 * state + Math.sqrt(0.75) * random.normal()
    }
  }

  of(year: number): number {
    return this.#factors[year - this.#firstYear] ?? 1
  }
}

/** What runs through one register over time, in the register's unit. */
export class Usage {
  readonly #curves: Curves
  readonly #factors: YearFactors
  readonly #phases: Phase[] = []

  constructor(curves: Curves, factors: YearFactors, mix: Mix, from: Day) {
    this.#curves = curves
    this.#factors = factors
    this.changeOn(from, mix)
  }

  /** From the day after `day` on, another mix; days must come in order. */
  changeOn(day: Day, mix: Mix): void {
    this.#phases.push({ from: day, mix: mixOf(mix) })
  }

  /** Amount after the end of `afterDay` to the end of `lastDay`. */
  between(afterDay: Day, lastDay: Day): number {
    let amount = 0
    for (let index = 0; index < this.#phases.length; index += 1) {
      const phase = this.#phases[index] as Phase
      const next = this.#phases[index + 1]
      const start = index === 0 ? afterDay : Math.max(afterDay, phase.from)
      const end = next ? Math.min(lastDay, next.from) : lastDay
      if (start < end) amount += this.#byYear(phase.mix, start, end)
    }
    return amount
  }

  #byYear(mix: readonly number[], afterDay: Day, lastDay: Day): number {
    let amount = 0
    let start = afterDay
    while (start < lastDay) {
      const year = yearOf(start + 1)
      const end = Math.min(lastDay, lastDayOfYear(year))
      amount += this.#curves.amountBetween(mix, start, end) * this.#factors.of(year)
      start = end
    }
    return amount
  }
}
