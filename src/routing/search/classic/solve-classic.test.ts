import { describe, expect, test } from 'vitest'
import { checkSolomon } from '../../readers/check-solomon.ts'
import { readSolomon, type SolomonProblem } from '../../readers/solomon.ts'
import { randomSolomon, solomonText } from '../../testing/random-solomon.ts'
import { makeRandom } from '../random.ts'
import { decompose, partOf } from './decompose.ts'
import { makeInstance } from './instance.ts'
import { makeNear } from './near.ts'
import { solvePartition } from './partition.ts'
import type { PooledRoute } from './pool.ts'
import { recreate } from './recreate.ts'
import { isFeasible, listRoutes, loadRoutes, makeRoutes, retime } from './routes.ts'
import { RUIN, ruin } from './ruin.ts'
import { solveClassic } from './solve-classic.ts'
import { beginUndo, makeUndo, takeBack } from './undo.ts'

const WIDTHS = [5, 40, 400]

describe('the classic search', () => {
  test('finds feasible routes whose length is what it says, in both conventions', async () => {
    for (const [k, width] of WIDTHS.entries())
      for (const objective of ['distance', 'vehicles'] as const) {
        const problem = randomSolomon(k + 1, 60, width)
        const instance = makeInstance(problem, objective)
        const result = await solveClassic(instance, { iterations: 3000, seed: 1, objective })
        const check = checkSolomon(problem, result.routes, objective)
        expect(check.faults).toEqual([])
        // Whole numbers: tenths are exact, ten-thousandths are rounded up once a leg.
        expect(result.cost / instance.scale).toBeCloseTo(check.distance, objective === 'distance' ? 6 : 1)
      }
  })

  test('gives the same routes for the same seed and iterations', async () => {
    const instance = makeInstance(randomSolomon(9, 80, 100), 'distance')
    const one = await solveClassic(instance, { iterations: 4000, seed: 7 })
    expect(await solveClassic(instance, { iterations: 4000, seed: 7 })).toEqual(one)
  })

  test('needs no more vehicles with vehicles first than with distance first', async () => {
    for (const seed of [1, 2, 3]) {
      const problem = randomSolomon(seed, 50, 200)
      const short = await solveClassic(makeInstance(problem, 'distance'), { iterations: 4000, seed })
      const few = await solveClassic(makeInstance(problem, 'vehicles'), {
        iterations: 4000,
        seed,
        objective: 'vehicles',
      })
      expect(few.routes.length).toBeLessThanOrEqual(short.routes.length)
    }
  })

  test('anneals a large problem in parts, the same for the same seed, and shares it between two threads', async () => {
    const problem = randomSolomon(12, 500, 60)
    const instance = makeInstance(problem, 'distance')
    const one = await solveClassic(instance, { iterations: 900, seed: 3 })
    expect(checkSolomon(problem, one.routes, 'distance').faults).toEqual([])
    expect(await solveClassic(instance, { iterations: 900, seed: 3 })).toEqual(one)
    const two = await solveClassic(instance, { iterations: 900, seed: 3, threads: 2 })
    const check = checkSolomon(problem, two.routes, 'distance')
    expect(check.faults).toEqual([])
    expect(two.cost / instance.scale).toBeCloseTo(check.distance, 6)
  })

  test('finds the only good answer of a town of four blocks', async () => {
    // Four blocks of four customers each, far apart, room for exactly one block a vehicle.
    const corners = [
      [0, 0],
      [100, 0],
      [0, 100],
      [100, 100],
    ]
    const problem: SolomonProblem = { ...randomSolomon(1, 1, 5), name: 'blocks', vehicles: 16, capacity: 4 }
    Object.assign(problem, { x: [50], y: [50], demand: [0], ready: [0], due: [1000], service: [0] })
    for (const [x, y] of corners)
      for (let i = 0; i < 4; i++) {
        problem.x.push(x + (i % 2))
        problem.y.push(y + (i >> 1))
        problem.demand.push(1)
        problem.ready.push(0)
        problem.due.push(900)
        problem.service.push(1)
      }
    const { routes } = await solveClassic(makeInstance(problem, 'distance'), { iterations: 2000, seed: 1 })
    const blocks = routes.map((row) => [...new Set(row.map((c) => (c - 1) >> 2))])
    expect(blocks.map((block) => block.length)).toEqual([1, 1, 1, 1])
  })
})

