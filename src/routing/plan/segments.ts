import { type Compiled, FAR } from '../model/compiled.ts'
import { leastSeconds } from './travel.ts'

/**
 * Prefixes and suffixes of one tour. A piece of a tour is (duration, earliest, latest): with any start from earliest to
 * latest it takes exactly `duration`, waiting included, and none is shorter (Vidal et al. 2013, without time warp). Joining
 * two pieces is constant work. Exact for plain models; for all others the free-flow values give bounds that only rule out.
 */
export type Segments = {
  /** Prefix i: from the start through the first i nodes. Suffix i: from node i to the end. */
  preSeconds: Float64Array
  preFrom: Float64Array
  preTo: Float64Array
  sufSeconds: Float64Array
  sufFrom: Float64Array
  sufTo: Float64Array
  preMetres: Float64Array
  sufMetres: Float64Array
  /** Cents that depend on visit and crew only, of the whole tour. */
  fixedCents: number
  /** Parts used since the last reload before node i, partCount apiece. */
  used: Int32Array
  /** Most that is needed at once from node i to the next reload, partCount apiece. */
  ahead: Int32Array
  /** Depots called at before node i, one bit each (plans with more than 31 depots are never plain). */
  depots: Int32Array
  /** 1 = an unlimited depot was the last one called at before node i. */
  unlimited: Uint8Array
}

export function makeSegments(parts: number, size = 17): Segments {
  return {
    preSeconds: new Float64Array(size),
    preFrom: new Float64Array(size),
    preTo: new Float64Array(size),
    sufSeconds: new Float64Array(size),
    sufFrom: new Float64Array(size),
    sufTo: new Float64Array(size),
    preMetres: new Float64Array(size),
    sufMetres: new Float64Array(size),
    fixedCents: 0,
    used: new Int32Array(size * parts),
    ahead: new Int32Array(size * parts),
    depots: new Int32Array(size),
    unlimited: new Uint8Array(size),
  }
}

/** A piece that `join` writes into; one per caller, reused. */
export type Piece = { seconds: number; from: number; to: number; metres: number }

/** Node windows as the pieces see them: for visits with several windows the span from first start to last start. */
export function nodeFrom(m: Compiled, anchorFrom: Int32Array, node: number): number {
  return node < m.visitCount ? Math.max(m.visits.earliest[node], anchorFrom[node]) : 0
}

export function nodeTo(m: Compiled, anchorTo: Int32Array, node: number): number {
  return node < m.visitCount ? Math.min(m.visits.latest[node], anchorTo[node]) : FAR
}

export function nodeSeconds(m: Compiled, crew: number, node: number): number {
  // Service by hour may be shorter than the table says; nothing is the bound that always holds.
  if (node < m.visitCount && m.visits.hourFactor[node] >= 0) return 0
  return node < m.visitCount
    ? m.crews.serviceSeconds[node * m.crewCount + crew]
    : m.depots.durationSeconds[node - m.visitCount]
}

/** Least travel between two places, of which either may be open. */
export function hop(m: Compiled, a: number, b: number, factor: number): number {
  return a < 0 || b < 0 ? 0 : leastSeconds(m, a, b, factor)
}

export function hopMetres(m: Compiled, a: number, b: number): number {
  return a < 0 || b < 0 ? 0 : m.travel.metres[a * m.placeCount + b]
}

/** Appends a node (or the rest of a tour) to a piece; false when no start fits. */
export function join(piece: Piece, travel: number, seconds: number, from: number, to: number): boolean {
  const reach = piece.seconds + travel
  if (piece.from + reach > to) return false
  const wait = Math.max(from - reach - piece.to, 0)
  piece.from = Math.max(from - reach, piece.from) - wait
  piece.to = Math.min(to - reach, piece.to)
  piece.seconds = reach + seconds + wait
  return true
}

