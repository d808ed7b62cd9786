import { type Compiled, FAR } from '../model/compiled.ts'
import { makeSegments, type Segments } from './segments.ts'

/**
 * `rebuild` for plain models without relations, in locals: the same prefixes and suffixes. Longer than other functions on
 * purpose: tours change thousands of times a second, and each change is followed by this.
 */
export function rebuildPlain(m: Compiled, s: number, nodes: Int32Array, length: number, old: Segments): Segments {
  const g = old.preSeconds.length > length ? old : makeSegments(m.partCount, length * 2 + 1)
  const { shifts, visits, depots, crews, placeCount, visitCount, crewCount } = m
  const { seconds, metres } = m.travel
  const crew = shifts.crew[s]
  const factor = crews.travelFactor[crew]
  const withMetres = shifts.centsPerMetre[s] > 0
  const { preSeconds, preFrom, preTo, preMetres, sufSeconds, sufFrom, sufTo, sufMetres } = g
  let place = shifts.startPlace[s]
  let lasting = 0
  let from = shifts.startSeconds[s]
  let to = shifts.lastSeconds[s]
  let drivenMetres = 0
  let cents = 0
  for (let i = 0; i <= length; i++) {
    preSeconds[i] = lasting
    preFrom[i] = from
    preTo[i] = to
    preMetres[i] = drivenMetres
    if (i === length) break
    const node = nodes[i]
    const isVisit = node < visitCount
    const next = isVisit ? visits.place[node] : depots.place[node - visitCount]
    let way = 0
    if (place >= 0) {
      way = seconds[place * placeCount + next]
      if (factor !== 1) way = Math.ceil(way * factor)
      if (withMetres) drivenMetres += metres[place * placeCount + next]
    }
    const reach = lasting + way
    const opens = isVisit ? visits.earliest[node] : 0
    const closes = isVisit ? visits.latest[node] : FAR
    const wait = opens - reach - to > 0 ? opens - reach - to : 0
    from = (opens - reach > from ? opens - reach : from) - wait
    to = closes - reach < to ? closes - reach : to
    lasting = reach + wait
    if (isVisit) {
      const at = node * crewCount + crew
      lasting += crews.serviceSeconds[at]
      cents += crews.affinityCents[at] + crews.areaCents[at]
      const before = m.previous.shift[node]
      if (before >= 0 && shifts.technician[before] !== shifts.technician[s]) cents += m.weights.stabilityTechnicianCents
    } else lasting += depots.durationSeconds[node - visitCount]
    place = next
  }
  g.fixedCents = cents
  place = shifts.endPlace[s]
  lasting = 0
  from = shifts.startSeconds[s]
  to = shifts.lastSeconds[s]
  drivenMetres = 0
  sufSeconds[length] = 0
  sufFrom[length] = from
  sufTo[length] = to
  sufMetres[length] = 0
  for (let i = length - 1; i >= 0; i--) {
    const node = nodes[i]
    const isVisit = node < visitCount
    const here = isVisit ? visits.place[node] : depots.place[node - visitCount]
    let reach = isVisit ? crews.serviceSeconds[node * crewCount + crew] : depots.durationSeconds[node - visitCount]
    if (place >= 0) {
      const way = seconds[here * placeCount + place]
      reach += factor === 1 ? way : Math.ceil(way * factor)
      if (withMetres) drivenMetres += metres[here * placeCount + place]
    }
    const opens = isVisit ? visits.earliest[node] : 0
    const closes = isVisit ? visits.latest[node] : FAR
    const wait = from - reach - closes > 0 ? from - reach - closes : 0
    from = (from - reach > opens ? from - reach : opens) - wait
    to = to - reach < closes ? to - reach : closes
    lasting += reach + wait
    sufSeconds[i] = lasting
    sufFrom[i] = from
    sufTo[i] = to
    sufMetres[i] = drivenMetres
    place = here
  }
  if (m.partCount > 0 || m.depotCount > 0) stocksPlain(m, nodes, length, g)
  return g
}

/** Parts used before and needed after each position, and depots called at. */
function stocksPlain(m: Compiled, nodes: Int32Array, length: number, g: Segments): void {
  const { visitCount, partCount } = m
  const { needs } = m.visits
  const { used, ahead, depots, unlimited } = g
  depots[0] = 0
  unlimited[0] = 0
  for (let p = 0; p < partCount; p++) used[p] = ahead[length * partCount + p] = 0
  for (let i = 0; i < length; i++) {
    const node = nodes[i]
    const row = i * partCount
    if (node < visitCount) {
      depots[i + 1] = depots[i]
      unlimited[i + 1] = unlimited[i]
      for (let p = 0; p < partCount; p++) used[row + partCount + p] = used[row + p] + needs[node * partCount + p]
    } else {
      depots[i + 1] = depots[i] | (1 << (node - visitCount))
      unlimited[i + 1] = m.depots.unlimited[node - visitCount]
      for (let p = 0; p < partCount; p++) used[row + partCount + p] = 0
    }
  }
  for (let i = length - 1; i >= 0; i--) {
    const node = nodes[i]
    const row = i * partCount
    if (node < visitCount)
      for (let p = 0; p < partCount; p++) ahead[row + p] = ahead[row + partCount + p] + needs[node * partCount + p]
    else for (let p = 0; p < partCount; p++) ahead[row + p] = 0
  }
}
