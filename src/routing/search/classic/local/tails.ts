import { depotOf, leg, type Neighbourhood, rowBetween, type Step } from './neighbourhood.ts'

/** 2-opt*: what follows u and what follows v change routes (Potvin and Rousseau 1995). Cost change, Infinity = not possible. */
export function judgeTails(own: Neighbourhood, u: number, v: number): number {
  const { routes, loadTo } = own
  const { next, route, load, departure, latest, instance } = routes
  const r = route[u]
  const q = route[v]
  if (r === q || r < 0 || q < 0) return Number.POSITIVE_INFINITY
  const a = next[u]
  const b = next[v]
  // A depot as the next node is that of the own route; both are the same place.
  const delta = leg(routes, u, b) + leg(routes, v, a) - routes.toNext[u] - routes.toNext[v]
  if (delta >= 0) return delta
  if (loadTo[u] + load[q] - loadTo[v] > instance.capacity) return Number.POSITIVE_INFINITY
  if (loadTo[v] + load[r] - loadTo[u] > instance.capacity) return Number.POSITIVE_INFINITY
  if (departure[u] + leg(routes, u, b) > latest[b] || departure[v] + leg(routes, v, a) > latest[a])
    return Number.POSITIVE_INFINITY
  return delta
}

export function tailsStep(own: Neighbourhood, u: number, v: number, delta: number): Step {
  const { routes } = own
  const { next, route } = routes
  const start = (node: number) => next[depotOf(routes, node)]
  const head = (node: number) => (node > routes.instance.n ? [] : rowBetween(routes, start(node), next[node]))
  const tail = (node: number) => rowBetween(routes, next[node], -1)
  return {
    delta,
    one: route[u],
    two: route[v],
    rowOne: [...head(u), ...tail(v)],
    rowTwo: [...head(v), ...tail(u)],
  }
}