/** Computes prefixes and suffixes of a tour anew. `from` and `to` bound departure and return. */
export function rebuild(
  m: Compiled,
  s: number,
  nodes: Int32Array,
  length: number,
  anchors: { from: Int32Array; to: Int32Array },
  old: Segments,
  bounds: { from: number; to: number },
): Segments {
  const g = old.preSeconds.length > length ? old : makeSegments(m.partCount, length * 2 + 1)
  const crew = m.shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  const piece: Piece = { seconds: 0, from: bounds.from, to: bounds.to, metres: 0 }
  let place = m.shifts.startPlace[s]
  for (let i = 0; i <= length; i++) {
    g.preSeconds[i] = piece.seconds
    g.preFrom[i] = piece.from
    g.preTo[i] = piece.to
    g.preMetres[i] = piece.metres
    if (i === length) break
    const node = nodes[i]
    const next = node < m.visitCount ? m.visits.place[node] : m.depots.place[node - m.visitCount]
    piece.metres += hopMetres(m, place, next)
    const seconds = nodeSeconds(m, crew, node)
    join(piece, hop(m, place, next, factor), seconds, nodeFrom(m, anchors.from, node), nodeTo(m, anchors.to, node))
    place = next
  }
  suffixes(m, s, nodes, length, anchors, g, bounds)
  stocks(m, nodes, length, g)
  return g
}

function suffixes(
  m: Compiled,
  s: number,
  nodes: Int32Array,
  length: number,
  anchors: { from: Int32Array; to: Int32Array },
  g: Segments,
  bounds: { from: number; to: number },
): void {
  const crew = m.shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  let seconds = 0
  let from = bounds.from
  let to = bounds.to
  let metres = 0
  let place = m.shifts.endPlace[s]
  g.fixedCents = 0
  for (let i = length; i >= 0; i--) {
    if (i < length) {
      const node = nodes[i]
      const here = node < m.visitCount ? m.visits.place[node] : m.depots.place[node - m.visitCount]
      const travel = hop(m, here, place, factor)
      metres += hopMetres(m, here, place)
      const ownFrom = nodeFrom(m, anchors.from, node)
      const ownTo = nodeTo(m, anchors.to, node)
      const reach = nodeSeconds(m, crew, node) + travel
      const wait = Math.max(from - reach - ownTo, 0)
      const start = Math.max(from - reach, ownFrom) - wait
      to = Math.min(to - reach, ownTo)
      from = start
      seconds = reach + seconds + wait
      place = here
      if (node < m.visitCount) g.fixedCents += visitCents(m, s, node)
    }
    g.sufSeconds[i] = seconds
    g.sufFrom[i] = from
    g.sufTo[i] = to
    g.sufMetres[i] = metres
  }
}

/** Cents of a visit that depend on the crew only. */
export function visitCents(m: Compiled, s: number, v: number): number {
  const at = v * m.crewCount + m.shifts.crew[s]
  let cents = m.crews.affinityCents[at] + m.crews.areaCents[at]
  const old = m.previous.shift[v]
  if (old >= 0 && m.shifts.technician[old] !== m.shifts.technician[s]) cents += m.weights.stabilityTechnicianCents
  return cents
}

function stocks(m: Compiled, nodes: Int32Array, length: number, g: Segments): void {
  const parts = m.partCount
  if (parts === 0 && m.depotCount === 0) return
  g.depots[0] = 0
  g.unlimited[0] = 0
  for (let p = 0; p < parts; p++) g.used[p] = 0
  for (let i = 0; i < length; i++) {
    const node = nodes[i]
    const depot = node - m.visitCount
    g.depots[i + 1] = depot < 0 ? g.depots[i] : g.depots[i] | (1 << depot)
    g.unlimited[i + 1] = depot < 0 ? g.unlimited[i] : m.depots.unlimited[depot]
    for (let p = 0; p < parts; p++)
      g.used[(i + 1) * parts + p] = depot < 0 ? g.used[i * parts + p] + m.visits.needs[node * parts + p] : 0
  }
  for (let p = 0; p < parts; p++) g.ahead[length * parts + p] = 0
  for (let i = length - 1; i >= 0; i--) {
    const node = nodes[i]
    for (let p = 0; p < parts; p++)
      g.ahead[i * parts + p] = node < m.visitCount ? g.ahead[(i + 1) * parts + p] + m.visits.needs[node * parts + p] : 0
  }
}
