import type { Tours } from './tours.ts'

/** Tours as they were before they were touched, so that a refused iteration can be taken back. */
export type Undo = {
  stamp: number
  touchedAt: Int32Array
  count: number
  shifts: Int32Array
  /** Nodes of touched tours one after the other, without start and end. */
  nodes: Int32Array
  from: Int32Array
  version: Int32Array
  cents: Float64Array
  metres: Float64Array
  fixedCents: Float64Array
  /** Stock left, partCount apiece. */
  room: Int32Array
  toursCents: number
  droppedCents: number
}

export function makeUndo(t: Tours): Undo {
  const { shiftCount, n, m } = t.instance
  return {
    stamp: 0,
    touchedAt: new Int32Array(shiftCount),
    count: 0,
    shifts: new Int32Array(shiftCount),
    nodes: new Int32Array(n + shiftCount),
    from: new Int32Array(shiftCount + 1),
    version: new Int32Array(shiftCount),
    cents: new Float64Array(shiftCount),
    metres: new Float64Array(shiftCount),
    fixedCents: new Float64Array(shiftCount),
    room: new Int32Array(shiftCount * m.partCount),
    toursCents: 0,
    droppedCents: 0,
  }
}

export function beginUndo(undo: Undo, t: Tours): void {
  undo.stamp++
  undo.count = 0
  undo.toursCents = t.toursCents
  undo.droppedCents = t.droppedCents
}

/** Call before every change of tour s: it is saved once, and what was judged about it is forgotten. */
export function touch(undo: Undo, t: Tours, s: number): void {
  if (undo.touchedAt[s] !== undo.stamp) {
    undo.touchedAt[s] = undo.stamp
    const { n, shiftCount } = t.instance
    const k = undo.count++
    undo.shifts[k] = s
    undo.version[k] = t.version[s]
    undo.cents[k] = t.cents[s]
    undo.metres[k] = t.metres[s]
    undo.fixedCents[k] = t.fixedCents[s]
    const parts = t.instance.m.partCount
    for (let p = 0; p < parts; p++) undo.room[k * parts + p] = t.room[s * parts + p]
    let end = undo.from[k]
    const last = n + shiftCount + s
    for (let v = t.next[n + s]; v !== last; v = t.next[v]) undo.nodes[end++] = v
    undo.from[k + 1] = end
  }
  t.version[s] = ++t.versionLast
}

/** Takes everything back to `beginUndo`. */
export function takeBack(undo: Undo, t: Tours): void {
  const { n, shiftCount, m, place, side } = t.instance
  for (let k = 0; k < undo.count; k++) {
    const s = undo.shifts[k]
    const end = n + shiftCount + s
    for (let v = t.next[n + s]; v !== end; v = t.next[v]) if (v < n && t.tour[v] === s) t.tour[v] = -1
  }
  for (let k = 0; k < undo.count; k++) {
    const s = undo.shifts[k]
    const end = n + shiftCount + s
    const crew = m.shifts.crew[s]
    const matrix = t.instance.matrix[s]
    let u = n + s
    let size = 0
    t.calls[s] = 0
    for (let i = undo.from[k]; i < undo.from[k + 1]; i++) {
      const v = undo.nodes[i]
      t.next[u] = v
      t.previous[v] = u
      t.leg[u] = matrix[place[u] * side + place[v]]
      u = v
      if (v >= n) {
        t.calls[s] = 1
        continue
      }
      t.tour[v] = s
      t.stay[v] = m.crews.serviceSeconds[v * m.crewCount + crew]
      size++
    }
    t.next[u] = end
    t.leg[u] = matrix[place[u] * side + place[end]]
    t.previous[end] = u
    t.size[s] = size
    t.cents[s] = undo.cents[k]
    t.metres[s] = undo.metres[k]
    t.fixedCents[s] = undo.fixedCents[k]
    for (let p = 0; p < m.partCount; p++) t.room[s * m.partCount + p] = undo.room[k * m.partCount + p]
    t.version[s] = undo.version[k]
    t.stale[s] = 1
  }
  t.toursCents = undo.toursCents
  t.droppedCents = undo.droppedCents
}
