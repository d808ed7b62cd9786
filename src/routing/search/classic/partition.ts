import type { PooledRoute } from './pool.ts'

/**
 * Set partitioning over a pool: choose routes so that every customer is in exactly one and the sum is least. Lagrangean
 * prices by subgradient, made feasible for the dual, bound a depth-first search; routes whose reduced cost exceeds the gap
 * cannot be in a better solution and go first.
 */
export type Partition = {
  n: number
  routes: PooledRoute[]
  /** Cost of a known solution; only better ones are looked for. */
  upper: number
  /** Routes of that solution: the first prices. */
  known: readonly (readonly number[])[]
  knownCosts: readonly number[]
  routeMax: number
  /** Nodes of the search tree at most. */
  nodesMax: number
  /** Asked now and then; true ends the search with the best so far. */
  isOver: () => boolean
}

/** Rounds of subgradient: with 120 the bound was 1 to 2 % below the best known cost, and thousands of routes could not be ruled out. */
const ROUNDS = 600
/** Rounds without a better bound after which steps get shorter, by how much, and the shortest. */
const STALE_MAX = 12
const SHORTER = 0.75
const STEP_MIN = 0.001
/** Share of the last direction that is kept: without it prices of rival routes swing to and fro. */
const MOMENTUM = 0.6

/** Indexes into `routes` of a cheaper partition, or null when none was found. */
export function solvePartition(p: Partition): number[] | null {
  const { prices, bound } = findPrices(p)
  const gap = p.upper - bound
  if (gap < 0.999) return null
  const rest: number[] = []
  const reduced = new Float64Array(p.routes.length)
  for (let k = 0; k < p.routes.length; k++) {
    let value = p.routes[k].cost
    for (const c of p.routes[k].customers) value -= prices[c]
    reduced[k] = value
    if (value < gap - 0.5) rest.push(k)
  }
  return branch(p, prices, reduced, rest)
}

/** Prices with no negative reduced cost, and their sum: a lower bound. */
function findPrices(p: Partition): { prices: Float64Array; bound: number } {
  const prices = new Float64Array(p.n + 1)
  p.known.forEach((row, r) => {
    for (const c of row) prices[c] = p.knownCosts[r] / row.length
  })
  const covered = new Int32Array(p.n + 1)
  const direction = new Float64Array(p.n + 1)
  const best = prices.slice()
  let bestBound = Number.NEGATIVE_INFINITY
  let step = 1
  let stale = 0
  for (let round = 0; round < ROUNDS; round++) {
    covered.fill(0)
    let bound = 0
    for (let c = 1; c <= p.n; c++) bound += prices[c]
    for (const route of p.routes) {
      let value = route.cost
      for (const c of route.customers) value -= prices[c]
      if (value >= 0) continue
      bound += value
      for (const c of route.customers) covered[c]++
    }
    if (bound > bestBound) {
      bestBound = bound
      best.set(prices)
      stale = 0
    } else if (++stale >= STALE_MAX) {
      step *= SHORTER
      stale = 0
      prices.set(best)
      direction.fill(0)
    }
    let norm = 0
    for (let c = 1; c <= p.n; c++) {
      direction[c] = MOMENTUM * direction[c] + (1 - MOMENTUM) * (1 - covered[c])
      norm += direction[c] ** 2
    }
    if (norm < 1e-9 || step < STEP_MIN || p.isOver()) break
    const length = (step * Math.max(1, p.upper * 1.002 - bound)) / norm
    for (let c = 1; c <= p.n; c++) prices[c] += length * direction[c]
  }
  return repair(p, best)
}

/** Lowers prices route by route until no reduced cost is negative. */
function repair(p: Partition, prices: Float64Array): { prices: Float64Array; bound: number } {
  for (const route of p.routes) {
    let value = route.cost
    for (const c of route.customers) value -= prices[c]
    if (value >= 0) continue
    const share = value / route.customers.length
    for (const c of route.customers) prices[c] += share
  }
  let bound = 0
  for (let c = 1; c <= p.n; c++) bound += prices[c]
  return { prices, bound }
}

type Tree = {
  p: Partition
  words: number
  bits: Int32Array[]
  /** Candidate routes of each customer, cheapest reduced cost first. */
  of: number[][]
  /** Customers, those with few candidates first. */
  order: number[]
  reduced: Float64Array
  upper: number
  nodes: number
  chosen: number[]
  found: number[] | null
}

function branch(p: Partition, prices: Float64Array, reduced: Float64Array, rest: number[]): number[] | null {
  const words = (p.n + 32) >> 5
  const of: number[][] = Array.from({ length: p.n + 1 }, () => [])
  const bits: Int32Array[] = Array.from({ length: p.routes.length })
  rest.sort((a, b) => reduced[a] - reduced[b] || a - b)
  for (const k of rest) {
    const set = new Int32Array(words)
    for (const c of p.routes[k].customers) {
      set[c >> 5] |= 1 << (c & 31)
      of[c].push(k)
    }
    bits[k] = set
  }
  const order = Array.from({ length: p.n }, (_, i) => i + 1).sort((a, b) => of[a].length - of[b].length || a - b)
  if (of[order[0]].length === 0) return null
  const tree: Tree = { p, words, bits, of, order, reduced, upper: p.upper, nodes: 0, chosen: [], found: null }
  let bound = 0
  for (let c = 1; c <= p.n; c++) bound += prices[c]
  descend(tree, new Int32Array(words), bound)
  return tree.found
}

/** `bound` = sum of all prices plus the reduced costs chosen so far: what the best completion costs at least. */
function descend(tree: Tree, taken: Int32Array, bound: number): void {
  if (++tree.nodes > tree.p.nodesMax) return
  if (tree.nodes % 64 === 0 && tree.p.isOver()) tree.nodes = tree.p.nodesMax
  const c = scarcest(tree, taken)
  if (c === 0) {
    tree.upper = bound
    tree.found = [...tree.chosen]
    return
  }
  if (tree.chosen.length >= tree.p.routeMax) return
  for (const k of tree.of[c]) {
    const value = bound + tree.reduced[k]
    // Costs are whole numbers: better means better by one.
    if (value > tree.upper - 0.999) break
    if (!disjoint(tree.bits[k], taken, tree.words)) continue
    const next = taken.slice()
    for (let w = 0; w < tree.words; w++) next[w] |= tree.bits[k][w]
    tree.chosen.push(k)
    descend(tree, next, value)
    tree.chosen.pop()
    if (tree.nodes > tree.p.nodesMax) return
  }
}

/** The customer that has fewest compatible routes left, out of the first dozen uncovered ones; 0 = all are covered. */
function scarcest(tree: Tree, taken: Int32Array): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  let looked = 0
  for (const c of tree.order) {
    if ((taken[c >> 5] & (1 << (c & 31))) !== 0) continue
    let count = 0
    for (const k of tree.of[c]) {
      if (disjoint(tree.bits[k], taken, tree.words)) count++
      if (count >= least) break
    }
    if (count < least) {
      least = count
      best = c
    }
    if (least <= 1 || ++looked >= 12) break
  }
  return best
}

function disjoint(a: Int32Array, b: Int32Array, words: number): boolean {
  for (let w = 0; w < words; w++) if ((a[w] & b[w]) !== 0) return false
  return true
}
