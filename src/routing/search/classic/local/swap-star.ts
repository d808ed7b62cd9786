import { depotOf, leg, type Neighbourhood, rowBetween, type Step } from './neighbourhood.ts'

/** Places kept for each customer in the other route, cheapest first (Vidal 2022). */
const PLACES = 3

type PlaceList = { behind: number[]; cost: number[] }

/**
 * SWAP* (Vidal 2022): a customer of each route changes to the other one, not to the same place but to its cheapest one. The
 * best pair of two routes by length is checked for windows and capacity only when it would save something. Null = none.
 */
export function judgeSwapStar(own: Neighbourhood, r: number, q: number): Step | null {
  const { routes } = own
  const { next, load, demand, instance } = routes
  const one = instance.n + 1 + r
  const two = instance.n + 1 + q
  const rowOne = rowBetween(routes, next[one], one)
  const rowTwo = rowBetween(routes, next[two], two)
  const intoTwo = rowOne.map((c) => cheapestPlaces(own, c, two))
  const intoOne = rowTwo.map((c) => cheapestPlaces(own, c, one))
  let best: Step | null = null
  for (let i = 0; i < rowOne.length; i++)
    for (let j = 0; j < rowTwo.length; j++) {
      const a = rowOne[i]
      const b = rowTwo[j]
      const more = demand[b] - demand[a]
      if (load[r] + more > instance.capacity || load[q] - more > instance.capacity) continue
      const saved = removal(own, a) + removal(own, b)
      const limit = best === null ? 0 : best.delta
      // Without looking at windows: nothing can be cheaper than the cheapest place of each.
      if (leastCost(own, intoTwo[i], a, b) + leastCost(own, intoOne[j], b, a) - saved >= limit) continue
      const left = bestRow(own, rowOne, i, b, intoOne[j])
      if (left === null || left.cost - saved >= limit) continue
      const right = bestRow(own, rowTwo, j, a, intoTwo[i])
      if (right === null || left.cost + right.cost - saved >= limit) continue
      best = { delta: left.cost + right.cost - saved, one: r, two: q, rowOne: left.row, rowTwo: right.row }
    }
  return best
}

/** What leaving out customer c saves. */
function removal(own: Neighbourhood, c: number): number {
  const { previous, next, toNext } = own.routes
  return toNext[previous[c]] + toNext[c] - leg(own.routes, previous[c], next[c])
}

/** The cheapest places of customer c in the route of this depot node, by length alone. */
function cheapestPlaces(own: Neighbourhood, c: number, depot: number): PlaceList {
  const { routes } = own
  const list: PlaceList = { behind: [], cost: [] }
  let u = depot
  do {
    const cost = leg(routes, u, c) + leg(routes, c, routes.next[u]) - routes.toNext[u]
    let k = list.cost.length
    while (k > 0 && list.cost[k - 1] > cost) k--
    if (k < PLACES) {
      list.cost.splice(k, 0, cost)
      list.behind.splice(k, 0, u)
      list.cost.length = Math.min(PLACES, list.cost.length)
      list.behind.length = list.cost.length
    }
    u = routes.next[u]
  } while (u !== depot)
  return list
}

/** Cost of customer c in the place of `gone`. */
function inPlace(own: Neighbourhood, c: number, gone: number): number {
  const { routes } = own
  const u = routes.previous[gone]
  const w = routes.next[gone]
  return leg(routes, u, c) + leg(routes, c, w) - leg(routes, u, w)
}

function leastCost(own: Neighbourhood, places: PlaceList, c: number, gone: number): number {
  let least = inPlace(own, c, gone)
  for (let k = 0; k < places.cost.length; k++) {
    const u = places.behind[k]
    if (u === gone || own.routes.next[u] === gone) continue
    if (places.cost[k] < least) least = places.cost[k]
    break
  }
  return least
}

/** The cheapest row without customer `at` and with c that is on time, out of the places known and the one that becomes free. */
function bestRow(
  own: Neighbourhood,
  row: readonly number[],
  at: number,
  c: number,
  places: PlaceList,
): { row: number[]; cost: number } | null {
  const { routes } = own
  const gone = row[at]
  const tries: { position: number; cost: number }[] = [{ position: at, cost: inPlace(own, c, gone) }]
  for (let k = 0; k < places.cost.length; k++) {
    const u = places.behind[k]
    if (u === gone || routes.next[u] === gone) continue
    const position = u === depotOf(routes, gone) ? 0 : row.indexOf(u) + 1
    tries.push({ position: position > at ? position - 1 : position, cost: places.cost[k] })
  }
  tries.sort((x, y) => x.cost - y.cost)
  for (const { position, cost } of tries) {
    const made = row.filter((v) => v !== gone)
    made.splice(position, 0, c)
    if (isOnTime(own, made)) return { row: made, cost }
  }
  return null
}

function isOnTime(own: Neighbourhood, row: readonly number[]): boolean {
  const { matrix, side, ready, due, service } = own.routes.instance
  let time = ready[0]
  let at = 0
  for (const c of row) {
    time = Math.max(ready[c], time + matrix[at * side + c])
    if (time > due[c]) return false
    time += service[c]
    at = c
  }
  return time + matrix[at * side] <= due[0]
}
