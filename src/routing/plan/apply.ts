import { FAR } from '../model/compiled.ts'
import { save } from './journal.ts'
import { pricePlain } from './price-plain.ts'
import { rebuildPlain } from './rebuild-plain.ts'
import { rebuild, type Segments } from './segments.ts'
import { type Bounds, firstLack, simulate } from './simulate.ts'
import { fairnessOf, type PlanState } from './state.ts'

/** What the technician's other shifts and the anchors leave to shift s. Reused between calls. */
export function boundsOf(state: PlanState, s: number, bounds: Bounds): Bounds {
  const { m } = state
  bounds.anchorFrom = state.anchorFrom
  bounds.anchorTo = state.anchorTo
  bounds.from = m.shifts.startSeconds[s]
  bounds.to = m.shifts.lastSeconds[s]
  if (!m.technicians.hasRest) return bounds
  const rest = m.technicians.restMinSeconds[m.shifts.technician[s]]
  for (let k = m.shifts.before[s]; k >= 0; k = m.shifts.before[k]) {
    if (state.length[k] === 0) continue
    bounds.from = Math.max(bounds.from, state.arrival[k] + rest)
    break
  }
  for (let k = m.shifts.after[s]; k >= 0; k = m.shifts.after[k]) {
    if (state.length[k] === 0) continue
    bounds.to = Math.min(bounds.to, state.departure[k] - rest)
    break
  }
  return bounds
}

export function makeBounds(): Bounds {
  return { anchorFrom: new Int32Array(0), anchorTo: new Int32Array(0), from: 0, to: 0 }
}

const scratchBounds = makeBounds()

/** Prefixes and suffixes of tour s, rebuilt when they are out of date. */
export function segmentsOf(state: PlanState, s: number): Segments {
  if (state.stale[s] === 0) return state.segments[s]
  if (state.light) {
    state.stale[s] = 0
    state.segments[s] = rebuildPlain(state.m, s, state.tours[s], state.length[s], state.segments[s])
    return state.segments[s]
  }
  const bounds = boundsOf(state, s, scratchBounds)
  const anchors = { from: state.anchorFrom, to: state.anchorTo }
  const fresh = rebuild(state.m, s, state.tours[s], state.length[s], anchors, state.segments[s], bounds)
  state.segments[s] = fresh
  state.stale[s] = 0
  return fresh
}

/**
 * Replaces the nodes of a tour. Answers false and changes nothing when the new tour is not feasible. Visits that leave the
 * tour become dropped, visits that come in must have been dropped before.
 */
export function setTour(state: PlanState, s: number, nodes: Int32Array, length: number): boolean {
  const { m, run } = state
  if (!price(state, s, nodes, length, boundsOf(state, s, scratchBounds))) return false
  const technician = m.shifts.technician[s]
  const work = state.technicianWork[technician] - state.workSeconds[s] + run.workSeconds
  if (m.technicians.hasWorkMax && work > m.technicians.workMaxSeconds[technician]) return false
  save(state, s)
  const old = state.tours[s]
  for (let i = 0; i < state.length[s]; i++) {
    const v = old[i]
    if (v >= m.visitCount) continue
    state.tourOf[v] = -1
    state.startOf[v] = -1
    state.endOf[v] = -1
    state.droppedCents += m.visits.dropCents[v]
  }
  if (old.length < length) state.tours[s] = new Int32Array(length * 2)
  state.tours[s].set(nodes.subarray(0, length))
  state.length[s] = length
  const stops = state.light ? nodes : run.stop
  const stopCount = state.light ? length : run.stopCount
  for (let i = 0; i < stopCount; i++) {
    const v = stops[i]
    if (v < 0 || v >= m.visitCount) continue
    state.tourOf[v] = s
    if (!state.light) {
      state.startOf[v] = run.stopStart[i]
      state.endOf[v] = run.stopEnd[i]
    }
    state.droppedCents -= m.visits.dropCents[v]
  }
  book(state, s, run.cents, run.workSeconds, run.departure, run.arrival)
  return true
}

/** Cents of a row of nodes as the tour of shift s, or Infinity when it is not feasible; changes nothing. */
export function priceNodes(state: PlanState, s: number, nodes: Int32Array, length: number): number {
  return price(state, s, nodes, length, boundsOf(state, s, scratchBounds)) ? state.run.cents : Number.POSITIVE_INFINITY
}

function price(
  state: PlanState,
  s: number,
  nodes: Int32Array,
  length: number,
  bounds: Bounds,
  withStock = true,
): boolean {
  if (state.light) return pricePlain(state.m, s, nodes, length, bounds, state.run, withStock)
  return simulate(state.m, s, nodes, length, bounds, state.run)
}