test('ruin, recreate and taking back leave no trace, and cost is always the sum of legs', () => {
  for (const width of WIDTHS) {
    const instance = makeInstance(randomSolomon(4, 70, width), 'distance')
    const routes = makeRoutes(instance, 70)
    const near = makeNear(instance, 70, 70)
    const random = makeRandom(3)
    const undo = makeUndo(routes)
    const keys = new Float64Array(71)
    const absent = Int32Array.from({ length: 71 }, (_, i) => i + 1)
    beginUndo(undo, routes)
    expect(recreate(routes, near, undo, random, keys, absent, 70)).toBe(0)
    for (let round = 0; round < 80; round++) {
      const before = listRoutes(routes).map((row) => row.join())
      const times = [routes.start.slice(), routes.latest.slice(), routes.departure.slice()]
      beginUndo(undo, routes)
      const out = ruin(routes, near, undo, random, RUIN, absent, 0)
      const left = recreate(routes, near, undo, random, keys, absent, out)
      expect(isFeasible(routes)).toBe(true)
      expectTimesRight(routes)
      if (left > 0 || round % 2 === 0) {
        takeBack(undo, routes)
        expect(new Set(listRoutes(routes).map((row) => row.join()))).toEqual(new Set(before))
        const now = [routes.start, routes.latest, routes.departure]
        expect(now.map((row) => row.slice(1, 71).join())).toEqual(times.map((row) => row.slice(1, 71).join()))
      }
      const cost = routes.cost
      const copy = makeRoutes(instance, 70)
      loadRoutes(copy, listRoutes(routes))
      expect(copy.cost).toBe(cost)
    }
  }
})

test('a plan is cut into parts that hold every route once and not too many customers', () => {
  const instance = makeInstance(randomSolomon(8, 300, 40), 'distance')
  const rows = Array.from({ length: 60 }, (_, r) => Array.from({ length: 5 }, (_, i) => r * 5 + i + 1))
  for (let seed = 1; seed <= 10; seed++) {
    const groups = decompose(instance, rows, 80, makeRandom(seed))
    expect(groups.flat().sort((a, b) => a - b)).toEqual(rows.map((_, r) => r))
    for (const group of groups) expect(group.length * 5).toBeLessThanOrEqual(80)
  }
  const part = partOf(instance, [7, 3], 2)
  expect([...part.matrix]).toEqual([0, 7, 3].flatMap((u) => [0, 7, 3].map((v) => instance.matrix[u * 301 + v])))
})

/** Times kept up step by step are those computed anew. */
function expectTimesRight(routes: ReturnType<typeof makeRoutes>): void {
  const start = routes.start.slice()
  const latest = routes.latest.slice()
  for (let k = 0; k < routes.usedCount; k++) retime(routes, routes.used[k])
  const wrong = listRoutes(routes)
    .flat()
    .filter((c) => routes.start[c] !== start[c] || routes.latest[c] !== latest[c])
  expect(wrong).toEqual([])
}

test('set partitioning finds what trying everything finds', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = makeRandom(seed)
    const n = 8
    const routes: PooledRoute[] = []
    for (let c = 1; c <= n; c++) routes.push({ customers: Int32Array.of(c), cost: 100, mark: c })
    for (let k = 0; k < 25; k++) {
      const customers = Int32Array.from({ length: n }, (_, i) => i + 1).filter(() => random.below(3) === 0)
      if (customers.length > 1)
        routes.push({ customers, cost: 60 + random.below(60) * customers.length, mark: 100 + k })
    }
    const known = Array.from({ length: n }, (_, i) => [i + 1])
    const chosen = solvePartition({
      n,
      routes,
      upper: n * 100,
      known,
      knownCosts: known.map(() => 100),
      routeMax: n,
      nodesMax: 1e6,
      isOver: () => false,
    })
    const found = chosen === null ? n * 100 : chosen.reduce((sum, k) => sum + routes[k].cost, 0)
    if (chosen) expect(chosen.flatMap((k) => [...routes[k].customers]).sort((a, b) => a - b)).toEqual(known.flat())
    expect(found).toBe(cheapestPartition(routes, n))
  }
})

/** All partitions, by dynamic programming over sets of customers. */
function cheapestPartition(routes: PooledRoute[], n: number): number {
  const least = new Float64Array(1 << n).fill(Number.POSITIVE_INFINITY)
  least[0] = 0
  const sets = routes.map((route) => route.customers.reduce((set, c) => set | (1 << (c - 1)), 0))
  for (let done = 0; done < 1 << n; done++)
    for (const [k, set] of sets.entries())
      if ((set & done) === 0) least[done | set] = Math.min(least[done | set], least[done] + routes[k].cost)
  return least[(1 << n) - 1]
}

test('the text of a problem is read as it was written, and what is missing is named', () => {
  const problem = randomSolomon(5, 12, 30)
  expect(readSolomon(solomonText(problem))).toEqual(problem)
  expect(() => readSolomon('R101\n\nCUSTOMER\n0 1 2 3 4 5 6')).toThrow('capacity')
})

test('the checker of the classic problem sees late, heavy, missing and doubled customers', () => {
  const problem = randomSolomon(6, 5, 30)
  const alone = [[1], [2], [3], [4], [5]]
  expect(checkSolomon(problem, alone, 'distance').faults).toEqual([])
  expect(checkSolomon(problem, alone.slice(1), 'distance').faults.join()).toContain('Customer 1 is visited 0 times')
  expect(checkSolomon(problem, [...alone, [1]], 'distance').faults.join()).toContain('visited 2 times')
  expect(checkSolomon({ ...problem, capacity: 0 }, alone, 'distance').faults.join()).toContain('capacity')
  expect(
    checkSolomon({ ...problem, due: problem.due.map((_, c) => (c === 3 ? 1 : 1000)) }, alone, 'distance').faults.join(),
  ).toContain('late at 3')
})
