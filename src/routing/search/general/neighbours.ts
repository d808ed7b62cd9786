import { leastOf } from '../nearest.ts'
import type { Compiled } from '../../model/compiled.ts'

/** Nearest visits of each visit by travel there and back, `count` apiece, the visit itself first. */
export function nearestVisits(m: Compiled, countMax: number): { count: number; list: Int32Array } {
  const n = m.visitCount
  const count = Math.min(countMax, n)
  const list = new Int32Array(n * count)
  const keys = new Float64Array(n)
  const order = Int32Array.from({ length: n }, (_, u) => u)
  for (let v = 0; v < n; v++) {
    const a = m.visits.place[v]
    for (let u = 0; u < n; u++) {
      const b = m.visits.place[u]
      keys[u] = m.travel.seconds[a * m.placeCount + b] + m.travel.seconds[b * m.placeCount + a]
    }
    keys[v] = -1
    list.set(leastOf(order, n, keys, count), v * count)
  }
  return { count, list }
}
