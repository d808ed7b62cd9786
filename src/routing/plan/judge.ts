import { type Compiled, FAR } from '../model/compiled.ts'
import { judgePlain } from './judge-plain.ts'
import { boundsOf, makeBounds, scratch, segmentsOf } from './apply.ts'
import {
  hop,
  hopMetres,
  join,
  nodeFrom,
  nodeSeconds,
  nodeTo,
  type Piece,
  type Segments,
  visitCents,
} from './segments.ts'
import { simulate } from './simulate.ts'
import { admits, fairnessOf, type PlanState } from './state.ts'

/** Best place found so far for one visit. `cents` is what the tours (and fairness) cost more; Infinity = none found. */
export type Place = {
  cents: number
  shift: number
  position: number
  /** Depot to call at before node `depotAt`, or -1. */
  depot: number
  depotAt: number
}

export function noPlace(): Place {
  return { cents: Number.POSITIVE_INFINITY, shift: -1, position: 0, depot: -1, depotAt: 0 }
}

export function clearPlace(place: Place): void {
  place.cents = Number.POSITIVE_INFINITY
  place.shift = -1
  place.depot = -1
}

const piece: Piece = { seconds: 0, from: 0, to: 0, metres: 0 }
const bounds = makeBounds()

/**
 * Judges every position of visit v in tour s and writes the best into `best` if it beats what stands there. Changes
 * nothing else. `skip` is asked before each position (blinks of the search); by default none is skipped.
 */
export function judge(state: PlanState, v: number, s: number, best: Place, skip: () => boolean = never): void {
  const { m } = state
  const admitted = admits(m, v, s)
  if (admitted === 0) return
  const g = segmentsOf(state, s)
  const length = state.length[s]
  const first = firstPosition(state, v, s)
  const last = lastPosition(state, v, s, first)
  if (m.plain) {
    const short = judgePlain(state, v, s, admitted, first, last, g, skip, best)
    if (!short || m.depotCount === 0) return
  }
  for (let p = first; p <= last; p++) {
    if (skip()) continue
    const stocked = (admitted === 1 || isLent(m, v, s, g, p)) && hasParts(m, v, s, g, p, length)
    if (stocked && m.plain) continue
    if (stocked) judgeAt(state, v, s, p, -1, 0, g, best)
    else for (let d = 0; d < m.depotCount; d++) judgeWithDepot(state, v, s, p, d, first, g, best)
  }
}

const never = () => false

/** Locked ranks stay at the head of a tour. */
function firstPosition(state: PlanState, v: number, s: number): number {
  const { m } = state
  const tour = state.tours[s]
  const own = m.visits.lockRank[v]
  let p = 0
  while (p < state.length[s] && tour[p] < m.visitCount) {
    const rank = m.visits.lockRank[tour[p]]
    if (rank < 0 || (own >= 0 && rank > own)) break
    p++
  }
  return p
}

function lastPosition(state: PlanState, v: number, s: number, first: number): number {
  return state.m.visits.lockRank[v] >= 0 ? first : state.length[s]
}

export function isLent(m: Compiled, v: number, s: number, g: Segments, p: number): boolean {
  const row = (v * m.crewCount + m.shifts.crew[s]) * m.depotCount
  for (let d = 0; d < m.depotCount; d++) if ((g.depots[p] & (1 << d)) !== 0 && m.depots.covers[row + d]) return true
  return false
}

export function hasParts(m: Compiled, v: number, s: number, g: Segments, p: number, length: number): boolean {
  const parts = m.partCount
  if (parts === 0 || g.unlimited[p]) return true
  for (let k = 0; k < parts; k++) {
    const need = m.visits.needs[v * parts + k]
    if (need === 0) continue
    const ahead = p < length ? g.ahead[p * parts + k] : 0
    if (g.used[p * parts + k] + need + ahead > m.shifts.stock[s * parts + k]) return false
  }
  return true
}

