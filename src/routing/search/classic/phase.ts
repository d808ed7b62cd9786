import { anneal, makeAnnealing } from './anneal.ts'
import { partOf } from './decompose.ts'
import { polish } from './local/polish.ts'
import type { PooledRoute } from './pool.ts'
import { listRoutes, loadRoutes, makeRoutes } from './routes.ts'
import { RUIN } from './ruin.ts'
import { nearOf, type Searcher } from './searcher.ts'

/** A stretch of annealing on parts of the plan: groups of routes with the vehicles they may use, one after the other. */
export type Phase = {
  groups: number[][][]
  vehicles: number[]
  /** Temperatures and shares of the budget at the beginning and the end, for each group the same. */
  hot: number
  cold: number
  from: number
  to: number
  /** True: the best routes of each group are answered. False: where the walk stands, which is dearer while it is hot. */
  settles: boolean
}

export type PhaseOutcome = { routes: number[][]; pool: PooledRoute[]; iterations: number }

/** Anneals each group by itself for its share of the phase; answers the routes of all groups. */
export function runPhase(searcher: Searcher, phase: Phase): PhaseOutcome {
  const { a } = searcher
  const begin = Math.max(phase.from, a.clock.share(a.iterations))
  const sizes = phase.groups.map((group) => group.reduce((sum, row) => sum + row.length, 0))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const outcome: PhaseOutcome = { routes: [], pool: [], iterations: 0 }
  let done = 0
  phase.groups.forEach((group, g) => {
    done += sizes[g]
    const to = begin + ((phase.to - begin) * done) / all
    improveGroup(searcher, group, phase.vehicles[g], phase, to, outcome)
  })
  outcome.iterations = a.iterations
  return outcome
}

function improveGroup(
  searcher: Searcher,
  group: readonly (readonly number[])[],
  vehicles: number,
  phase: Phase,
  to: number,
  outcome: PhaseOutcome,
): void {
  const { a } = searcher
  // Index 0 is the depot on both sides.
  const whole = [0, ...group.flat()]
  const part = partOf(a.routes.instance, whole.slice(1), vehicles)
  let k = 0
  const rows = group.map((row) => row.map(() => ++k))
  const routes = makeRoutes(part, vehicles)
  loadRoutes(routes, rows)
  const pool = { marks: Float64Array.from(whole, (c) => a.pool.marks[c]), byMark: new Map(), sizeMax: a.pool.sizeMax }
  const own = makeAnnealing(routes, nearOf(part), a.random, RUIN, a.options, a.clock, pool)
  own.iterations = a.iterations
  anneal(own, phase.hot, phase.cold, a.clock.share(own.iterations), to)
  if (phase.settles) polish(own)
  a.iterations = own.iterations
  for (const row of phase.settles ? own.best : listRoutes(routes)) outcome.routes.push(row.map((c) => whole[c]))
  for (const { customers, cost, mark } of own.pool.byMark.values())
    outcome.pool.push({ customers: customers.map((c) => whole[c]), cost, mark })
}
