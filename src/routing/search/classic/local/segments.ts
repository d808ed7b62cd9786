import { depotOf, fitsBetween, leg, type Neighbourhood, rowBetween, type Step } from './neighbourhood.ts'

/** Longest row of customers that moves in one piece (Or 1976). */
export const SEGMENT_MAX = 3

/** Or-opt between routes: the customers from `first` through `last` move behind node u of another route. */
export function judgeMove(own: Neighbourhood, first: number, last: number, u: number): number {
  const { routes, loadTo } = own
  const { next, previous, route, load, toNext, instance } = routes
  const q = route[u]
  if (q < 0 || q === route[first]) return Number.POSITIVE_INFINITY
  const before = previous[first]
  const behind = next[last]
  const w = next[u]
  const delta =
    leg(routes, before, behind) -
    toNext[before] -
    toNext[last] +
    leg(routes, u, first) +
    leg(routes, last, w) -
    toNext[u]
  if (delta >= 0) return delta
  if (load[q] + loadTo[last] - loadTo[before] > instance.capacity) return Number.POSITIVE_INFINITY
  return fitsBetween(routes, u, first, last, w) ? delta : Number.POSITIVE_INFINITY
}

export function moveStep(own: Neighbourhood, first: number, last: number, u: number, delta: number): Step {
  const { routes } = own
  const { next, route } = routes
  const one = depotOf(routes, first)
  const two = depotOf(routes, u)
  const piece = rowBetween(routes, first, next[last])
  return {
    delta,
    one: route[first],
    two: route[u],
    rowOne: [...rowBetween(routes, next[one], first), ...rowBetween(routes, next[last], one)],
    rowTwo: [
      ...(u === two ? [] : rowBetween(routes, next[two], next[u])),
      ...piece,
      ...rowBetween(routes, next[u], two),
    ],
  }
}

/** Exchange of two rows of customers of different routes, each in the other's place. */
export function judgeExchange(own: Neighbourhood, a: number, aLast: number, b: number, bLast: number): number {
  const { routes, loadTo } = own
  const { next, previous, route, load, toNext, instance } = routes
  const r = route[a]
  const q = route[b]
  if (r === q || r < 0 || q < 0) return Number.POSITIVE_INFINITY
  const u = previous[a]
  const w = next[aLast]
  const x = previous[b]
  const y = next[bLast]
  const delta =
    leg(routes, u, b) +
    leg(routes, bLast, w) +
    leg(routes, x, a) +
    leg(routes, aLast, y) -
    toNext[u] -
    toNext[aLast] -
    toNext[x] -
    toNext[bLast]
  if (delta >= 0) return delta
  const more = loadTo[bLast] - loadTo[x] - loadTo[aLast] + loadTo[u]
  if (load[r] + more > instance.capacity || load[q] - more > instance.capacity) return Number.POSITIVE_INFINITY
  if (!fitsBetween(routes, u, b, bLast, w) || !fitsBetween(routes, x, a, aLast, y)) return Number.POSITIVE_INFINITY
  return delta
}

export function exchangeStep(
  own: Neighbourhood,
  a: number,
  aLast: number,
  b: number,
  bLast: number,
  delta: number,
): Step {
  const { routes } = own
  const { next, route } = routes
  const one = depotOf(routes, a)
  const two = depotOf(routes, b)
  const rowOf = (depot: number, first: number, last: number, piece: number[]) => [
    ...rowBetween(routes, next[depot], first),
    ...piece,
    ...rowBetween(routes, next[last], depot),
  ]
  return {
    delta,
    one: route[a],
    two: route[b],
    rowOne: rowOf(one, a, aLast, rowBetween(routes, b, next[bLast])),
    rowTwo: rowOf(two, b, bLast, rowBetween(routes, a, next[aLast])),
  }
}
