import type { ClassicInstance } from './instance.ts'

/**
 * A solution as circular linked lists. Nodes 1 to n are customers; node n + 1 + r is the depot of route r, both its start
 * and its end. With one such node a route, no case is special: `start` of a depot node is its opening, `latest` its
 * closing.
 */
export type Routes = {
  readonly instance: ClassicInstance
  /** Routes there are nodes for. */
  routeMax: number
  /** Routes that may be used at once. */
  limit: number
  /** Row and column of each node in the matrix: the customer or 0. */
  place: Int32Array
  ready: Int32Array
  due: Int32Array
  service: Int32Array
  demand: Int32Array
  next: Int32Array
  previous: Int32Array
  /** Route of a node; -1 = absent. */
  route: Int32Array
  /** Earliest start of service. */
  start: Int32Array
  /** start + service: what insertion reads most. */
  departure: Int32Array
  /** Latest start of service that lets the rest of the route be on time. */
  latest: Int32Array
  /** Length to the next node. */
  toNext: Int32Array
  load: Int32Array
  size: Int32Array
  /** Routes with customers, in any order, and where each stands in that list (-1 = empty). */
  used: Int32Array
  usedAt: Int32Array
  usedCount: number
  /** Sum of all legs. */
  cost: number
  /** What a new route counts as, as a share of its cost: 1, or less while the first solution is built. */
  opening: number
  /** No leg between two customers is longer; `measureLegs` makes it exact. */
  legMax: number
}

export function makeRoutes(instance: ClassicInstance, routeMax: number): Routes {
  const { n } = instance
  const nodes = n + 1 + routeMax
  const widen = (row: Int32Array) => {
    const wide = new Int32Array(nodes).fill(row[0])
    wide.set(row)
    return wide
  }
  const routes: Routes = {
    instance,
    routeMax,
    limit: routeMax,
    place: Int32Array.from({ length: nodes }, (_, v) => (v <= n ? v : 0)),
    ready: widen(instance.ready),
    due: widen(instance.due),
    service: widen(instance.service).fill(0, n + 1),
    demand: widen(instance.demand).fill(0, n + 1),
    next: new Int32Array(nodes),
    previous: new Int32Array(nodes),
    route: new Int32Array(nodes).fill(-1),
    start: new Int32Array(nodes),
    departure: new Int32Array(nodes),
    latest: new Int32Array(nodes),
    toNext: new Int32Array(nodes),
    load: new Int32Array(routeMax),
    size: new Int32Array(routeMax),
    used: new Int32Array(routeMax),
    usedAt: new Int32Array(routeMax).fill(-1),
    usedCount: 0,
    cost: 0,
    opening: 1,
    legMax: 0,
  }
  for (let r = 0; r < routeMax; r++) clearRoute(routes, r)
  return routes
}

function clearRoute(routes: Routes, r: number): void {
  const depot = routes.instance.n + 1 + r
  routes.next[depot] = depot
  routes.previous[depot] = depot
  routes.route[depot] = r
  routes.start[depot] = routes.ready[depot]
  routes.departure[depot] = routes.ready[depot]
  routes.latest[depot] = routes.due[depot]
  routes.toNext[depot] = 0
  routes.load[r] = 0
  routes.size[r] = 0
}

export function markUsed(routes: Routes, r: number): void {
  routes.usedAt[r] = routes.usedCount
  routes.used[routes.usedCount++] = r
}

export function markUnused(routes: Routes, r: number): void {
  const at = routes.usedAt[r]
  const last = routes.used[--routes.usedCount]
  routes.used[at] = last
  routes.usedAt[last] = at
  routes.usedAt[r] = -1
}

/** A route without customers, or -1. */
export function emptyRoute(routes: Routes): number {
  if (routes.usedCount >= routes.limit) return -1
  for (let r = 0; r < routes.routeMax; r++) if (routes.usedAt[r] < 0) return r
  return -1
}

/** Puts customer c behind node u; sizes, loads, times and cost follow. */
export function insertAfter(routes: Routes, u: number, c: number): void {
  const { next, previous, place, toNext, instance } = routes
  const { matrix, side } = instance
  const r = routes.route[u]
  const s = next[u]
  next[u] = c
  previous[c] = u
  next[c] = s
  previous[s] = c
  const before = matrix[place[u] * side + c]
  const after = matrix[c * side + place[s]]
  routes.cost += before + after - toNext[u]
  toNext[u] = before
  toNext[c] = after
  if (u <= instance.n && before > routes.legMax) routes.legMax = before
  if (s <= instance.n && after > routes.legMax) routes.legMax = after
  routes.route[c] = r
  routes.load[r] += routes.demand[c]
  if (routes.size[r]++ === 0) markUsed(routes, r)
  forward(routes, c)
  backward(routes, c)
}

