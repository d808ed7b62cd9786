import type { PlanState } from './state.ts'

/** Remembers every tour that changes from `begin` on, so that `undo` can bring all back: what-if without copying a plan. */
export type Journal = {
  active: boolean
  stamp: number
  /** Stamp of the last save of each tour. */
  savedAt: Int32Array
  count: number
  shifts: Int32Array
  nodes: Int32Array[]
  length: Int32Array
  cents: Float64Array
  workSeconds: Int32Array
  departure: Int32Array
  arrival: Int32Array
  version: Int32Array
  /** Start, end and anchors of the nodes, four apiece. */
  times: Int32Array[]
  technicianWork: Float64Array
  droppedCents: number
  toursCents: number
  fairnessCents: number
}

export function makeJournal(shiftCount: number, technicianCount: number): Journal {
  return {
    active: false,
    stamp: 0,
    savedAt: new Int32Array(shiftCount),
    count: 0,
    shifts: new Int32Array(shiftCount),
    nodes: Array.from({ length: shiftCount }, () => new Int32Array(0)),
    length: new Int32Array(shiftCount),
    cents: new Float64Array(shiftCount),
    workSeconds: new Int32Array(shiftCount),
    departure: new Int32Array(shiftCount),
    arrival: new Int32Array(shiftCount),
    version: new Int32Array(shiftCount),
    times: Array.from({ length: shiftCount }, () => new Int32Array(0)),
    technicianWork: new Float64Array(technicianCount),
    droppedCents: 0,
    toursCents: 0,
    fairnessCents: 0,
  }
}

/** From here on changes can be undone. Not nested. */
export function begin(state: PlanState): void {
  const j = state.journal
  j.active = true
  j.stamp++
  j.count = 0
  j.technicianWork.set(state.technicianWork)
  j.droppedCents = state.droppedCents
  j.toursCents = state.toursCents
  j.fairnessCents = state.fairnessCents
}

/** Keeps all changes since `begin`. */
export function keep(state: PlanState): void {
  state.journal.active = false
}

/** Saves tour s before it is changed; called by `setTour` and `pin`. */
export function save(state: PlanState, s: number): void {
  const j = state.journal
  if (!j.active || j.savedAt[s] === j.stamp) return
  j.savedAt[s] = j.stamp
  const k = j.count++
  const length = state.length[s]
  if (j.nodes[k].length < length) {
    j.nodes[k] = new Int32Array(length * 2)
    j.times[k] = new Int32Array(length * 8)
  }
  const tour = state.tours[s]
  const nodes = j.nodes[k]
  const times = j.times[k]
  for (let i = 0; i < length; i++) {
    const v = tour[i]
    nodes[i] = v
    if (v >= state.m.visitCount) continue
    times[i * 4] = state.startOf[v]
    times[i * 4 + 1] = state.endOf[v]
    times[i * 4 + 2] = state.anchorFrom[v]
    times[i * 4 + 3] = state.anchorTo[v]
  }
  j.shifts[k] = s
  j.length[k] = length
  j.cents[k] = state.cents[s]
  j.workSeconds[k] = state.workSeconds[s]
  j.departure[k] = state.departure[s]
  j.arrival[k] = state.arrival[s]
  j.version[k] = state.version[s]
}

/** Brings back the plan as it was at `begin`. */
export function undo(state: PlanState): void {
  const j = state.journal
  const { m } = state
  for (let k = 0; k < j.count; k++) {
    const s = j.shifts[k]
    for (let i = 0; i < state.length[s]; i++) {
      const v = state.tours[s][i]
      if (v >= m.visitCount) continue
      state.tourOf[v] = state.startOf[v] = state.endOf[v] = -1
    }
  }
  for (let k = 0; k < j.count; k++) {
    const s = j.shifts[k]
    const length = j.length[k]
    const times = j.times[k]
    for (let i = 0; i < length; i++) {
      const v = j.nodes[k][i]
      state.tours[s][i] = v
      if (v >= m.visitCount) continue
      state.tourOf[v] = s
      state.startOf[v] = times[i * 4]
      state.endOf[v] = times[i * 4 + 1]
      state.anchorFrom[v] = times[i * 4 + 2]
      state.anchorTo[v] = times[i * 4 + 3]
    }
    state.length[s] = length
    state.cents[s] = j.cents[k]
    state.workSeconds[s] = j.workSeconds[k]
    state.departure[s] = j.departure[k]
    state.arrival[s] = j.arrival[k]
    state.version[s] = j.version[k]
    state.stale[s] = 1
    if (m.technicians.hasRest) markShifts(state, s)
  }
  state.technicianWork.set(j.technicianWork)
  state.droppedCents = j.droppedCents
  state.toursCents = j.toursCents
  state.fairnessCents = j.fairnessCents
  j.active = false
}

/** The bounds of the technician's other shifts depend on this one. */
function markShifts(state: PlanState, s: number): void {
  const { shifts } = state.m
  for (let k = shifts.before[s]; k >= 0; k = shifts.before[k]) state.stale[k] = 1
  for (let k = shifts.after[s]; k >= 0; k = shifts.after[k]) state.stale[k] = 1
}
