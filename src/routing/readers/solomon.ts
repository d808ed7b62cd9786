/** Text of Solomon (1987) and Gehring and Homberger (1999): one depot, equal vehicles, one window a customer. */
export type SolomonProblem = {
  name: string
  vehicles: number
  capacity: number
  /** Row 0 is the depot; its window bounds departure and return. */
  x: number[]
  y: number[]
  demand: number[]
  ready: number[]
  due: number[]
  service: number[]
}

/**
 * Reads the text. Lines of numbers count: the first with two is the fleet, those with seven are depot and customers.
 * @throws {Error} naming what is missing.
 */
export function readSolomon(text: string): SolomonProblem {
  const lines = text.split(/\r?\n/)
  const problem: SolomonProblem = {
    name: lines.find((line) => line.trim() !== '')?.trim() ?? '',
    vehicles: 0,
    capacity: 0,
    x: [],
    y: [],
    demand: [],
    ready: [],
    due: [],
    service: [],
  }
  lines.forEach((line, i) => {
    const row = line.trim().split(/\s+/).map(Number)
    if (row.some((value) => !Number.isFinite(value))) return
    if (row.length === 2 && problem.capacity === 0) {
      problem.vehicles = row[0]
      problem.capacity = row[1]
    }
    if (row.length !== 7) return
    if (row[0] !== problem.x.length)
      throw new Error(`Line ${i + 1}: customer ${row[0]} where ${problem.x.length} was due.`)
    problem.x.push(row[1])
    problem.y.push(row[2])
    problem.demand.push(row[3])
    problem.ready.push(row[4])
    problem.due.push(row[5])
    problem.service.push(row[6])
  })
  if (problem.capacity <= 0) throw new Error('No line with the number of vehicles and their capacity.')
  if (problem.x.length < 2) throw new Error('No customers.')
  return problem
}

/** What counts: `distance` = sum of Euclidean lengths cut to one decimal; `vehicles` = count first, then double lengths. */
export type Convention = 'distance' | 'vehicles'

/** Length of a leg in the convention, in units of the file. */
export function legLength(problem: SolomonProblem, i: number, j: number, convention: Convention): number {
  const length = Math.hypot(problem.x[i] - problem.x[j], problem.y[i] - problem.y[j])
  return convention === 'distance' ? Math.floor(length * 10 + 1e-9) / 10 : length
}
