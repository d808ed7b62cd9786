import type { Random } from '../random.ts'

/**
 * Routes that were part of good solutions, each set of customers once with its shortest order. Set partitioning joins
 * what different moments of the search found for different parts of the map.
 */
export type Pool = {
  /** Two random numbers a customer: their sums name a set. */
  marks: Float64Array
  byMark: Map<number, PooledRoute>
  /** Above this the older half is forgotten. */
  sizeMax: number
}

export type PooledRoute = { customers: Int32Array; cost: number; mark: number }

export function makePool(n: number, random: Random, sizeMax: number): Pool {
  const marks = new Float64Array(n + 1)
  // 44 random bits each: sums of 200 customers stay exact in a double, and chance collisions stay below one in a million.
  for (let c = 1; c <= n; c++)
    marks[c] = Math.floor(random.unit() * 2 ** 22) * 2 ** 22 + Math.floor(random.unit() * 2 ** 22)
  return { marks, byMark: new Map(), sizeMax }
}

/** Keeps a route, given by its links from its depot node. */
export function poolRoute(pool: Pool, next: Int32Array, toNext: Int32Array, depot: number, size: number): void {
  let mark = 0
  let cost = toNext[depot]
  for (let v = next[depot]; v !== depot; v = next[v]) {
    mark += pool.marks[v]
    cost += toNext[v]
  }
  const known = pool.byMark.get(mark)
  if (known !== undefined && known.cost <= cost) return
  const customers = known?.customers ?? new Int32Array(size)
  let i = 0
  for (let v = next[depot]; v !== depot; v = next[v]) customers[i++] = v
  if (known !== undefined) known.cost = cost
  else pool.byMark.set(mark, { customers, cost, mark })
}

/** Forgets the older half of an overfull pool; Map keeps the order of insertion. */
export function trimPool(pool: Pool): void {
  if (pool.byMark.size <= pool.sizeMax) return
  let surplus = pool.byMark.size - (pool.sizeMax >> 1)
  for (const mark of pool.byMark.keys()) {
    if (surplus-- <= 0) break
    pool.byMark.delete(mark)
  }
}
