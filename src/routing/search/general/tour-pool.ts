import { solvePartition } from '../classic/partition.ts'
import type { PooledRoute } from '../classic/pool.ts'
import type { Compiled } from '../../model/compiled.ts'
import type { PlanState } from '../../plan/state.ts'
import type { Random } from '../random.ts'

/**
 * Tours of good plans, by shift and set of visits. Set partitioning over them (every visit once or dropped, every shift
 * once or idle) joins what the search found at different moments.
 */
export type TourPool = {
  /** One random number for each visit, then for each shift: their sum names a tour. */
  marks: Float64Array
  tours: Map<number, PooledTour>
}

type PooledTour = { shift: number; nodes: Int32Array; cents: number }

/** Above this the older half is forgotten. */
const TOURS_MAX = 12_000
/** Cents are cut to hundredths: the solver counts in whole numbers. */
const CUT = 100
const NODES_MAX = 20_000

/** Null where tours are not priced apart from each other. */
export function makeTourPool(m: Compiled, random: Random): TourPool | null {
  const apart =
    m.weights.fairnessCentsPerSquaredHour === 0 &&
    !m.technicians.hasRest &&
    !m.technicians.hasWorkMax &&
    m.relations.kind.length === 0
  if (!apart) return null
  const draw = () => Math.floor(random.unit() * 2 ** 22) * 2 ** 22 + Math.floor(random.unit() * 2 ** 22)
  return { marks: Float64Array.from({ length: m.visitCount + m.shiftCount }, draw), tours: new Map() }
}

/** Keeps the tours that the iteration just accepted has changed. */
export function poolTours(pool: TourPool, state: PlanState): void {
  const { m, journal } = state
  for (let k = 0; k < journal.count; k++) {
    const s = journal.shifts[k]
    if (state.length[s] > 0) keepTour(pool, s, state.tours[s], state.length[s], m.visitCount, state.cents[s])
  }
}

/** Keeps one tour; of the same visits in the same shift only the cheapest order stays. */
export function keepTour(
  pool: TourPool,
  s: number,
  nodes: Int32Array,
  length: number,
  visitCount: number,
  cents: number,
): void {
  let mark = pool.marks[visitCount + s]
  for (let i = 0; i < length; i++) if (nodes[i] < visitCount) mark += pool.marks[nodes[i]]
  const known = pool.tours.get(mark)
  if (known !== undefined && known.cents <= cents) return
  pool.tours.set(mark, { shift: s, nodes: nodes.slice(0, length), cents })
  if (pool.tours.size <= TOURS_MAX) return
  let surplus = TOURS_MAX >> 1
  for (const old of pool.tours.keys()) {
    if (surplus-- <= 0) break
    pool.tours.delete(old)
  }
}

/** Tours by shift of a cheaper plan than `known` (tours by shift, their cents), or null when none was found. */
export function recombineTours(
  pool: TourPool,
  m: Compiled,
  known: readonly Int32Array[],
  knownCents: Float64Array,
  isOver: () => boolean,
): Int32Array[] | null {
  const tours = [...pool.tours.values()]
  known.forEach((nodes, s) => {
    if (nodes.length > 0) tours.push({ shift: s, nodes, cents: knownCents[s] })
  })
  // Rows 1 to visitCount are visits, the rest are shifts; idle shifts and dropped visits are columns of their own.
  const routes: PooledRoute[] = tours.map((tour, k) => ({
    customers: rowsOf(m, tour),
    cost: Math.round(tour.cents * CUT),
    mark: k,
  }))
  const planned = new Set(known.flatMap((nodes) => [...nodes]))
  const first: number[][] = []
  const firstCosts: number[] = []
  known.forEach((nodes, s) => {
    const busy = nodes.length > 0
    first.push(busy ? [...rowsOf(m, { shift: s, nodes, cents: 0 })] : [m.visitCount + s + 1])
    firstCosts.push(busy ? Math.round(knownCents[s] * CUT) : 0)
    routes.push({ customers: Int32Array.of(m.visitCount + s + 1), cost: 0, mark: -1 })
  })
  for (let v = 0; v < m.visitCount; v++) {
    const cost = Math.round(m.visits.dropCents[v] * CUT)
    routes.push({ customers: Int32Array.of(v + 1), cost, mark: -1 })
    if (planned.has(v)) continue
    first.push([v + 1])
    firstCosts.push(cost)
  }
  const n = m.visitCount + m.shiftCount
  const upper = firstCosts.reduce((sum, cost) => sum + cost, 0)
  const chosen = solvePartition({
    n,
    routes,
    upper,
    known: first,
    knownCosts: firstCosts,
    routeMax: n,
    nodesMax: NODES_MAX,
    isOver,
  })
  if (chosen === null) return null
  const result: Int32Array[] = known.map(() => new Int32Array(0))
  for (const k of chosen) if (k < tours.length) result[tours[k].shift] = tours[k].nodes
  return result
}

function rowsOf(m: Compiled, tour: PooledTour): Int32Array {
  const visits = tour.nodes.filter((node) => node < m.visitCount).map((v) => v + 1)
  const rows = new Int32Array(visits.length + 1)
  rows.set(visits)
  rows[visits.length] = m.visitCount + tour.shift + 1
  return rows
}
