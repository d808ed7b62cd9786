import { isLent, hasParts, type Place, takePlace } from './judge.ts'
import { nodeFrom, nodeTo, type Segments, visitCents } from './segments.ts'
import type { PlanState } from './state.ts'

/**
 * `judge` for plain models without a call at a depot: the same answer, with everything in locals and the cheap bound first
 * (a tour cannot be shorter than its pieces and the ways between them). Longer than other functions on purpose: half of the
 * general search is spent here. Answers true when some position needs a depot first.
 */
export function judgePlain(
  state: PlanState,
  v: number,
  s: number,
  admitted: number,
  first: number,
  last: number,
  g: Segments,
  skip: () => boolean,
  best: Place,
): boolean {
  const { m } = state
  const { shifts, travel, placeCount, visitCount } = m
  const { seconds, metres } = travel
  const { preSeconds, preFrom, preTo, sufSeconds, sufFrom, sufTo } = g
  const tour = state.tours[s]
  const length = state.length[s]
  const crew = shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  const here = m.visits.place[v]
  const stay = m.crews.serviceSeconds[v * m.crewCount + crew]
  const from = nodeFrom(m, state.anchorFrom, v)
  const to = nodeTo(m, state.anchorTo, v)
  const perSecond = shifts.centsPerSecond[s]
  const perMetre = shifts.centsPerMetre[s]
  const fixed = g.fixedCents + visitCents(m, s, v) + shifts.tourCents[s] - state.cents[s]
  const fair = m.weights.fairnessCentsPerSquaredHour > 0
  let needsDepot = false
  let before = first === 0 ? shifts.startPlace[s] : place(state, tour[first - 1])
  for (let p = first; p <= last; p++) {
    const after =
      p < length
        ? tour[p] < visitCount
          ? m.visits.place[tour[p]]
          : m.depots.place[tour[p] - visitCount]
        : shifts.endPlace[s]
    const a = before
    before = after
    let wayIn = a < 0 ? 0 : seconds[a * placeCount + here]
    let wayOut = after < 0 ? 0 : seconds[here * placeCount + after]
    if (factor !== 1) {
      wayIn = Math.ceil(wayIn * factor)
      wayOut = Math.ceil(wayOut * factor)
    }
    const least = preSeconds[p] + wayIn + stay + wayOut + sufSeconds[p]
    if (!fair && least * perSecond + fixed >= best.cents) continue
    const reach = preSeconds[p] + wayIn
    if (preFrom[p] + reach > to) break
    if (skip()) continue
    const wait = Math.max(from - reach - preTo[p], 0)
    const startFrom = Math.max(from - reach, preFrom[p]) - wait
    const startTo = Math.min(to - reach, preTo[p])
    const whole = reach + stay + wait + wayOut
    if (startFrom + whole > sufTo[p]) continue
    const waitAfter = Math.max(sufFrom[p] - whole - startTo, 0)
    const work = whole + sufSeconds[p] + waitAfter
    if (work > shifts.workMaxSeconds[s]) continue
    let cents = work * perSecond + fixed
    if (perMetre > 0) {
      const wayInMetres = a < 0 ? 0 : metres[a * placeCount + here]
      const out = after < 0 ? 0 : metres[here * placeCount + after]
      cents += (g.preMetres[p] + wayInMetres + out + g.sufMetres[p]) * perMetre
    }
    const overtime = Math.max(sufFrom[p] - whole, startFrom) - waitAfter + work - shifts.endSeconds[s]
    if (overtime > 0) cents += overtime * shifts.overtimeCentsPerSecond[s]
    if (!fair && cents >= best.cents) continue
    if ((admitted === 1 || isLent(m, v, s, g, p)) && hasParts(m, v, s, g, p, length))
      takePlace(state, s, p, -1, 0, cents, work, best)
    else needsDepot = true
  }
  return needsDepot
}

function place(state: PlanState, node: number): number {
  return node < state.m.visitCount ? state.m.visits.place[node] : state.m.depots.place[node - state.m.visitCount]
}
