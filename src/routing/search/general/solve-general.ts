import type { Compiled } from '../../model/compiled.ts'
import type { Plan } from '../../model/plan.ts'
import { setTour } from '../../plan/apply.ts'
import { begin, keep, undo } from '../../plan/journal.ts'
import { takeOver, toPlan } from '../../plan/read-out.ts'
import { emptyState, type PlanState, totalCents } from '../../plan/state.ts'
import { type CompactInstance, makeCompact } from '../compact/instance.ts'
import { solveCompact } from '../compact/solve-compact.ts'
import { type Clock, makeClock, type SearchOptions } from '../options.ts'
import { makeRandom, type Random } from '../random.ts'
import { nearestVisits } from './neighbours.ts'
import { makeRecreator, type Recreator, recreate } from './recreate.ts'
import { makeTourPool, poolTours, recombineTours, type TourPool } from './tour-pool.ts'
import { swapTours } from './swap-tours.ts'
import { makeRuiner, type Ruiner, ruin } from './ruin.ts'

/** Neighbours kept for each visit. */
const NEAR_MAX = 120
/** A warm start keeps its shape. */
const WARM = 0.05
/** Shares of the budget at which pooled tours are recombined, what that may take, and what goes into the pool. */
const RECOMBINE_AT = [0.5, 0.75, 0.96]
const RECOMBINE_SHARE = 0.03
const POOL_WITHIN = 1.01
/** Iterations between two looks at the clock. */
const CLOCK_EVERY = 32
/** How often whole tours are tried in other hands. */
const SWAP_RATE = 0.02
/** Start temperature as a share of the mean cost of a planned visit's tour, end temperature as a share of the start's. */
const HEAT = 1
const COOLING = 0.005

export type GeneralResult = { plan: Plan; iterations: number; seconds: number }

/** Best plan found for a compiled model; `start` is taken over first (warm start). Anytime: ends when the budget is spent. */
export function solveGeneral(m: Compiled, options: SearchOptions = {}, start?: Plan): GeneralResult {
  const state = emptyState(m)
  const clock = makeClock(options)
  if (start) takeOver(state, start)
  const iterations = improve(state, options, clock)
  return { plan: toPlan(state), iterations, seconds: clock.seconds() }
}

/** Improves a state in place; it ends as the best one seen. Answers the iterations. */
export function improve(state: PlanState, options: SearchOptions, clock: Clock = makeClock(options)): number {
  const { m } = state
  const compact = makeCompact(m)
  if (compact !== null) return improveCompact(state, compact, options, clock)
  const random = makeRandom(options.seed ?? 1)
  state.light = m.plain && m.relations.kind.length === 0
  const near = nearestVisits(m, NEAR_MAX)
  const ruiner = makeRuiner(state, near, random)
  const recreator = makeRecreator(state, near, random)
  const absent = new Int32Array(m.visitCount + 1)
  const warm = state.tourOf.some((s) => s >= 0)
  let count = listAbsent(state, absent)
  count = recreate(recreator, absent, count)
  const pool = makeTourPool(m, random)
  return anneal({ state, random, ruiner, recreator, absent, options, clock, pool, warm }, count)
}

/** The fast path for what its layout can hold: the same plan in, a better one out. */
function improveCompact(state: PlanState, compact: CompactInstance, options: SearchOptions, clock: Clock): number {
  const start = state.tours.map((tour, s) => tour.slice(0, state.length[s]))
  const { tours, iterations } = solveCompact(compact, options, clock, start)
  restoreTours(state, tours, { from: state.anchorFrom.slice(), to: state.anchorTo.slice() })
  return iterations
}

type Annealing = {
  state: PlanState
  random: Random
  ruiner: Ruiner
  recreator: Recreator
  absent: Int32Array
  options: SearchOptions
  clock: Clock
  pool: TourPool | null
  /** There was a plan before: it is improved, not melted down. */
  warm: boolean
}

function listAbsent(state: PlanState, absent: Int32Array): number {
  let count = 0
  for (let v = 0; v < state.m.visitCount; v++) if (state.tourOf[v] < 0) absent[count++] = v
  return count
}

