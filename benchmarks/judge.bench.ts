import { type Cause, judge, type Weather, weatherOf } from '#journey/staying/web'
import { type PlantedSet, plantErrors, type ReadingCase, type Truth } from '../src/apps/demo/generate/index.ts'
import { dayOfText, inputOf } from './judge-cases.ts'

/** An error counts as large when it would move the yearly bill by more than this (issue: 15 %). */
export const largeEffectPercent = 15

/** What judge is measured with. `now` of the set is fixed, so the same seed gives the same figures on every day. */
export type JudgeBenchOptions = {
  readonly cases: number
  readonly seed: number
  readonly withWeather: boolean
  readonly shares?: Readonly<Partial<Record<Truth, number>>>
}

/** Counts of one kind of entry; `large` ones move the bill by more than 15 %. */
export type KindFigures = {
  entries: number
  questioned: number
  large: number
  largeCaught: number
  /** Large errors whose first named cause is the planted one. */
  largeNamed: number
  small: number
  smallCaught: number
}

/** All mistakes that the set knows, the three rarer ones too; the issue counts the first four kinds only. */
const allMistakes: Readonly<Partial<Record<Truth, number>>> = {
  right: 0.5,
  rollover: 0.03,
  'swapped-digits': 0.09,
  'missing-digit': 0.08,
  'wrong-meter': 0.08,
  'm3-as-kwh': 0.06,
  'wrong-digit': 0.06,
  'comma-ignored': 0.05,
  'registers-swapped': 0.05,
}

/** Causes that name each planted truth rightly. */
const causesOf: Readonly<Partial<Record<Truth, readonly Cause[]>>> = {
  'swapped-digits': ['swapped-digits'],
  'missing-digit': ['missing-digit'],
  'wrong-meter': ['wrong-register'],
  'm3-as-kwh': ['energy-for-volume'],
  'wrong-digit': ['misread-digit'],
  'comma-ignored': ['decimal-comma'],
  'registers-swapped': ['wrong-register'],
}

const isRight = (truth: Truth) => truth === 'right' || truth === 'rollover'

/** Figures of one measurement: by truth, and of right entries by trait of the home. */
export type JudgeFigures = {
  readonly byTruth: ReadonlyMap<Truth, KindFigures>
  readonly rightByTrait: ReadonlyMap<string, { entries: number; questioned: number }>
  readonly total: {
    readonly caughtPercent: number
    readonly questionedRightPercent: number
    readonly namedPercent: number
    readonly judgementsPerCpuSecond: number
  }
}

/** Weather of a set and what a m3 of gas holds there on average, as the grid operator publishes it. */
function placeOf(set: PlantedSet, withWeather: boolean): { weather: Weather | undefined; kwhPerM3: number } {
  const days = set.temperatures.map((row) => ({
    day: dayOfText(row.day),
    meanTemperatureC: Number(row.meanTemperatureC),
  }))
  let sum = 0
  for (const row of set.gasFactors) sum += Number(row.volumeConversionFactor) * Number(row.calorificValue)
  return { weather: withWeather ? weatherOf(days) : undefined, kwhPerM3: sum / set.gasFactors.length }
}

/** Cases that are put together before they are judged in one go: so the clock is read seldom and memory stays small. */
const batchCases = 2_000

function* inBatches(cases: Iterable<ReadingCase>): Generator<ReadingCase[], void, void> {
  let batch: ReadingCase[] = []
  for (const planted of cases) {
    batch.push(planted)
    if (batch.length < batchCases) continue
    yield batch
    batch = []
  }
  yield batch
}

