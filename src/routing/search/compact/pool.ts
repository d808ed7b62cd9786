import { keepTour, type TourPool } from '../general/tour-pool.ts'
import type { Tours } from './tours.ts'
import type { Undo } from './undo.ts'

let row = new Int32Array(64)

/** Keeps the tours that the iteration just accepted has changed. */
export function poolTouched(pool: TourPool, t: Tours, undo: Undo): void {
  const { n, shiftCount } = t.instance
  for (let k = 0; k < undo.count; k++) {
    const s = undo.shifts[k]
    const length = t.size[s] + t.calls[s]
    if (t.size[s] === 0) continue
    if (row.length < length) row = new Int32Array(length * 2)
    const end = n + shiftCount + s
    let i = 0
    for (let v = t.next[n + s]; v !== end; v = t.next[v]) row[i++] = v < n ? v : n
    keepTour(pool, s, row, length, n, t.cents[s])
  }
}
