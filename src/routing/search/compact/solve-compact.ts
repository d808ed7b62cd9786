import type { SearchOptions } from '../options.ts'
import type { Clock } from '../options.ts'
import { makeRandom, type Random } from '../random.ts'
import { nearestVisits } from '../general/neighbours.ts'
import { makeTourPool, recombineTours, type TourPool } from '../general/tour-pool.ts'
import type { CompactInstance } from './instance.ts'
import { makeMemory } from './memory.ts'
import { poolTouched } from './pool.ts'
import { makeRecreator, type Recreator, recreate } from './recreate.ts'
import { ruin } from './ruin.ts'
import { swapTours } from './swap-tours.ts'
import { loadTours, readTours, type TourRows } from './tour-rows.ts'
import { makeTours, totalOf, type Tours } from './tours.ts'
import { beginUndo, makeUndo, takeBack, type Undo } from './undo.ts'

/** Neighbours kept for each visit. */
const NEAR_MAX = 120
/** A warm start keeps its shape. */
const WARM = 0.05
/** Share of the budget for one recombination; the last cycle leaves room for it. */
const RECOMBINE_SHARE = 0.03
const END = 0.97
/** Iterations a visit from which several annealings beat one, and what is assumed of a second. */
const SEVERAL_FROM = 2_000
const ITERATIONS_PER_SECOND = 30_000
const SECONDS_DEFAULT = 10
/** Heat of the last annealing, from the best plan. */
const AGAIN = 0.2
/** Tours of accepted plans within this share of the cycle's best go into the pool. */
const POOL_WITHIN = 1.03
/** Iterations between two looks at the clock. */
const CLOCK_EVERY = 64
/** How often whole tours are tried in other hands. */
const SWAP_RATE = 0.02
/** Start temperature as a share of the mean cost of serving a visit, end temperature as a share of the start's. */
const HEAT = 1
const COOLING = 0.005

export type CompactResult = { tours: TourRows; iterations: number }

type Search = {
  t: Tours
  random: Random
  undo: Undo
  recreator: Recreator
  absent: Int32Array
  saved: Int32Array
  count: number
  pool: TourPool
  options: SearchOptions
  clock: Clock
  best: { cents: number; tours: TourRows; tourCents: Float64Array }
  iterations: number
  reportedAt: number
}

/** Ruin and recreate with simulated annealing, from `start` on; answers the best tours seen. */
export function solveCompact(
  instance: CompactInstance,
  options: SearchOptions,
  clock: Clock,
  start: TourRows,
): CompactResult {
  const { m, n } = instance
  const random = makeRandom(options.seed ?? 1)
  const t = makeTours(instance)
  const near = nearestVisits(m, NEAR_MAX)
  const undo = makeUndo(t)
  const recreator = makeRecreator(t, near, random, undo, makeMemory(t))
  loadTours(t, start)
  const warm = start.some((nodes) => nodes.length > 0)
  const pool = makeTourPool(m, random)
  if (pool === null) throw new Error('Tours of a compact model are priced apart.')
  const search: Search = {
    t,
    random,
    undo,
    recreator,
    absent: new Int32Array(n + 1),
    saved: new Int32Array(n + 1),
    count: 0,
    pool,
    options,
    clock,
    best: { cents: Number.POSITIVE_INFINITY, tours: [], tourCents: new Float64Array(instance.shiftCount) },
    iterations: 0,
    reportedAt: -1,
  }
  search.count = listAbsent(t, search.absent)
  beginUndo(undo, t)
  search.count = recreate(recreator, search.absent, search.count)
  takeBest(search)
  anneal(search, HEAT * meanCents(t) * (warm ? WARM : 1), warm)
  return { tours: search.best.tours, iterations: search.iterations }
}

function listAbsent(t: Tours, absent: Int32Array): number {
  let count = 0
  for (let v = 0; v < t.instance.n; v++) if (t.tour[v] < 0) absent[count++] = v
  return count
}

function anneal(a: Search, heat: number, warm: boolean): void {
  for (const cycle of schedule(a, warm)) {
    if (cycle.fromBest) {
      loadTours(a.t, a.best.tours)
      a.count = listAbsent(a.t, a.absent)
    }
    cool(a, heat * cycle.hot, heat * COOLING, Math.max(cycle.from, a.clock.share(a.iterations)), cycle.to)
    recombine(a)
  }
}