/** Earliest starts from node v on, until one does not change. */
export function forward(routes: Routes, v: number): void {
  const { next, previous, start, departure, service, toNext, ready } = routes
  const n = routes.instance.n
  let node = v
  let isFirst = true
  while (node <= n) {
    const p = previous[node]
    const arrival = departure[p] + toNext[p]
    const begin = arrival > ready[node] ? arrival : ready[node]
    if (!isFirst && begin === start[node]) return
    isFirst = false
    start[node] = begin
    departure[node] = begin + service[node]
    node = next[node]
  }
}

/** Latest starts from node v back, until one does not change. */
export function backward(routes: Routes, v: number): void {
  const { next, previous, latest, service, toNext, due } = routes
  const n = routes.instance.n
  let node = v
  let isFirst = true
  while (node <= n) {
    const last = latest[next[node]] - toNext[node] - service[node]
    const end = last < due[node] ? last : due[node]
    if (!isFirst && end === latest[node]) return
    isFirst = false
    latest[node] = end
    node = previous[node]
  }
}

/** The longest leg between two customers, anew: insertions and removals only ever raise the bound. */
export function measureLegs(routes: Routes): void {
  const { n } = routes.instance
  let most = 0
  for (let v = 1; v <= n; v++)
    if (routes.route[v] >= 0 && routes.next[v] <= n && routes.toNext[v] > most) most = routes.toNext[v]
  routes.legMax = most
}

/** Customers of each used route. */
export function listRoutes(routes: Routes): number[][] {
  const { n } = routes.instance
  const list: number[][] = []
  for (let k = 0; k < routes.usedCount; k++) {
    const row: number[] = []
    for (let v = routes.next[n + 1 + routes.used[k]]; v <= n; v = routes.next[v]) row.push(v)
    list.push(row)
  }
  return list
}

/** Replaces everything by these routes; customers that are in none are absent. */
export function loadRoutes(routes: Routes, list: readonly (readonly number[])[]): void {
  routes.usedCount = 0
  routes.usedAt.fill(-1)
  routes.route.fill(-1, 0, routes.instance.n + 1)
  routes.cost = 0
  for (let r = 0; r < routes.routeMax; r++) clearRoute(routes, r)
  let r = 0
  for (const row of list) {
    if (row.length === 0) continue
    setRoute(routes, r++, row)
  }
  measureLegs(routes)
}

/** Empties route r; its customers are absent afterwards. */
export function emptyOut(routes: Routes, r: number): void {
  const { next, toNext, route, instance } = routes
  const depot = instance.n + 1 + r
  routes.cost -= toNext[depot]
  for (let v = next[depot]; v !== depot; v = next[v]) {
    routes.cost -= toNext[v]
    route[v] = -1
  }
  if (routes.size[r] > 0) markUnused(routes, r)
  clearRoute(routes, r)
}

/** Fills an empty route in one pass. */
export function setRoute(routes: Routes, r: number, row: ArrayLike<number>): void {
  const { next, previous, place, toNext, instance, route } = routes
  const depot = instance.n + 1 + r
  let u = depot
  let load = 0
  for (let i = 0; i < row.length; i++) {
    const c = row[i]
    next[u] = c
    previous[c] = u
    toNext[u] = instance.matrix[place[u] * instance.side + c]
    routes.cost += toNext[u]
    route[c] = r
    load += routes.demand[c]
    u = c
  }
  next[u] = depot
  previous[depot] = u
  toNext[u] = instance.matrix[place[u] * instance.side]
  routes.cost += toNext[u]
  routes.load[r] = load
  routes.size[r] = row.length
  markUsed(routes, r)
  retime(routes, r)
}

/** All times of a route anew. */
export function retime(routes: Routes, r: number): void {
  const { next, previous, start, departure, latest, service, toNext, ready, due } = routes
  const n = routes.instance.n
  const depot = n + 1 + r
  for (let v = next[depot]; v <= n; v = next[v]) {
    const p = previous[v]
    start[v] = Math.max(ready[v], departure[p] + toNext[p])
    departure[v] = start[v] + service[v]
  }
  for (let v = previous[depot]; v <= n; v = previous[v])
    latest[v] = Math.min(due[v], latest[next[v]] - toNext[v] - service[v])
}

/** Whether every window and the capacity hold: for assertions and loading of foreign solutions. */
export function isFeasible(routes: Routes): boolean {
  const { n, capacity } = routes.instance
  for (let k = 0; k < routes.usedCount; k++) {
    const r = routes.used[k]
    if (routes.load[r] > capacity) return false
    for (let v = routes.next[n + 1 + r]; v <= n; v = routes.next[v])
      if (routes.start[v] > routes.latest[v]) return false
  }
  return true
}
