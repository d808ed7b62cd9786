import { markUnused, markUsed, type Routes } from './routes.ts'

/** Routes as they were before they were touched, so that a refused iteration can be taken back. */
export type Undo = {
  stamp: number
  touchedAt: Int32Array
  count: number
  routes: Int32Array
  from: Int32Array
  nodes: Int32Array
  start: Int32Array
  latest: Int32Array
  load: Int32Array
  end: number
  cost: number
}

export function makeUndo(routes: Routes): Undo {
  const n = routes.instance.n
  return {
    stamp: 0,
    touchedAt: new Int32Array(routes.routeMax),
    count: 0,
    routes: new Int32Array(routes.routeMax),
    from: new Int32Array(routes.routeMax + 1),
    // Each customer is in one route at a time, but may be saved again in a route it came into: only routes are saved once.
    nodes: new Int32Array(n + 1),
    start: new Int32Array(n + 1),
    latest: new Int32Array(n + 1),
    load: new Int32Array(routes.routeMax),
    end: 0,
    cost: 0,
  }
}

export function beginUndo(undo: Undo, routes: Routes): void {
  undo.stamp++
  undo.count = 0
  undo.end = 0
  undo.cost = routes.cost
}

/** Call before the first change of a route in this iteration; later calls do nothing. */
export function touch(undo: Undo, routes: Routes, r: number): void {
  if (undo.touchedAt[r] === undo.stamp) return
  undo.touchedAt[r] = undo.stamp
  const { next, start, latest } = routes
  const n = routes.instance.n
  const { nodes } = undo
  let end = undo.end
  const k = undo.count++
  undo.routes[k] = r
  undo.from[k] = end
  undo.load[k] = routes.load[r]
  for (let v = next[n + 1 + r]; v <= n; v = next[v]) {
    nodes[end] = v
    undo.start[end] = start[v]
    undo.latest[end] = latest[v]
    end++
  }
  undo.from[k + 1] = end
  undo.end = end
}

/** Takes everything back to `beginUndo`. */
export function takeBack(undo: Undo, routes: Routes): void {
  const { next, previous, route, start, departure, service, latest, toNext, place, instance } = routes
  const { n, matrix, side } = instance
  for (let k = 0; k < undo.count; k++) {
    const r = undo.routes[k]
    const depot = n + 1 + r
    const from = undo.from[k]
    const to = undo.from[k + 1]
    const size = to - from
    let u = depot
    for (let i = from; i < to; i++) {
      const v = undo.nodes[i]
      next[u] = v
      previous[v] = u
      toNext[u] = matrix[place[u] * side + v]
      route[v] = r
      start[v] = undo.start[i]
      departure[v] = undo.start[i] + service[v]
      latest[v] = undo.latest[i]
      u = v
    }
    next[u] = depot
    previous[depot] = u
    toNext[u] = u === depot ? 0 : matrix[u * side]
    if (size > 0 && routes.size[r] === 0) markUsed(routes, r)
    if (size === 0 && routes.size[r] > 0) markUnused(routes, r)
    routes.size[r] = size
    routes.load[r] = undo.load[k]
  }
  routes.cost = undo.cost
}
