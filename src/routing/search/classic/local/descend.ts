import { apply, depotOf, type Neighbourhood, type Step } from './neighbourhood.ts'
import { exchangeStep, judgeExchange, judgeMove, moveStep, SEGMENT_MAX } from './segments.ts'
import { judgeSwapStar } from './swap-star.ts'
import { judgeTails, tailsStep } from './tails.ts'

/** Neighbours of a customer that are looked at (granular neighbourhood, Toth and Vigo 2003). */
const GRANULE = 20

/**
 * Takes every improving step of 2-opt*, Or-opt and exchange between neighbours, then of SWAP* between routes that touch, until
 * there is none. Answers what was saved (a whole number, negative or 0).
 */
export function descend(own: Neighbourhood, isOver: () => boolean): number {
  const before = own.routes.cost
  let sum = 0
  let steps = 1
  while (steps > 0 && !isOver()) {
    steps = 0
    for (let c = 1; c <= own.routes.instance.n; c++) {
      for (let step = bestAround(own, c); step !== null; step = bestAround(own, c)) {
        apply(own, step)
        sum += step.delta
        steps++
      }
      if (c % 64 === 0 && isOver()) break
    }
    if (steps === 0) {
      const saved = swapStars(own, isOver)
      sum += saved
      if (saved < 0) steps = 1
    }
  }
  if (own.routes.cost - before !== sum) throw new Error('The steps do not add up to the change of cost.')
  return sum
}

/** The best step that joins customer c with one of its neighbours, or null. */
function bestAround(own: Neighbourhood, c: number): Step | null {
  const { routes, near } = own
  const { next, previous, route, instance } = routes
  if (route[c] < 0) return null
  let best: Step | null = null
  let limit = 0
  for (let k = 1; k < Math.min(GRANULE, near.count); k++) {
    const d = near.nearest[c * near.count + k]
    if (route[d] < 0 || route[d] === route[c]) continue
    // c before d: tails change behind c and before d; d with its followers moves behind c.
    const u = previous[d]
    const tails = judgeTails(own, c, u)
    if (tails < limit) {
      limit = tails
      best = tailsStep(own, c, u, tails)
    }
    for (let last = d, length = 1; length <= SEGMENT_MAX && last <= instance.n; last = next[last], length++) {
      const behind = judgeMove(own, d, last, c)
      if (behind < limit) {
        limit = behind
        best = moveStep(own, d, last, c, behind)
      }
      if (next[c] > instance.n) continue
      for (let own2 = next[c], size = 1; size <= SEGMENT_MAX && own2 <= instance.n; own2 = next[own2], size++) {
        const both = judgeExchange(own, next[c], own2, d, last)
        if (both >= limit) continue
        limit = both
        best = exchangeStep(own, next[c], own2, d, last, both)
      }
    }
    const ahead = previous[depotOf(routes, d)] === d ? judgeMove(own, c, c, d) : Number.POSITIVE_INFINITY
    if (ahead < limit) {
      limit = ahead
      best = moveStep(own, c, c, d, ahead)
    }
  }
  return best
}

/** SWAP* between all routes that have neighbouring customers. */
function swapStars(own: Neighbourhood, isOver: () => boolean): number {
  const { routes, near } = own
  const pairs = new Set<number>()
  for (let c = 1; c <= routes.instance.n; c++)
    for (let k = 1; k < Math.min(GRANULE, near.count); k++) {
      const r = routes.route[c]
      const q = routes.route[near.nearest[c * near.count + k]]
      if (r >= 0 && q >= 0 && r !== q) pairs.add(Math.min(r, q) * routes.routeMax + Math.max(r, q))
    }
  let sum = 0
  for (const pair of pairs) {
    if (isOver()) break
    const step = judgeSwapStar(own, Math.floor(pair / routes.routeMax), pair % routes.routeMax)
    if (step === null) continue
    apply(own, step)
    sum += step.delta
  }
  return sum
}
