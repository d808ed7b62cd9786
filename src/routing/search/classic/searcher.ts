import type { SearchOptions } from '../options.ts'
import { makeClock } from '../options.ts'
import { makeRandom } from '../random.ts'
import { anneal, type Annealing, makeAnnealing } from './anneal.ts'
import { reduceFleet } from './fleet.ts'
import type { ClassicInstance } from './instance.ts'
import { polish } from './local/polish.ts'
import { makeNear, type Near } from './near.ts'
import { makePool } from './pool.ts'
import { recreate } from './recreate.ts'
import { listRoutes, loadRoutes, makeRoutes } from './routes.ts'
import { RUIN } from './ruin.ts'
import type { Cycle } from './schedule.ts'
import { beginUndo } from './undo.ts'

/** One searcher: on the main thread, or one in each worker. It keeps its annealing between cycles. */
export type Searcher = { a: Annealing; hot: number }

/** Up to this many customers every customer is a neighbour of every other. */
const COMPLETE_MAX = 300
const NEAR_MAX = 60
const NEAREST_MAX = 100
/** A new route counts a tenth while the first solution is built: too many routes melt away, too few never grow. */
const FIRST_OPENING = 0.1
/** Share of the budget for plain descent before the temperature is measured. */
const DESCENT_SHARE = 0.02
/** With vehicles first, at most this share goes into dissolving routes. */
const FLEET_SHARE = 0.6

export function makeSearcher(
  instance: ClassicInstance,
  options: SearchOptions & { vehiclesFirst: boolean; poolMax: number },
): Searcher {
  const { n } = instance
  const clock = makeClock(options)
  const random = makeRandom(options.seed ?? 1)
  const near = nearOf(instance)
  const routes = makeRoutes(instance, Math.min(instance.vehicles, n))
  // The same marks for every searcher, so that their pools can be joined.
  const pool = makePool(n, makeRandom(0), options.poolMax)
  const a = makeAnnealing(routes, near, random, RUIN, options, clock, pool)
  for (let c = 1; c <= n; c++) a.absent[c - 1] = c
  beginUndo(a.undo, routes)
  routes.opening = options.vehiclesFirst ? 1 : FIRST_OPENING
  const left = recreate(routes, near, a.undo, random, a.keys, a.absent, n)
  routes.opening = 1
  if (left > 0) throw new Error(`${instance.name}: ${left} customers find no place with ${instance.vehicles} vehicles.`)
  takeBest(a)
  if (options.vehiclesFirst) reduceFleet(a, routes.cost / (n + routes.usedCount), FLEET_SHARE)
  const spent = clock.share(a.iterations)
  anneal(a, 1e-6, 1e-6, spent, Math.min(1, spent + DESCENT_SHARE))
  return { a, hot: a.bestCost / (n + a.best.length) }
}

export function nearOf(instance: ClassicInstance): Near {
  return makeNear(instance, instance.n <= COMPLETE_MAX ? instance.n : NEAR_MAX, NEAREST_MAX)
}

function takeBest(a: Annealing): void {
  a.best = listRoutes(a.routes)
  a.bestCost = a.routes.cost
}

/** Anneals one cycle from `start` (or from where the searcher stands). The first one begins when the descent has ended. */
export function runCycle(searcher: Searcher, cycle: Cycle, start?: readonly (readonly number[])[]): void {
  const { a, hot } = searcher
  if (start) {
    loadRoutes(a.routes, start)
    if (a.routes.cost < a.bestCost) takeBest(a)
  }
  const from = Math.max(cycle.from, a.clock.share(a.iterations))
  if (from >= cycle.to) return
  anneal(a, hot * cycle.hot, hot * cycle.cold, from, cycle.to)
  polish(a)
}

/** Cost of each route. */
export function routeCosts(instance: ClassicInstance, routes: readonly (readonly number[])[]): number[] {
  return routes.map((row) => {
    let cost = 0
    let at = 0
    for (const c of [...row, 0]) {
      cost += instance.matrix[at * instance.side + c]
      at = c
    }
    return cost
  })
}
