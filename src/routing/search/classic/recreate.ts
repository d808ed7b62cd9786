import type { Random } from '../random.ts'
import type { Near } from './near.ts'
import { cheapest, cheapestAnywhere, cheapestWithRoom } from './cheapest.ts'
import { insertAfter, type Routes } from './routes.ts'
import { touch, type Undo } from './undo.ts'

/**
 * Puts absent customers back, each at its cheapest position (with blinks). Answers how many found none; they stand at the
 * front of `absent`.
 */
export function recreate(
  routes: Routes,
  near: Near,
  undo: Undo,
  random: Random,
  keys: Float64Array,
  absent: Int32Array,
  count: number,
): number {
  sortAbsent(routes, random, keys, absent, count)
  let left = 0
  for (let i = 0; i < count; i++) {
    const c = absent[i]
    let u = cheapestWithRoom(routes, random, c)
    if (u === -2) u = near.complete ? cheapestAnywhere(routes, near, random, c) : cheapest(routes, near, random, c)
    if (u < 0) absent[left++] = c
    else {
      touch(undo, routes, routes.route[u])
      insertAfter(routes, u, c)
    }
  }
  return left
}

/** Orders by chance, demand, farness, nearness and windows, with the weights of the paper for problems with windows. */
function sortAbsent(routes: Routes, random: Random, keys: Float64Array, absent: Int32Array, count: number): void {
  const { matrix, side, demand, ready, due } = routes.instance
  const kind = random.below(17)
  for (let i = 0; i < count; i++) {
    const c = absent[i]
    if (kind < 4) keys[i] = random.unit()
    else if (kind < 8) keys[i] = -demand[c]
    else if (kind < 10) keys[i] = -matrix[c * side]
    else if (kind < 11) keys[i] = matrix[c * side]
    else if (kind < 13) keys[i] = due[c] - ready[c]
    else if (kind < 15) keys[i] = ready[c]
    else keys[i] = -due[c]
  }
  // Insertion sort: a dozen entries, and no allocation.
  for (let i = 1; i < count; i++) {
    const c = absent[i]
    const key = keys[i]
    let j = i - 1
    while (j >= 0 && keys[j] > key) {
      absent[j + 1] = absent[j]
      keys[j + 1] = keys[j]
      j--
    }
    absent[j + 1] = c
    keys[j + 1] = key
  }
}
