import type { Near } from '../near.ts'
import { emptyOut, type Routes, setRoute } from '../routes.ts'

/** What the operators read: routes with their times, and the load of each route through each node. */
export type Neighbourhood = {
  routes: Routes
  near: Near
  /** Load from the start of the route through the node. */
  loadTo: Int32Array
}

/** A step that was judged: what it changes the cost by, and the two routes as they would be. */
export type Step = { delta: number; one: number; two: number; rowOne: number[]; rowTwo: number[] }

export function makeNeighbourhood(routes: Routes, near: Near): Neighbourhood {
  const own: Neighbourhood = { routes, near, loadTo: new Int32Array(routes.next.length) }
  for (let k = 0; k < routes.usedCount; k++) sumLoads(own, routes.used[k])
  return own
}

function sumLoads(own: Neighbourhood, r: number): void {
  const { routes, loadTo } = own
  const depot = routes.instance.n + 1 + r
  let load = 0
  for (let v = routes.next[depot]; v !== depot; v = routes.next[v]) {
    load += routes.demand[v]
    loadTo[v] = load
  }
  loadTo[depot] = 0
}

/** Puts both routes of a step in place. */
export function apply(own: Neighbourhood, step: Step): void {
  const { routes } = own
  emptyOut(routes, step.one)
  emptyOut(routes, step.two)
  if (step.rowOne.length > 0) setRoute(routes, step.one, step.rowOne)
  if (step.rowTwo.length > 0) setRoute(routes, step.two, step.rowTwo)
  sumLoads(own, step.one)
  sumLoads(own, step.two)
}

/** Customers from node `from` on, up to and without node `to`. */
export function rowBetween(routes: Routes, from: number, to: number): number[] {
  const row: number[] = []
  for (let v = from; v !== to && v <= routes.instance.n; v = routes.next[v]) row.push(v)
  return row
}

export function depotOf(routes: Routes, node: number): number {
  return routes.instance.n + 1 + routes.route[node]
}

/** Leg between two nodes, of which either may be a depot. */
export function leg(routes: Routes, u: number, v: number): number {
  return routes.instance.matrix[routes.place[u] * routes.instance.side + routes.place[v]]
}

/**
 * Whether the customers from `first` through `last` can be served behind node u and before node w: their own windows, and
 * what `latest` of w says about all that follows.
 */
export function fitsBetween(routes: Routes, u: number, first: number, last: number, w: number): boolean {
  let time = routes.departure[u]
  let at = u
  for (let v = first; ; v = routes.next[v]) {
    time += leg(routes, at, v)
    if (time > routes.due[v]) return false
    if (time < routes.ready[v]) time = routes.ready[v]
    time += routes.service[v]
    at = v
    if (v === last) break
  }
  return time + leg(routes, last, w) <= routes.latest[w]
}
