import type { Annealing } from './anneal.ts'
import { recreate } from './recreate.ts'
import { listRoutes, loadRoutes, measureLegs } from './routes.ts'
import { ruin } from './ruin.ts'
import { beginUndo, takeBack } from './undo.ts'

const CLOCK_EVERY = 64

/**
 * Fleet reduction with absence counters (Christiaens and Vanden Berghe 2020): the route that is easiest to do without is
 * dissolved; its customers stay absent until there is room, and each customer counts how often it was left out. A change is
 * welcome when those it leaves out are easier than those it takes in. Ends with `best` as a complete solution with as few
 * routes as were found by the share `to` of the clock, or by the lower bound.
 */
export function reduceFleet(a: Annealing, temperature: number, to: number): void {
  const { routes, undo, absent, random, clock } = a
  const { n } = routes.instance
  const absences = new Float64Array(n + 1)
  const kept = new Int32Array(n + 1)
  const least = fewestRoutes(a)
  let count = 0
  let countdown = 0
  if (routes.usedCount > least) count = dissolve(a, absences)
  while (routes.limit >= least) {
    if (countdown-- === 0) {
      countdown = CLOCK_EVERY - 1
      measureLegs(routes)
      if (clock.share(a.iterations) >= to || a.options.shouldStop?.()) break
    }
    a.iterations++
    const before = routes.cost
    const sumBefore = sumOf(absences, absent, count)
    kept.set(absent.subarray(0, count))
    beginUndo(undo, routes)
    const out = ruin(routes, a.near, undo, random, a.figures, absent, count)
    const left = recreate(routes, a.near, undo, random, a.keys, absent, out)
    const sum = sumOf(absences, absent, left)
    for (let i = 0; i < left; i++) absences[absent[i]]++
    const welcome =
      sum < sumBefore || (sum === sumBefore && routes.cost < before - temperature * Math.log(random.unit()))
    if (!welcome) {
      takeBack(undo, routes)
      absent.set(kept.subarray(0, count))
      for (let i = 0; i < count; i++) routes.route[absent[i]] = -1
      continue
    }
    count = left
    if (count > 0) continue
    a.best = listRoutes(routes)
    a.bestCost = routes.cost
    if (routes.usedCount <= least) break
    count = dissolve(a, absences)
  }
  loadRoutes(routes, a.best)
  routes.limit = a.best.length
}

/** No fewer routes than the demand needs. */
function fewestRoutes(a: Annealing): number {
  const { instance } = a.routes
  const demand = instance.demand.reduce((sum, one) => sum + one, 0)
  return Math.max(1, Math.ceil(demand / instance.capacity))
}

function sumOf(absences: Float64Array, absent: Int32Array, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += absences[absent[i]]
  return sum
}

/** Dissolves the route whose customers were left out least; its customers become absent. Answers their number. */
function dissolve(a: Annealing, absences: Float64Array): number {
  const rows = listRoutes(a.routes)
  let victim = 0
  let least = Number.POSITIVE_INFINITY
  rows.forEach((row, r) => {
    const sum = row.reduce((total, c) => total + absences[c], 0)
    if (sum < least) {
      least = sum
      victim = r
    }
  })
  const gone = rows.splice(victim, 1)[0]
  a.routes.limit = rows.length
  loadRoutes(a.routes, rows)
  a.absent.set(gone)
  return gone.length
}
