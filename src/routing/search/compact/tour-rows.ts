import { clear, fill } from './rows.ts'
import type { Tours } from './tours.ts'

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

/** Replaces everything; calls at the depot are put in where they are needed and cost least. */
export function loadTours(t: Tours, rows: TourRows): void {
  const { n, shiftCount } = t.instance
  for (let s = 0; s < shiftCount; s++) clear(t, s)
  rows.forEach((nodes, s) => {
    const visits = nodes.filter((node) => node < n)
    t.version[s] = ++t.versionLast
    fill(t, s, visits, visits.length)
  })
}
