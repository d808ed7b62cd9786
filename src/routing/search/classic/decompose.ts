import type { Random } from '../random.ts'
import type { ClassicInstance } from './instance.ts'

/**
 * Cuts routes into groups that lie together, by halving: two routes far from each other draw the rest to their sides, the
 * nearer half goes with each, and halves are halved again until none has more than `most` customers. The pair is drawn anew
 * each time, so borders move from one call to the next. Answers indexes of routes.
 */
export function decompose(
  instance: ClassicInstance,
  routes: readonly (readonly number[])[],
  most: number,
  random: Random,
): number[][] {
  const middles = routes.map((row) => middleOf(instance, row))
  const groups: number[][] = []
  const open = [routes.map((_, r) => r)]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const customers = part.reduce((sum, r) => sum + routes[r].length, 0)
    if (customers <= most || part.length < 2) groups.push(part)
    else open.push(...halve(instance, routes, part, middles, customers / 2, random))
  }
  return groups
}

function halve(
  instance: ClassicInstance,
  routes: readonly (readonly number[])[],
  part: readonly number[],
  middles: readonly number[],
  half: number,
  random: Random,
): number[][] {
  const { matrix, side } = instance
  const length = (a: number, b: number) => matrix[middles[a] * side + middles[b]]
  const one = farthest(part, part[random.below(part.length)], length)
  const two = farthest(part, one, length)
  const sorted = [...part].sort((a, b) => length(a, one) - length(a, two) - length(b, one) + length(b, two) || a - b)
  let count = routes[sorted[0]].length
  let cut = 1
  while (cut < sorted.length - 1 && count + routes[sorted[cut]].length / 2 < half) count += routes[sorted[cut++]].length
  return [sorted.slice(0, cut), sorted.slice(cut)]
}

function farthest(part: readonly number[], from: number, length: (a: number, b: number) => number): number {
  let best = part[0]
  for (const r of part) if (length(from, r) > length(from, best)) best = r
  return best
}

/** The customer of a route that is nearest to all of its others. */
function middleOf(instance: ClassicInstance, row: readonly number[]): number {
  const { matrix, side } = instance
  let best = row[0]
  let least = Number.POSITIVE_INFINITY
  for (const c of row) {
    let sum = 0
    for (const d of row) sum += matrix[c * side + d]
    if (sum >= least) continue
    least = sum
    best = c
  }
  return best
}

/** The problem of these customers alone; customer k of it is `customers[k - 1]` of the whole. */
export function partOf(instance: ClassicInstance, customers: readonly number[], vehicles: number): ClassicInstance {
  const nodes = [0, ...customers]
  const side = nodes.length
  const matrix = new Int32Array(side * side)
  for (let i = 0; i < side; i++) {
    const row = nodes[i] * instance.side
    for (let j = 0; j < side; j++) matrix[i * side + j] = instance.matrix[row + nodes[j]]
  }
  const pick = (row: Int32Array) => Int32Array.from(nodes, (v) => row[v])
  return {
    name: instance.name,
    n: customers.length,
    vehicles,
    capacity: instance.capacity,
    side,
    matrix,
    demand: pick(instance.demand),
    ready: pick(instance.ready),
    due: pick(instance.due),
    service: pick(instance.service),
    scale: instance.scale,
  }
}