/** A stretch of annealing: shares of the budget, start temperature as a share of the hottest, and whether it starts from the best plan. */
type Cycle = { from: number; to: number; hot: number; fromBest: boolean }

/**
 * One long annealing ends in one set of technicians that it cannot leave any more (with 300,000 iterations runs of the same
 * problem are a percent apart); three shorter ones, their tours recombined, and a last one from the best are steadier.
 */
function schedule(a: Search, warm: boolean): Cycle[] {
  const expected = a.options.iterations ?? (a.options.seconds ?? SECONDS_DEFAULT) * ITERATIONS_PER_SECOND
  if (warm || expected < SEVERAL_FROM * a.t.instance.n) return [{ from: 0, to: END, hot: 1, fromBest: false }]
  return [
    { from: 0, to: 0.25, hot: 1, fromBest: false },
    { from: 0.25, to: 0.5, hot: 1, fromBest: false },
    { from: 0.5, to: 0.75, hot: 1, fromBest: false },
    { from: 0.75, to: END, hot: AGAIN, fromBest: true },
  ]
}

function cool(a: Search, hot: number, cold: number, from: number, to: number): void {
  const { t, undo, random, absent, saved, clock, options } = a
  let temperature = hot
  let countdown = 0
  let lowest = totalOf(t)
  for (;;) {
    if (countdown-- === 0) {
      countdown = CLOCK_EVERY - 1
      const share = clock.share(a.iterations)
      // Not a number (no budget at all) ends it, too.
      if (!(share < to) || options.shouldStop?.()) break
      temperature = hot * (cold / hot) ** ((share - from) / (to - from))
      tell(a)
    }
    a.iterations++
    const before = totalOf(t)
    const countBefore = a.count
    saved.set(absent.subarray(0, countBefore))
    beginUndo(undo, t)
    if (random.unit() < SWAP_RATE) swapTours(t, undo, random)
    const out = ruin(a.recreator, absent, countBefore)
    a.count = recreate(a.recreator, absent, out)
    const cents = totalOf(t)
    if (cents >= before - temperature * Math.log(random.unit())) {
      takeBack(undo, t)
      absent.set(saved.subarray(0, countBefore))
      a.count = countBefore
      continue
    }
    if (cents < lowest) lowest = cents
    if (cents < lowest * POOL_WITHIN) poolTouched(a.pool, t, undo)
    if (cents < a.best.cents - 1e-7) takeBest(a)
  }
}

function tell(a: Search): void {
  const { options, clock, best } = a
  if (!options.onProgress || clock.seconds() - a.reportedAt <= 0.1) return
  a.reportedAt = clock.seconds()
  options.onProgress({ cost: best.cents, iterations: a.iterations, seconds: a.reportedAt })
}

function takeBest(a: Search): void {
  a.best.cents = totalOf(a.t)
  a.best.tourCents.set(a.t.cents)
  a.best.tours = readTours(a.t)
}

/** Joins pooled tours to a cheaper plan than the best one, if there is any, and goes on from it. */
function recombine(a: Search): void {
  const { clock, options, t } = a
  const until = clock.share(0) + RECOMBINE_SHARE
  const isOver = () => clock.share(0) >= until || (options.shouldStop?.() ?? false)
  const tours = recombineTours(a.pool, t.instance.m, a.best.tours, a.best.tourCents, isOver)
  if (tours === null) return
  loadTours(t, tours)
  if (totalOf(t) < a.best.cents - 1e-7) takeBest(a)
  else loadTours(t, a.best.tours)
  a.count = listAbsent(t, a.absent)
}

/** Mean cost of serving a visit, without what service itself costs: the scale of what moves change. */
function meanCents(t: Tours): number {
  const { m, n } = t.instance
  let cents = t.toursCents
  let planned = 0
  for (let v = 0; v < n; v++) {
    const s = t.tour[v]
    if (s < 0) continue
    planned++
    cents -= t.stay[v] * m.shifts.centsPerSecond[s]
  }
  return planned === 0 ? 1 : Math.max(cents / planned, 1e-3)
}
