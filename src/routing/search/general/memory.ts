import type { Compiled } from '../../model/compiled.ts'
import { judge, noPlace, type Place } from '../../plan/judge.ts'
import type { PlanState } from '../../plan/state.ts'

/**
 * What was judged once stays true while the tour is the same, and an iteration changes few tours: four of five questions
 * are answered from here.
 */
export type Memory = {
  version: Int32Array
  cents: Float64Array
  position: Int16Array
  depot: Int8Array
  depotAt: Int16Array
  own: Place
}

/** 17 bytes apiece: 50 MB at most. */
const ENTRIES_MAX = 3_000_000

/** Null where the cost of a place depends on more than its tour (other shifts, fairness, relations), or it would not fit. */
export function makeMemory(m: Compiled): Memory | null {
  const entries = m.visitCount * m.shiftCount
  const alone =
    m.weights.fairnessCentsPerSquaredHour === 0 &&
    !m.technicians.hasRest &&
    !m.technicians.hasWorkMax &&
    m.relations.kind.length === 0
  if (!alone || entries > ENTRIES_MAX) return null
  return {
    version: new Int32Array(entries).fill(-1),
    cents: new Float64Array(entries),
    position: new Int16Array(entries),
    depot: new Int8Array(entries),
    depotAt: new Int16Array(entries),
    own: noPlace(),
  }
}

/** `judge` with memory: the best place of v in tour s, if it beats `best`. */
export function recall(memory: Memory, state: PlanState, v: number, s: number, best: Place): void {
  const at = v * state.m.shiftCount + s
  if (memory.version[at] !== state.version[s]) {
    const { own } = memory
    own.cents = Number.POSITIVE_INFINITY
    own.depot = -1
    judge(state, v, s, own)
    memory.version[at] = state.version[s]
    memory.cents[at] = own.cents
    memory.position[at] = own.position
    memory.depot[at] = own.depot
    memory.depotAt[at] = own.depotAt
  }
  if (memory.cents[at] >= best.cents) return
  best.cents = memory.cents[at]
  best.shift = s
  best.position = memory.position[at]
  best.depot = memory.depot[at]
  best.depotAt = memory.depotAt[at]
}
