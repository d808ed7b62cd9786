import { leastOf } from '../nearest.ts'
import type { ClassicInstance } from './instance.ts'

/** Neighbour lists of all customers; those of customer c stand from xFrom[c] to xFrom[c + 1], near first. */
export type Near = {
  /** True when no customer that the windows allow was left out; the lists are then sorted by distance alone. */
  complete: boolean
  /** Who can be directly before c, and how far away it is. */
  beforeFrom: Int32Array
  before: Int32Array
  beforeLeg: Int32Array
  /** Who can be directly after c when c becomes the first of a route. */
  afterFrom: Int32Array
  after: Int32Array
  /** Nearest customers by distance alone, itself first: `count` apiece at c * count. */
  count: number
  nearest: Int32Array
}

/** First of a route: only near ones matter. */
const AFTER_MAX = 30
/** Waiting that the windows force counts as a fifth of distance (Vidal et al. 2013). */
const WAIT_WEIGHT = 0.2

/** Candidates are left out where the windows forbid the order. */
export function makeNear(instance: ClassicInstance, beforeMax: number, nearestMax: number): Near {
  const { n, side, matrix, ready, due, service } = instance
  const count = Math.min(n, nearestMax)
  const complete = beforeMax >= n
  const waitWeight = complete ? 0 : WAIT_WEIGHT
  const near: Near = {
    complete,
    beforeFrom: new Int32Array(n + 2),
    before: new Int32Array(n * Math.min(n, beforeMax)),
    beforeLeg: new Int32Array(n * Math.min(n, beforeMax)),
    afterFrom: new Int32Array(n + 2),
    after: new Int32Array(n * Math.min(n, AFTER_MAX)),
    count,
    nearest: new Int32Array((n + 1) * count),
  }
  const keys = new Float64Array(n + 1)
  const others = new Int32Array(n)
  let before = 0
  let after = 0
  for (let c = 1; c <= n; c++) {
    const leg = (u: number) => matrix[c * side + u]
    for (let u = 1; u <= n; u++) keys[u] = u === c ? -1 : leg(u)
    for (let u = 1; u <= n; u++) others[u - 1] = u
    near.nearest.set(leastOf(others, n, keys, count), c * count)
    let fits = 0
    for (let u = 1; u <= n; u++) {
      if (u === c || ready[u] + service[u] + leg(u) > due[c]) continue
      keys[u] = leg(u) + waitWeight * Math.max(0, ready[c] - service[u] - leg(u) - due[u])
      others[fits++] = u
    }
    near.beforeFrom[c] = before
    for (const u of leastOf(others, fits, keys, beforeMax)) {
      near.before[before] = u
      near.beforeLeg[before++] = leg(u)
    }
    fits = 0
    for (let u = 1; u <= n; u++) {
      if (u === c || ready[c] + service[c] + leg(u) > due[u]) continue
      keys[u] = leg(u) + waitWeight * Math.max(0, ready[u] - service[c] - leg(u) - due[c])
      others[fits++] = u
    }
    near.afterFrom[c] = after
    for (const u of leastOf(others, fits, keys, AFTER_MAX)) near.after[after++] = u
  }
  near.beforeFrom[n + 1] = before
  near.afterFrom[n + 1] = after
  return near
}