/** Books the figures of a tour, and marks what depends on them as out of date. */
function book(
  state: PlanState,
  s: number,
  cents: number,
  workSeconds: number,
  departure: number,
  arrival: number,
): void {
  const { m } = state
  const technician = m.shifts.technician[s]
  const before = state.technicianWork[technician]
  const after = before - state.workSeconds[s] + workSeconds
  state.fairnessCents += fairnessOf(m, after) - fairnessOf(m, before)
  state.technicianWork[technician] = after
  state.toursCents += cents - state.cents[s]
  state.cents[s] = cents
  state.workSeconds[s] = workSeconds
  state.departure[s] = departure
  state.arrival[s] = arrival
  state.stale[s] = 1
  state.version[s] = ++state.versionLast
  if (!m.technicians.hasRest) return
  for (let k = m.shifts.before[s]; k >= 0; k = m.shifts.before[k]) state.stale[k] = 1
  for (let k = m.shifts.after[s]; k >= 0; k = m.shifts.after[k]) state.stale[k] = 1
}

/** Puts visit v into tour s before its node at `position`; with a depot, also a call there before node `depotAt` <= position. */
export function insert(state: PlanState, v: number, s: number, position: number, depot = -1, depotAt = 0): boolean {
  const length = state.length[s]
  const nodes = scratch(state, length + 2)
  const old = state.tours[s]
  let n = 0
  for (let i = 0; i <= length; i++) {
    if (depot >= 0 && i === depotAt) nodes[n++] = state.m.visitCount + depot
    if (i === position) nodes[n++] = v
    if (i < length) nodes[n++] = old[i]
  }
  if (!setTour(state, s, nodes, n)) return false
  if (state.m.depotCount > 0) settleDepots(state, s)
  return true
}

/** Takes a visit out of its tour, with calls at depots that are no longer needed. Cannot fail for a dropped visit. */
export function remove(state: PlanState, v: number): void {
  const s = state.tourOf[v]
  if (s < 0) return
  const length = state.length[s]
  const nodes = scratch(state, length)
  const old = state.tours[s]
  let n = 0
  for (let i = 0; i < length; i++) if (old[i] !== v) nodes[n++] = old[i]
  removeNodes(state, s, nodes, n)
  state.anchorFrom[v] = -FAR
  state.anchorTo[v] = FAR
}

/**
 * Sets a tour that lost visits. With plain triangle inequality that is always feasible; where it is not (a matrix without it, a break that no
 * longer fits), visits are dropped from the end until it is.
 */
export function removeNodes(state: PlanState, s: number, nodes: Int32Array, length: number): void {
  const { m } = state
  let n = length
  while (n > 0 && !setTour(state, s, nodes, n)) n--
  if (n === 0) setTour(state, s, nodes, 0)
  if (m.depotCount > 0) settleDepots(state, s)
}

const bare = { nodes: new Int32Array(64), trial: new Int32Array(64) }

/**
 * Calls at depots are nobody's wish: leaves them out where the tour can do without, and where one call is enough puts it
 * where it costs least. Tours that need several calls only lose those that are superfluous.
 */
function settleDepots(state: PlanState, s: number): void {
  const { m, run } = state
  const length = state.length[s]
  const tour = state.tours[s]
  if (bare.nodes.length < length + 1) {
    bare.nodes = new Int32Array(length * 2)
    bare.trial = new Int32Array(length * 2)
  }
  let visits = 0
  let depot = -1
  for (let i = 0; i < length; i++) {
    if (tour[i] < m.visitCount) bare.nodes[visits++] = tour[i]
    else depot = tour[i]
  }
  if (depot < 0) return
  const bounds = boundsOf(state, s, scratchBounds)
  let best = state.cents[s] - 1e-9
  let bestAt = -1
  if (price(state, s, bare.nodes, visits, bounds)) {
    setTour(state, s, bare.nodes, visits)
    return
  }
  // With one unlimited depot that lends everything the call only has to come before the first lack.
  const last =
    state.light && m.depots.unlimited[depot - m.visitCount] ? firstLack(m, s, bare.nodes, visits, run) : visits - 1
  for (let q = 0; q <= last; q++) {
    withDepot(bare.trial, bare.nodes, visits, depot, q)
    if (!price(state, s, bare.trial, visits + 1, bounds, false) || run.cents >= best) continue
    best = run.cents
    bestAt = q
  }
  if (bestAt < 0) return
  withDepot(bare.trial, bare.nodes, visits, depot, bestAt)
  // Refused when one call is not enough after all: then the tour stays as it is.
  setTour(state, s, bare.trial, visits + 1)
}

function withDepot(out: Int32Array, nodes: Int32Array, count: number, depot: number, at: number): void {
  for (let i = 0; i < at; i++) out[i] = nodes[i]
  out[at] = depot
  for (let i = at; i < count; i++) out[i + 1] = nodes[i]
}

/** Scratch for node lists. */
export function scratch(state: PlanState, size: number): Int32Array {
  if (state.nodes.length < size) state.nodes = new Int32Array(size * 2)
  return state.nodes
}
