import type { Convention } from '../../readers/solomon.ts'
import { type Clock, makeClock, type SearchOptions } from '../options.ts'
import { makeRandom } from '../random.ts'
import { decompose } from './decompose.ts'
import type { ClassicInstance } from './instance.ts'
import type { Phase } from './phase.ts'
import { type Pool, trimPool } from './pool.ts'
import { recombine } from './recombine.ts'
import { type CycleOutcome, localRunner, remoteRunner, type Runner } from './runners.ts'
import { COLD, END, makeSchedule } from './schedule.ts'
import { routeCosts } from './searcher.ts'

export type ClassicOptions = SearchOptions & {
  objective?: Convention
  /** Searchers that share the work. Default 1: deterministic with `iterations`. */
  threads?: number
}

export type ClassicResult = { routes: number[][]; cost: number; iterations: number }

/** Iterations of one CPU second, roughly; only decides how the budget is cut. */
const ITERATIONS_PER_SECOND = 80_000
const POOL_PER_SECOND = 2_000
/** One recombination takes at most this share of a budget of time; the last cycle leaves room for it. */
const RECOMBINE_SHARE = 0.03
/**
 * From so many customers on, and with routes of at most so many, the problem is annealed in parts. Long routes lie across all of
 * the map (RC2_10_2 in parts: 4.3 instead of 2.7 % after 291,000 iterations), and 400 customers fit the cache as a whole
 * (R1_4_2: 2.0 instead of 1.4 %, hardly faster).
 */
const PARTS_FROM = 500
const PARTS_ROUTE_MAX = 25
const PART_MAX = 300
/** How often the plan is cut anew. */
const PHASES = 16
/** From this share of the phases on each goes on from the best; before, that would undo what the heat is for. */
const SETTLE_FROM = 0.6

/** What a search on any number of runners works with. */
type Work = {
  instance: ClassicInstance
  options: ClassicOptions
  clock: Clock
  runners: Runner[]
  pool: Pool
  vehiclesFirst: boolean
}

/** Best routes found for the classic problem within the budget. */
export async function solveClassic(instance: ClassicInstance, options: ClassicOptions = {}): Promise<ClassicResult> {
  const threads = options.threads ?? 1
  const clock = makeClock(options)
  const expected = options.iterations ?? (options.seconds ?? 10) * ITERATIONS_PER_SECOND
  const vehiclesFirst = options.objective === 'vehicles'
  const poolMax = Math.min(20_000, Math.max(1_000, Math.round((POOL_PER_SECOND * expected) / ITERATIONS_PER_SECOND)))
  const runners = Array.from({ length: threads }, (_, k) => {
    const { seed, cpu, fromProcessStart, seconds, iterations, shouldStop } = options
    const own = { cpu, fromProcessStart, seconds, iterations, shouldStop, vehiclesFirst, poolMax }
    const seeded = { ...own, seed: (seed ?? 1) + k * 7919 }
    return threads === 1 ? localRunner(instance, seeded) : remoteRunner(instance, seeded)
  })
  const pool: Pool = { marks: new Float64Array(0), byMark: new Map(), sizeMax: poolMax }
  const work: Work = { instance, options, clock, runners, pool, vehiclesFirst }
  try {
    const cycles = makeSchedule(expected / instance.n, threads)
    if (instance.n < PARTS_FROM) return await solveWhole(work, cycles)
    const first = await firstOf(work)
    if (instance.n > PARTS_ROUTE_MAX * first.best.length) return await solveWhole(work, cycles)
    return await solveInParts(work, first)
  } finally {
    for (const runner of runners) runner.end()
  }
}

/** Every runner anneals the whole problem; they exchange their best between cycles. */
async function solveWhole(work: Work, cycles: ReturnType<typeof makeSchedule>): Promise<ClassicResult> {
  let best: { routes: number[][]; cost: number } | null = null
  let iterations = 0
  for (const cycle of cycles) {
    const start: readonly number[][] | undefined = best?.routes
    const outcomes: CycleOutcome[] = await Promise.all(work.runners.map((runner) => runner.run(cycle, start)))
    iterations = outcomes.reduce((sum, outcome) => sum + outcome.iterations, 0)
    for (const outcome of outcomes) {
      join(work.pool, outcome.pool)
      if (best === null || isBetter(outcome, best, work.vehiclesFirst))
        best = { routes: outcome.best, cost: outcome.bestCost }
    }
    if (best === null) break
    best = improveByPool(work, best)
  }
  if (best === null) throw new Error('No cycle was run.')
  return { ...best, iterations }
}