function anneal(a: Annealing, absentCount: number): number {
  const { state, absent, clock, options } = a
  const heat = HEAT * meanCents(state) * (a.warm ? WARM : 1)
  let recombined = 0
  const best = new Best(state)
  const saved = new Int32Array(absent.length)
  let count = absentCount
  let temperature = heat
  let current = totalCents(state)
  let iterations = 0
  let reportedAt = -1
  for (;;) {
    if (iterations % CLOCK_EVERY === 0) {
      const share = clock.share(iterations)
      if (share >= 1 || options.shouldStop?.()) break
      temperature = heat * COOLING ** share
      if (a.pool && recombined < RECOMBINE_AT.length && share >= RECOMBINE_AT[recombined]) {
        recombined++
        if (recombine(a, best)) {
          current = totalCents(state)
          count = listAbsent(state, absent)
        }
      }
      if (options.onProgress && best.fresh && clock.seconds() - reportedAt > 0.1) {
        reportedAt = clock.seconds()
        best.fresh = false
        options.onProgress({ cost: best.cents, iterations, seconds: reportedAt })
      }
    }
    iterations++
    begin(state)
    saved.set(absent.subarray(0, count))
    const before = count
    if (a.random.unit() < SWAP_RATE) swapTours(state, a.random)
    count = recreate(a.recreator, absent, ruin(a.ruiner, absent, count))
    const cents = totalCents(state)
    if (cents < current - temperature * Math.log(a.random.unit())) {
      keep(state)
      current = cents
      if (a.pool && cents < best.cents * POOL_WITHIN) poolTours(a.pool, state)
      if (cents < best.cents - 1e-7) best.take(state)
    } else {
      undo(state)
      absent.set(saved.subarray(0, before))
      count = before
    }
  }
  state.light = false
  best.restore(state)
  return iterations
}

/** Joins pooled tours to a cheaper plan than the best one, if there is any, and goes on from it. */
function recombine(a: Annealing, best: Best): boolean {
  const { state, pool, clock } = a
  if (pool === null) return false
  const until = clock.share(0) + RECOMBINE_SHARE
  const isOver = () => clock.share(0) >= until || (a.options.shouldStop?.() ?? false)
  const tours = recombineTours(pool, state.m, best.tours, best.tourCents, isOver)
  if (tours === null) return false
  restoreTours(state, tours, { from: state.anchorFrom.slice(), to: state.anchorTo.slice() })
  if (totalCents(state) < best.cents - 1e-7) best.take(state)
  else best.restore(state)
  return true
}

/** Mean cost of serving a visit, without what service itself costs: the scale of what moves change. */
function meanCents(state: PlanState): number {
  const { m } = state
  let cents = 0
  let planned = 0
  for (let v = 0; v < m.visitCount; v++) {
    const s = state.tourOf[v]
    if (s < 0) continue
    planned++
    cents -= m.crews.serviceSeconds[v * m.crewCount + m.shifts.crew[s]] * m.shifts.centsPerSecond[s]
  }
  cents += state.toursCents
  return planned === 0 ? 1 : Math.max(cents / planned, 1e-3)
}

/** A copy of the best tours. */
class Best {
  cents: number
  fresh = true
  tours: Int32Array[]
  tourCents: Float64Array
  private anchors: { from: Int32Array; to: Int32Array }

  constructor(state: PlanState) {
    this.cents = Number.POSITIVE_INFINITY
    this.tours = []
    this.tourCents = new Float64Array(state.m.shiftCount)
    this.anchors = { from: state.anchorFrom.slice(), to: state.anchorTo.slice() }
    this.take(state)
  }

  take(state: PlanState): void {
    this.cents = totalCents(state)
    this.fresh = true
    this.tourCents.set(state.cents)
    this.tours = state.tours.map((tour, s) => tour.slice(0, state.length[s]))
    this.anchors.from.set(state.anchorFrom)
    this.anchors.to.set(state.anchorTo)
  }

  restore(state: PlanState): void {
    restoreTours(state, this.tours, this.anchors)
  }
}

function restoreTours(state: PlanState, tours: Int32Array[], anchors: { from: Int32Array; to: Int32Array }): void {
  const { m } = state
  const none = new Int32Array(0)
  for (let s = 0; s < m.shiftCount; s++) setTour(state, s, none, 0)
  state.anchorFrom.set(anchors.from)
  state.anchorTo.set(anchors.to)
  // In the order of time within a technician, so that rests are judged against what is there.
  for (let s = 0; s < m.shiftCount; s++)
    if (tours[s].length > 0 && !setTour(state, s, tours[s], tours[s].length))
      throw new Error(`Tour ${m.shiftIds[s]} of the best plan is not feasible any more.`)
}
