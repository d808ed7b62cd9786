import { type Compiled, FAR } from '../model/compiled.ts'
import { visitCents } from './segments.ts'
import { type Bounds, fits, type Run } from './simulate.ts'

/**
 * What a tour of a plain model comes to, in one pass and without times of stops: a fifth of the work of `simulate`, with the
 * same answer. Writes cents, workSeconds, departure and arrival of `run` only.
 */
export function pricePlain(
  m: Compiled,
  s: number,
  nodes: Int32Array,
  length: number,
  bounds: Bounds,
  run: Run,
  withStock = true,
): boolean {
  const { shifts } = m
  run.cents = 0
  run.workSeconds = 0
  run.departure = run.arrival = bounds.from
  if (length === 0) return true
  if (withStock && !fits(m, s, nodes, length, run)) return false
  const { visits, depots, crews, placeCount, visitCount } = m
  const { seconds, metres } = m.travel
  const { anchorFrom, anchorTo } = bounds
  const crew = shifts.crew[s]
  const factor = crews.travelFactor[crew]
  const withMetres = shifts.centsPerMetre[s] > 0
  let place = shifts.startPlace[s]
  let driven = 0
  let cents = shifts.tourCents[s]
  let lasting = 0
  let from = bounds.from
  let to = bounds.to
  for (let i = 0; i <= length; i++) {
    const node = i < length ? nodes[i] : -1
    const isVisit = node >= 0 && node < visitCount
    const next = node < 0 ? shifts.endPlace[s] : isVisit ? visits.place[node] : depots.place[node - visitCount]
    let reach = lasting
    if (place >= 0 && next >= 0) {
      const way = seconds[place * placeCount + next]
      reach += factor === 1 ? way : Math.ceil(way * factor)
      if (withMetres) driven += metres[place * placeCount + next]
    }
    const opens = node < 0 ? bounds.from : isVisit ? Math.max(visits.earliest[node], anchorFrom[node]) : 0
    const closes = node < 0 ? bounds.to : isVisit ? Math.min(visits.latest[node], anchorTo[node]) : FAR
    if (from + reach > closes) return false
    const wait = opens - reach - to > 0 ? opens - reach - to : 0
    from = (opens - reach > from ? opens - reach : from) - wait
    to = closes - reach < to ? closes - reach : to
    lasting = reach + wait
    if (isVisit) {
      lasting += crews.serviceSeconds[node * m.crewCount + crew]
      cents += visitCents(m, s, node)
    } else if (node >= 0) lasting += depots.durationSeconds[node - visitCount]
    place = next
  }
  if (lasting > shifts.workMaxSeconds[s]) return false
  run.departure = from
  run.arrival = from + lasting
  run.workSeconds = lasting
  run.cents = cents + driven * shifts.centsPerMetre[s] + lasting * shifts.centsPerSecond[s]
  if (run.arrival > shifts.endSeconds[s])
    run.cents += (run.arrival - shifts.endSeconds[s]) * shifts.overtimeCentsPerSecond[s]
  return true
}