/**
 * The plan is cut into parts of neighbouring routes, each is annealed by itself while the temperature goes down a step, and
 * it is cut anew: small parts are twice as fast as one large problem, and several threads share them.
 */
async function solveInParts(work: Work, first: CycleOutcome): Promise<ClassicResult> {
  const { instance, runners, clock } = work
  const random = makeRandom(work.options.seed ?? 1)
  const { hot } = first
  const spent = runners.map(() => first.iterations)
  let best = { routes: first.best, cost: first.bestCost }
  let walk = best
  const begin = clock.share(spent[0])
  for (let k = 0; k < PHASES && begin < END; k++) {
    const from = begin + ((END - begin) * k) / PHASES
    const to = begin + ((END - begin) * (k + 1)) / PHASES
    const phases = cut(
      work,
      walk.routes,
      {
        hot: hot * COLD ** (k / PHASES),
        cold: hot * COLD ** ((k + 1) / PHASES),
        from,
        to,
        settles: k >= PHASES * SETTLE_FROM,
      },
      random,
    )
    const outcomes = await Promise.all(phases.map((phase, r) => runners[r].runPhase(phase)))
    outcomes.forEach((outcome, r) => {
      spent[r] = outcome.iterations
      join(work.pool, outcome.pool)
    })
    const routes = outcomes.flatMap((outcome) => outcome.routes)
    walk = { routes, cost: routeCosts(instance, routes).reduce((sum, cost) => sum + cost, 0) }
    if (walk.cost < best.cost) best = walk
    if (work.options.shouldStop?.()) break
  }
  best = improveByPool(work, best)
  return { ...best, iterations: spent.reduce((sum, one) => sum + one, 0) }
}

/** The best first solution of all runners: what a cycle of no length answers. */
async function firstOf(work: Work): Promise<CycleOutcome> {
  const outcomes = await Promise.all(work.runners.map((runner) => runner.run({ from: 0, to: 0, hot: 1, cold: 1 })))
  let found = outcomes[0]
  for (const outcome of outcomes)
    if (isBetter(outcome, { routes: found.best, cost: found.bestCost }, work.vehiclesFirst)) found = outcome
  return found
}

/** One phase for each runner: parts in turn to the runner that has least. Spare vehicles are shared out by routes. */
function cut(
  work: Work,
  routes: readonly number[][],
  stretch: Omit<Phase, 'groups' | 'vehicles'>,
  random: ReturnType<typeof makeRandom>,
): Phase[] {
  const { instance, runners } = work
  const most = Math.min(PART_MAX, Math.ceil((instance.n / runners.length) * 1.2))
  const groups = decompose(instance, routes, most, random)
  const spare = work.vehiclesFirst ? 0 : instance.vehicles - routes.length
  const phases: Phase[] = runners.map(() => ({ groups: [], vehicles: [], ...stretch }))
  const sizes = runners.map(() => 0)
  const size = (group: readonly number[]) => group.reduce((sum, r) => sum + routes[r].length, 0)
  for (const group of groups.sort((a, b) => size(b) - size(a))) {
    const r = sizes.indexOf(Math.min(...sizes))
    sizes[r] += size(group)
    phases[r].groups.push(group.map((k) => routes[k]))
    phases[r].vehicles.push(group.length + Math.floor((spare * group.length) / routes.length))
  }
  return phases
}

function join(pool: Pool, routes: Iterable<{ customers: Int32Array; cost: number; mark: number }>): void {
  for (const route of routes) {
    const known = pool.byMark.get(route.mark)
    if (known === undefined || known.cost > route.cost) pool.byMark.set(route.mark, route)
  }
  trimPool(pool)
}

function improveByPool(work: Work, best: { routes: number[][]; cost: number }): { routes: number[][]; cost: number } {
  const { instance, clock, options, pool } = work
  const limit = work.vehiclesFirst ? best.routes.length : instance.vehicles
  const until = clock.share(0) + RECOMBINE_SHARE
  const isOver = () => clock.share(0) >= until || (options.shouldStop?.() ?? false)
  const costs = routeCosts(instance, best.routes)
  return recombine(instance.n, pool.byMark.values(), best.routes, costs, limit, isOver) ?? best
}

function isBetter(outcome: CycleOutcome, best: { routes: number[][]; cost: number }, vehiclesFirst: boolean): boolean {
  if (vehiclesFirst && outcome.best.length !== best.routes.length) return outcome.best.length < best.routes.length
  return outcome.bestCost < best.cost
}
