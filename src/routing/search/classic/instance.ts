import type { Convention, SolomonProblem } from '../../readers/solomon.ts'

/**
 * The classic problem in whole numbers: node 0 is the depot, 1 to n are customers. One matrix is time and cost. Times are
 * scaled so that what fits in whole numbers fits in the convention, too.
 */
export type ClassicInstance = {
  name: string
  /** Customers. */
  n: number
  vehicles: number
  capacity: number
  /** Side of the matrix, n + 1. */
  side: number
  matrix: Int32Array
  demand: Int32Array
  ready: Int32Array
  due: Int32Array
  service: Int32Array
  /** Scaled units in one unit of the file. */
  scale: number
}

/** Ten-thousandths keep sums of 1,000 legs within 0.1 of the exact length, and a horizon of 200,000 within 32 bits. */
const EXACT_SCALE = 10_000

/** `distance` counts tenths (its definition); `vehicles` ten-thousandths, rounded up so that no window is missed. */
export function makeInstance(problem: SolomonProblem, convention: Convention): ClassicInstance {
  const side = problem.x.length
  const scale = convention === 'distance' ? 10 : EXACT_SCALE
  const matrix = new Int32Array(side * side)
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      const length = Math.hypot(problem.x[i] - problem.x[j], problem.y[i] - problem.y[j]) * scale
      // The tolerance keeps 5.0 from becoming 4.9 by the last bit of a square root.
      matrix[i * side + j] = convention === 'distance' ? Math.floor(length + 1e-8) : Math.ceil(length - 1e-8)
    }
  const scaled = (row: number[]) => Int32Array.from(row, (value) => Math.round(value * scale))
  return {
    name: problem.name,
    n: side - 1,
    vehicles: problem.vehicles,
    capacity: problem.capacity,
    side,
    matrix,
    demand: Int32Array.from(problem.demand),
    ready: scaled(problem.ready),
    due: scaled(problem.due),
    service: scaled(problem.service),
    scale,
  }
}