/** One position, after what the pieces rule out; exact by pieces for plain models, by simulation for others. */
function judgeAt(
  state: PlanState,
  v: number,
  s: number,
  p: number,
  depot: number,
  depotAt: number,
  g: Segments,
  best: Place,
): void {
  const { m } = state
  const length = state.length[s]
  const crew = m.shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  const tour = state.tours[s]
  piece.seconds = g.preSeconds[depot < 0 ? p : depotAt]
  piece.from = g.preFrom[depot < 0 ? p : depotAt]
  piece.to = g.preTo[depot < 0 ? p : depotAt]
  piece.metres = g.preMetres[depot < 0 ? p : depotAt]
  if (depot >= 0 && !joinThroughDepot(state, s, p, depot, depotAt)) return
  const head = depot < 0 ? m.shifts.startPlace[s] : m.depots.place[depot]
  const before = p > (depot < 0 ? 0 : depotAt) ? tourPlace(m, tour[p - 1]) : head
  const after = p < length ? tourPlace(m, tour[p]) : m.shifts.endPlace[s]
  const here = m.visits.place[v]
  const seconds = nodeSeconds(m, crew, v)
  const from = nodeFrom(m, state.anchorFrom, v)
  const to = nodeTo(m, state.anchorTo, v)
  if (!join(piece, hop(m, before, here, factor), seconds, from, to)) return
  if (!join(piece, hop(m, here, after, factor), g.sufSeconds[p], g.sufFrom[p], g.sufTo[p])) return
  const metres = piece.metres + hopMetres(m, before, here) + hopMetres(m, here, after) + g.sufMetres[p]
  const cents = centsOf(state, s, piece, metres, g.fixedCents + visitCents(m, s, v)) - state.cents[s]
  if (!m.plain) {
    if (cents - unpaidCents(m, s) >= best.cents) return
    judgeBySimulation(state, v, s, p, depot, depotAt, best)
    return
  }
  const work = piece.seconds
  if (work > m.shifts.workMaxSeconds[s]) return
  takePlace(state, s, p, depot, depotAt, cents, work, best)
}

function tourPlace(m: Compiled, node: number): number {
  return node < m.visitCount ? m.visits.place[node] : m.depots.place[node - m.visitCount]
}

/** Piece through prefix, depot and the nodes between depot and p. */
function joinThroughDepot(state: PlanState, s: number, p: number, depot: number, depotAt: number): boolean {
  const { m } = state
  const tour = state.tours[s]
  const crew = m.shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  let place = depotAt === 0 ? m.shifts.startPlace[s] : tourPlace(m, tour[depotAt - 1])
  let next = m.depots.place[depot]
  piece.metres += hopMetres(m, place, next)
  if (!join(piece, hop(m, place, next, factor), m.depots.durationSeconds[depot], 0, FAR)) return false
  place = next
  for (let i = depotAt; i < p; i++) {
    const node = tour[i]
    next = tourPlace(m, node)
    piece.metres += hopMetres(m, place, next)
    const from = nodeFrom(m, state.anchorFrom, node)
    const to = nodeTo(m, state.anchorTo, node)
    if (!join(piece, hop(m, place, next, factor), nodeSeconds(m, crew, node), from, to)) return false
    place = next
  }
  return true
}

function judgeWithDepot(
  state: PlanState,
  v: number,
  s: number,
  p: number,
  depot: number,
  first: number,
  g: Segments,
  best: Place,
): void {
  const { m } = state
  const crew = m.shifts.crew[s]
  if (m.depots.allowed[depot * m.technicianCount + m.shifts.technician[s]] === 0) return
  if (
    m.crews.allowed[v * m.crewCount + crew] === 2 &&
    !m.depots.covers[(v * m.crewCount + crew) * m.depotCount + depot]
  )
    return
  for (let q = p; q >= first; q--)
    if (partsAfterDepot(state, v, s, p, depot, q, g)) judgeAt(state, v, s, p, depot, q, g, best)
}

