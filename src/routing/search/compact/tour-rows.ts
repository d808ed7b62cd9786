import { settleCall } from './calls.ts'
import { link, retime, type Tours, unlink } from './tours.ts'

/** Nodes of each tour as in a PlanState: visits, and a call at the depot as visitCount. */
export type TourRows = Int32Array[]

export function readTours(t: Tours): TourRows {
  const { n, shiftCount } = t.instance
  return Array.from({ length: shiftCount }, (_, s) => {
    const row: number[] = []
    const end = n + shiftCount + s
    for (let v = t.next[n + s]; v !== end; v = t.next[v]) row.push(v < n ? v : n)
    return Int32Array.from(row)
  })
}

/** Replaces everything; calls at the depot are put where they cost least. */
export function loadTours(t: Tours, rows: TourRows): void {
  const { n, shiftCount } = t.instance
  for (let s = 0; s < shiftCount; s++) {
    const end = n + shiftCount + s
    for (let v = t.next[n + s]; v !== end; v = t.next[v]) unlink(t, v)
  }
  rows.forEach((nodes, s) => {
    let u = n + s
    for (const node of nodes) {
      const v = node < n ? node : n + 2 * shiftCount + s
      link(t, u, v, s)
      u = v
    }
    t.version[s] = ++t.versionLast
    retime(t, s)
    settleCall(t, s)
  })
}
