import type { Random } from '../random.ts'
import type { Near } from './near.ts'
import { emptyRoute, type Routes } from './routes.ts'

/** Chance to overlook a position (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01
const DEAR = 2_000_000_000

/**
 * Node behind which customer c costs least, or -1. For neighbour lists that leave customers out. Longer than other
 * functions on purpose: three quarters of all time go here, and calls within the loop cost a third of the speed.
 */
export function cheapest(routes: Routes, near: Near, random: Random, c: number): number {
  const { next, previous, route, departure, latest, toNext, place, load, instance } = routes
  const { n, matrix, side, capacity } = instance
  const row = c * side
  const room = capacity - instance.demand[c]
  const due = instance.due[c]
  const ready = instance.ready[c]
  const stay = instance.service[c]
  let best = DEAR
  let behind = -1
  const { before, beforeLeg, beforeFrom } = near
  for (let k = beforeFrom[c], to = beforeFrom[c + 1]; k < to; k++) {
    const u = before[k]
    const r = route[u]
    if (r < 0 || load[r] > room) continue
    const leg = beforeLeg[k]
    const old = toNext[u]
    // By the triangle inequality no insertion here costs less than twice (leg - old).
    if (leg + leg - old - old >= best) continue
    let time = departure[u] + leg
    if (time > due) continue
    const s = next[u]
    const out = matrix[row + place[s]]
    const delta = leg + out - old
    if (delta >= best) continue
    if (time < ready) time = ready
    if (time + stay + out <= latest[s] && random.unit() >= BLINK) {
      best = delta
      behind = u
    }
  }
  const { after, afterFrom } = near
  const into = matrix[row]
  for (let k = afterFrom[c], to = afterFrom[c + 1]; k < to; k++) {
    const u = after[k]
    const p = previous[u]
    if (p <= n) continue
    const r = route[u]
    if (r < 0 || load[r] > room) continue
    const out = matrix[row + u]
    const delta = into + out - toNext[p]
    if (delta >= best) continue
    let time = departure[p] + into
    if (time > due) continue
    if (time < ready) time = ready
    if (time + stay + out <= latest[u] && random.unit() >= BLINK) {
      best = delta
      behind = p
    }
  }
  if ((into + into) * routes.opening < best) {
    const r = emptyRoute(routes)
    if (r >= 0) return n + 1 + r
  }
  return behind
}

/** Up to so many customers in routes with room it is cheaper to walk along those routes than through neighbour lists. */
const WALK_MAX = 60

/**
 * Where capacity is tight only the ruined routes and few others have room: walks along them from depot to depot. Answers -2
 * when too many routes have room.
 */
export function cheapestWithRoom(routes: Routes, random: Random, c: number): number {
  const { next, departure, latest, toNext, place, load, size, used, instance } = routes
  const { n, matrix, side, capacity } = instance
  const row = c * side
  const room = capacity - instance.demand[c]
  let customers = 0
  for (let k = 0; k < routes.usedCount; k++) if (load[used[k]] <= room) customers += size[used[k]]
  if (customers > WALK_MAX) return -2
  const due = instance.due[c]
  const ready = instance.ready[c]
  const stay = instance.service[c]
  const home = matrix[row]
  let best = DEAR
  let behind = -1
  for (let k = 0; k < routes.usedCount; k++) {
    const r = used[k]
    if (load[r] > room) continue
    const depot = n + 1 + r
    let u = depot
    let leg = home
    do {
      let time = departure[u] + leg
      // Departures only grow along a route.
      if (time > due) break
      const s = next[u]
      const out = matrix[row + place[s]]
      const delta = leg + out - toNext[u]
      if (delta < best) {
        if (time < ready) time = ready
        if (time + stay + out <= latest[s] && random.unit() >= BLINK) {
          best = delta
          behind = u
        }
      }
      u = s
      leg = out
    } while (u !== depot)
  }
  if ((home + home) * routes.opening < best) {
    const r = emptyRoute(routes)
    if (r >= 0) return n + 1 + r
  }
  return behind
}

/**
 * The same for complete neighbour lists: they are sorted by distance, so the loop ends as soon as no leg of any route is
 * long enough to make a farther neighbour worth while; first and last places of routes are looked at one by one.
 */
export function cheapestAnywhere(routes: Routes, near: Near, random: Random, c: number): number {
  const { next, previous, route, departure, latest, toNext, load, used, instance } = routes
  const { n, matrix, side, capacity } = instance
  const row = c * side
  const room = capacity - instance.demand[c]
  const due = instance.due[c]
  const ready = instance.ready[c]
  const stay = instance.service[c]
  const home = matrix[row]
  let best = DEAR
  let behind = -1
  for (let k = 0; k < routes.usedCount; k++) {
    const r = used[k]
    if (load[r] > room) continue
    const depot = n + 1 + r
    const first = next[depot]
    const out = matrix[row + first]
    const headDelta = home + out - toNext[depot]
    if (headDelta < best) {
      let time = departure[depot] + home
      if (time <= due) {
        if (time < ready) time = ready
        if (time + stay + out <= latest[first] && random.unit() >= BLINK) {
          best = headDelta
          behind = depot
        }
      }
    }
    const last = previous[depot]
    const leg = matrix[row + last]
    const tailDelta = leg + home - toNext[last]
    if (tailDelta < best) {
      let time = departure[last] + leg
      if (time <= due) {
        if (time < ready) time = ready
        if (time + stay + home <= latest[depot] && random.unit() >= BLINK) {
          best = tailDelta
          behind = last
        }
      }
    }
  }
  const { before, beforeLeg, beforeFrom } = near
  const { legMax } = routes
  let reach = (best >> 1) + legMax
  for (let k = beforeFrom[c], to = beforeFrom[c + 1]; k < to; k++) {
    const leg = beforeLeg[k]
    if (leg >= reach) break
    const u = before[k]
    const r = route[u]
    if (r < 0 || load[r] > room) continue
    const old = toNext[u]
    if (leg + leg - old - old >= best) continue
    let time = departure[u] + leg
    if (time > due) continue
    const s = next[u]
    if (s > n) continue
    const out = matrix[row + s]
    const delta = leg + out - old
    if (delta >= best) continue
    if (time < ready) time = ready
    if (time + stay + out <= latest[s] && random.unit() >= BLINK) {
      best = delta
      reach = (best >> 1) + legMax
      behind = u
    }
  }
  if ((home + home) * routes.opening < best) {
    const r = emptyRoute(routes)
    if (r >= 0) return n + 1 + r
  }
  return behind
}
