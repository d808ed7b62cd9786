import { solvePartition } from './partition.ts'
import type { PooledRoute } from './pool.ts'

/** Search tree nodes for one recombination: about a tenth of a second. */
const NODES_MAX = 20_000

/** A cheaper choice of pooled routes than `known`, or null. */
export function recombine(
  n: number,
  pooled: Iterable<PooledRoute>,
  known: readonly (readonly number[])[],
  knownCosts: readonly number[],
  routeMax: number,
  isOver: () => boolean,
): { routes: number[][]; cost: number } | null {
  const routes = [...pooled]
  const upper = knownCosts.reduce((sum, cost) => sum + cost, 0)
  const chosen = solvePartition({ n, routes, upper, known, knownCosts, routeMax, nodesMax: NODES_MAX, isOver })
  if (chosen === null) return null
  let cost = 0
  for (const k of chosen) cost += routes[k].cost
  return { routes: chosen.map((k) => [...routes[k].customers]), cost }
}
