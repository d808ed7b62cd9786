import { type Compiled, FAR } from '../model/compiled.ts'
import { type Journal, makeJournal } from './journal.ts'
import { type Segments, makeSegments } from './segments.ts'
import { makeRun, type Run } from './simulate.ts'

/**
 * A plan while it is worked on. Only the functions of `apply.ts` write it; everything else reads. One tour per shift; a
 * tour is a row of nodes (visit v, or a call at depot d as visitCount + d); breaks are not nodes, the simulation of a tour
 * places them.
 */
export type PlanState = {
  readonly m: Compiled
  /** Nodes of each tour; only the first `length[s]` count. */
  tours: Int32Array[]
  length: Int32Array
  /** Shift of each visit, -1 = not planned. */
  tourOf: Int32Array
  /** Start of service of each planned visit. */
  startOf: Int32Array
  /** End of service of each planned visit. */
  endOf: Int32Array
  /** What relations leave of the time of a planned visit: it must start within [anchorFrom, anchorTo]. */
  anchorFrom: Int32Array
  anchorTo: Int32Array
  /** Cost of each tour in cents, without fairness and what is dropped. */
  cents: Float64Array
  /** Paid seconds of each tour. */
  workSeconds: Int32Array
  departure: Int32Array
  /** Return of each tour. */
  arrival: Int32Array
  /** Sum of workSeconds by technician. */
  technicianWork: Float64Array
  /** Cents of visits that are not planned. */
  droppedCents: number
  /** Sum of `cents`. */
  toursCents: number
  fairnessCents: number
  /** Prefixes and suffixes of each tour, for judging insertions. */
  segments: Segments[]
  /** 1 = segments of that tour have to be rebuilt before they are read. */
  stale: Uint8Array
  /** A number that no other content of any tour has had: what was judged against it stays true while it stands. */
  version: Int32Array
  versionLast: number
  /** Scratch of evaluations; never read across calls. */
  run: Run
  nodes: Int32Array
  journal: Journal
  /** While true (plain models without relations, within a search) startOf and endOf are not kept. */
  light: boolean
}

/** An empty plan: every visit is dropped. */
export function emptyState(m: Compiled): PlanState {
  const state: PlanState = {
    m,
    tours: Array.from({ length: m.shiftCount }, () => new Int32Array(16)),
    length: new Int32Array(m.shiftCount),
    tourOf: new Int32Array(m.visitCount).fill(-1),
    startOf: new Int32Array(m.visitCount).fill(-1),
    endOf: new Int32Array(m.visitCount).fill(-1),
    anchorFrom: new Int32Array(m.visitCount).fill(-FAR),
    anchorTo: new Int32Array(m.visitCount).fill(FAR),
    cents: new Float64Array(m.shiftCount),
    workSeconds: new Int32Array(m.shiftCount),
    departure: new Int32Array(m.shiftCount),
    arrival: new Int32Array(m.shiftCount),
    technicianWork: new Float64Array(m.technicianCount),
    droppedCents: 0,
    toursCents: 0,
    fairnessCents: 0,
    segments: Array.from({ length: m.shiftCount }, () => makeSegments(m.partCount)),
    stale: new Uint8Array(m.shiftCount).fill(1),
    version: new Int32Array(m.shiftCount),
    versionLast: 0,
    run: makeRun(),
    nodes: new Int32Array(64),
    journal: makeJournal(m.shiftCount, m.technicianCount),
    light: false,
  }
  for (let v = 0; v < m.visitCount; v++) state.droppedCents += m.visits.dropCents[v]
  return state
}

/** Cost of the whole plan in cents. */
export function totalCents(state: PlanState): number {
  return state.toursCents + state.droppedCents + state.fairnessCents
}

/** What fairness costs a technician who works so many seconds. */
export function fairnessOf(m: Compiled, seconds: number): number {
  const hours = seconds / 3600
  return m.weights.fairnessCentsPerSquaredHour * hours * hours
}

/** Whether crew, lock and standby let visit v be in shift s at all (1), or only after a call at a depot (2). */
export function admits(m: Compiled, v: number, s: number): number {
  const lock = m.visits.lockShift[v]
  if (lock >= 0 && lock !== s) return 0
  if (m.visits.priority[v] < m.shifts.priorityMin[s]) return 0
  return m.crews.allowed[v * m.crewCount + m.shifts.crew[s]]
}

/** Place of a node. */
export function placeOfNode(m: Compiled, node: number): number {
  return node < m.visitCount ? m.visits.place[node] : m.depots.place[node - m.visitCount]
}
