import { FAR } from '../model/compiled.ts'
import { save } from './journal.ts'
import { rebuild, type Segments } from './segments.ts'
import { type Bounds, simulate } from './simulate.ts'
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
  if (!simulate(m, s, nodes, length, boundsOf(state, s, scratchBounds), run)) return false
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
  for (let i = 0; i < run.stopCount; i++) {
    const v = run.stop[i]
    if (v < 0 || v >= m.visitCount) continue
    state.tourOf[v] = s
    state.startOf[v] = run.stopStart[i]
    state.endOf[v] = run.stopEnd[i]
    state.droppedCents -= m.visits.dropCents[v]
  }
  book(state, s, run.cents, run.workSeconds, run.departure, run.arrival)
  return true
}

/** Books the figures of a tour, and marks what depends on them as out of date. */
export function book(
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
  return setTour(state, s, nodes, n)
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
  let depots = 0
  for (let i = 0; i < n; i++) if (nodes[i] >= m.visitCount) depots++
  if (depots > 0) {
    const lean = new Int32Array(n)
    let k = 0
    for (let i = 0; i < n; i++) if (nodes[i] < m.visitCount) lean[k++] = nodes[i]
    if (setTour(state, s, lean, k)) return
  }
  while (n > 0 && !setTour(state, s, nodes, n)) n--
  if (n === 0) setTour(state, s, nodes, 0)
}

/** Scratch for node lists. */
export function scratch(state: PlanState, size: number): Int32Array {
  if (state.nodes.length < size) state.nodes = new Int32Array(size * 2)
  return state.nodes
}
