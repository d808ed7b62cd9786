import { judge, type Place } from './judge.ts'
import type { Tours } from './tours.ts'

/**
 * What was judged about (visit, shift) stays true while the tour is the same, and an iteration changes few tours: four of
 * five questions are answered from here.
 */
export type Memory = {
  version: Int32Array
  cents: Float64Array
  after: Int32Array
  callAfter: Int32Array
  own: Place
}

export function makeMemory(t: Tours): Memory {
  const entries = t.instance.n * t.instance.shiftCount
  return {
    version: new Int32Array(entries),
    cents: new Float64Array(entries),
    after: new Int32Array(entries),
    callAfter: new Int32Array(entries),
    own: { cents: 0, after: -1, callAfter: -1 },
  }
}

/** Index of the remembered best place of v in tour s. */
export function recall(memory: Memory, t: Tours, v: number, s: number): number {
  const at = v * t.instance.shiftCount + s
  if (memory.version[at] !== t.version[s]) {
    const { own } = memory
    judge(t, v, s, own)
    memory.version[at] = t.version[s]
    memory.cents[at] = own.cents
    memory.after[at] = own.after
    memory.callAfter[at] = own.callAfter
  }
  return at
}