/** Judges a planted set and counts. */
export function measureJudge(options: JudgeBenchOptions): JudgeFigures {
  const set = plantErrors({
    seed: options.seed,
    today: Temporal.PlainDate.from('2026-11-22'),
    cases: options.cases,
    ...(options.shares && { shares: options.shares }),
  })
  const { weather, kwhPerM3 } = placeOf(set, options.withWeather)
  const byTruth = new Map<Truth, KindFigures>()
  const rightByTrait = new Map<string, { entries: number; questioned: number }>()
  let cpuMicros = 0
  let timed = 0
  let isWarm = false
  for (const batch of inBatches(set.cases)) {
    const inputs = batch.map((planted) => inputOf(planted, weather, kwhPerM3))
    const begun = process.cpuUsage()
    const judgements = inputs.map(
      (input) => input && judge(input.history, input.entered, input.register, input.context, input.entered.day),
    )
    // The first batch makes the running sums of the profiles, half a second once in the life of a process: not counted.
    if (isWarm) {
      cpuMicros += process.cpuUsage(begun).user
      timed += batch.length
    }
    isWarm = true
    for (const [index, planted] of batch.entries()) {
      const judgement = judgements[index]
      const cause = judgement?.verdict === 'questionable' ? judgement.because[0]?.cause : undefined
      count(planted, judgement?.verdict !== 'plausible', cause, byTruth, rightByTrait)
    }
  }
  return { byTruth, rightByTrait, total: totalOf(byTruth, Math.round(timed / (cpuMicros / 1e6))) }
}

function count(
  planted: ReadingCase,
  isQuestioned: boolean,
  cause: Cause | undefined,
  byTruth: Map<Truth, KindFigures>,
  rightByTrait: Map<string, { entries: number; questioned: number }>,
): void {
  const empty = { entries: 0, questioned: 0, large: 0, largeCaught: 0, largeNamed: 0, small: 0, smallCaught: 0 }
  const figures = byTruth.get(planted.truth) ?? empty
  byTruth.set(planted.truth, figures)
  const caught = isQuestioned ? 1 : 0
  figures.entries++
  figures.questioned += caught
  if (isRight(planted.truth)) {
    for (const trait of planted.traits.length > 0 ? planted.traits : ['ordinary']) {
      const entry = rightByTrait.get(trait) ?? { entries: 0, questioned: 0 }
      rightByTrait.set(trait, entry)
      entry.entries++
      entry.questioned += caught
    }
  } else if (Math.abs(planted.billEffectPercent) > largeEffectPercent) {
    figures.large++
    figures.largeCaught += caught
    if (cause && causesOf[planted.truth]?.includes(cause)) figures.largeNamed++
  } else {
    figures.small++
    figures.smallCaught += caught
  }
}

function totalOf(byTruth: ReadonlyMap<Truth, KindFigures>, judgementsPerCpuSecond: number): JudgeFigures['total'] {
  let right = 0
  let rightQuestioned = 0
  let large = 0
  let caught = 0
  let named = 0
  for (const [truth, figures] of byTruth) {
    large += figures.large
    caught += figures.largeCaught
    named += figures.largeNamed
    if (!isRight(truth)) continue
    right += figures.entries
    rightQuestioned += figures.questioned
  }
  return {
    caughtPercent: percent(caught, large),
    questionedRightPercent: percent(rightQuestioned, right),
    namedPercent: percent(named, large),
    judgementsPerCpuSecond,
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100
}

/**
 * `npm run bench -- judge [--cases 40000] [--seed 1] [--without-weather] [--all-mistakes]`: prints one JSON line for each
 * kind of entry, one for the right ones of each kind of home, and one in all. Large errors that are caught but named wrongly count as not named.
 */
export async function run(args: string[]): Promise<void> {
  const valueOf = (name: string, otherwise: number) => {
    const at = args.indexOf(name)
    return at < 0 ? otherwise : Number(args[at + 1])
  }
  const options: JudgeBenchOptions = {
    cases: valueOf('--cases', 40_000),
    seed: valueOf('--seed', 1),
    withWeather: !args.includes('--without-weather'),
    ...(args.includes('--all-mistakes') && { shares: allMistakes }),
  }
  const { byTruth, rightByTrait, total } = measureJudge(options)
  const print = (line: object) => process.stdout.write(`${JSON.stringify({ benchmark: 'judge', ...line })}\n`)
  for (const [truth, figures] of byTruth) {
    const { large, largeCaught, largeNamed } = figures
    const rates = isRight(truth)
      ? { questionedPercent: percent(figures.questioned, figures.entries) }
      : { caughtPercent: percent(largeCaught, large), namedPercent: percent(largeNamed, large) }
    print({ case: truth, ...figures, ...rates })
  }
  for (const [trait, { entries, questioned }] of rightByTrait) {
    print({ case: `right: ${trait}`, entries, questioned, questionedPercent: percent(questioned, entries) })
  }
  print({ case: 'total', ...options, ...total })
}
