import type { Clock, SearchOptions } from '../options.ts'
import type { Random } from '../random.ts'
import type { Near } from './near.ts'
import { type Pool, poolRoute, trimPool } from './pool.ts'
import { recreate } from './recreate.ts'
import { listRoutes, measureLegs, type Routes } from './routes.ts'
import { type RuinFigures, ruin } from './ruin.ts'
import { beginUndo, makeUndo, takeBack, type Undo } from './undo.ts'

/** Everything one annealing works on. */
export type Annealing = {
  routes: Routes
  near: Near
  random: Random
  undo: Undo
  absent: Int32Array
  keys: Float64Array
  figures: RuinFigures
  options: SearchOptions
  clock: Clock
  iterations: number
  best: number[][]
  bestCost: number
  pool: Pool
}

export function makeAnnealing(
  routes: Routes,
  near: Near,
  random: Random,
  figures: RuinFigures,
  options: SearchOptions,
  clock: Clock,
  pool: Pool,
): Annealing {
  const n = routes.instance.n
  return {
    routes,
    near,
    random,
    undo: makeUndo(routes),
    absent: new Int32Array(n + 1),
    keys: new Float64Array(n + 1),
    figures,
    options,
    clock,
    iterations: 0,
    best: listRoutes(routes),
    bestCost: routes.cost,
    pool,
  }
}

/** Routes of accepted solutions within this share of the best one go into the pool. */
const POOL_WITHIN = 1.01
/** How often, and how much cheaper, a new route is made to look: insertion alone opens one too rarely. */
const OPENING_RATE = 0.02
const OPENING = 0.3
/** Iterations between two looks at the clock: about half a millisecond. */
const CLOCK_EVERY = 64

/**
 * Ruin and recreate from the temperature `hot` down to `cold` while the clock's share goes from `from` to `to`. Only
 * complete solutions are accepted. Ends with `best` as the best seen; `routes` is wherever the walk was.
 */
export function anneal(a: Annealing, hot: number, cold: number, from: number, to: number): void {
  const { routes, undo, absent, random, clock } = a
  const cooling = cold / hot
  let temperature = hot
  let countdown = 0
  let better = false
  let saved: Int32Array | null = null
  for (;;) {
    if (countdown-- === 0) {
      countdown = CLOCK_EVERY - 1
      measureLegs(routes)
      const share = clock.share(a.iterations)
      if (share >= to || a.options.shouldStop?.()) break
      temperature = hot * cooling ** ((share - from) / (to - from))
    }
    a.iterations++
    const before = routes.cost
    beginUndo(undo, routes)
    const out = ruin(routes, a.near, undo, random, a.figures, absent, 0)
    routes.opening = random.unit() < OPENING_RATE ? OPENING : 1
    const left = recreate(routes, a.near, undo, random, a.keys, absent, out)
    if (left > 0 || routes.cost >= before - temperature * Math.log(random.unit())) {
      takeBack(undo, routes)
      continue
    }
    if (routes.cost < a.bestCost * POOL_WITHIN) poolTouched(a)
    if (routes.cost < a.bestCost) {
      a.bestCost = routes.cost
      if (saved === null) saved = routes.next.slice()
      else saved.set(routes.next)
      better = true
    }
  }
  if (better && saved !== null) a.best = followLinks(routes, saved)
}

/** The routes that this iteration changed. */
function poolTouched(a: Annealing): void {
  const { routes, undo, pool } = a
  const { n } = routes.instance
  for (let k = 0; k < undo.count; k++) {
    const r = undo.routes[k]
    if (routes.size[r] > 0) poolRoute(pool, routes.next, routes.toNext, n + 1 + r, routes.size[r])
  }
  trimPool(pool)
}

/** Routes out of a copy of the links. */
function followLinks(routes: Routes, next: Int32Array): number[][] {
  const { n } = routes.instance
  const list: number[][] = []
  for (let r = 0; r < routes.routeMax; r++) {
    const row: number[] = []
    for (let v = next[n + 1 + r]; v <= n; v = next[v]) row.push(v)
    if (row.length > 0) list.push(row)
  }
  return list
}