/** Whether the stock after a call at the depot before node q lasts for q..p, v and what follows to the next reload. */
function partsAfterDepot(
  state: PlanState,
  v: number,
  s: number,
  p: number,
  depot: number,
  q: number,
  g: Segments,
): boolean {
  const { m } = state
  if (m.depots.unlimited[depot]) return true
  const parts = m.partCount
  for (let k = 0; k < parts; k++) {
    let need = m.visits.needs[v * parts + k]
    for (let i = q; i < p; i++) {
      const node = state.tours[s][i]
      if (node < m.visitCount) need += m.visits.needs[node * parts + k]
    }
    if (p < state.length[s]) need += g.ahead[p * parts + k]
    if (need > m.shifts.stock[s * parts + k]) return false
  }
  return true
}

/** Cents of a tour from its piece: exact for plain models, a bound (but for unpaid breaks) for others. */
function centsOf(state: PlanState, s: number, whole: Piece, metres: number, fixedCents: number): number {
  const shifts = state.m.shifts
  const overtime = whole.from + whole.seconds - shifts.endSeconds[s]
  let cents =
    metres * shifts.centsPerMetre[s] + whole.seconds * shifts.centsPerSecond[s] + shifts.tourCents[s] + fixedCents
  if (overtime > 0) cents += overtime * shifts.overtimeCentsPerSecond[s]
  return cents
}

function unpaidCents(m: Compiled, s: number): number {
  let seconds = 0
  for (let b = m.shifts.breakFrom[s]; b < m.shifts.breakFrom[s + 1]; b++)
    if (!m.shifts.breakPaid[b]) seconds += m.shifts.breakSeconds[b]
  return seconds * m.shifts.centsPerSecond[s]
}

function judgeBySimulation(
  state: PlanState,
  v: number,
  s: number,
  p: number,
  depot: number,
  depotAt: number,
  best: Place,
): void {
  const { m, run } = state
  const length = state.length[s]
  const nodes = scratch(state, length + 2)
  const tour = state.tours[s]
  let n = 0
  for (let i = 0; i <= length; i++) {
    if (depot >= 0 && i === depotAt) nodes[n++] = m.visitCount + depot
    if (i === p) nodes[n++] = v
    if (i < length) nodes[n++] = tour[i]
  }
  if (!simulate(m, s, nodes, n, boundsOf(state, s, bounds), run)) return
  takePlace(state, s, p, depot, depotAt, run.cents - state.cents[s], run.workSeconds, best)
}

export function takePlace(
  state: PlanState,
  s: number,
  p: number,
  depot: number,
  depotAt: number,
  tourCents: number,
  work: number,
  best: Place,
): void {
  const { m } = state
  let cents = tourCents
  const technician = m.shifts.technician[s]
  const before = state.technicianWork[technician]
  const after = before - state.workSeconds[s] + work
  if (m.technicians.hasWorkMax && after > m.technicians.workMaxSeconds[technician]) return
  if (m.weights.fairnessCentsPerSquaredHour > 0) cents += fairnessOf(m, after) - fairnessOf(m, before)
  if (cents >= best.cents) return
  best.cents = cents
  best.shift = s
  best.position = p
  best.depot = depot
  best.depotAt = depotAt
}

/** What the plan saves (negative) or pays when visit v is taken out of its tour, in cents, without its drop cost. */
export function judgeRemoval(state: PlanState, v: number): number {
  const { m, run } = state
  const s = state.tourOf[v]
  if (s < 0) return 0
  const nodes = scratch(state, state.length[s])
  let n = 0
  for (let i = 0; i < state.length[s]; i++) if (state.tours[s][i] !== v) nodes[n++] = state.tours[s][i]
  if (!simulate(m, s, nodes, n, boundsOf(state, s, bounds), run)) return Number.POSITIVE_INFINITY
  const technician = m.shifts.technician[s]
  const before = state.technicianWork[technician]
  const after = before - state.workSeconds[s] + run.workSeconds
  return run.cents - state.cents[s] + fairnessOf(m, after) - fairnessOf(m, before)
}
