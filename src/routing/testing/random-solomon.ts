import type { SolomonProblem } from '../readers/solomon.ts'
import { makeRandom } from '../search/random.ts'

/**
 * A made-up classic problem that always has a solution: windows are laid around the times of a random tour plan. `width` is
 * the mean width of a window in units.
 */
export function randomSolomon(seed: number, n: number, width: number): SolomonProblem {
  const random = makeRandom(seed)
  const horizon = 1000
  const problem: SolomonProblem = {
    name: `made up ${seed}`,
    vehicles: n,
    capacity: 100,
    x: [50],
    y: [50],
    demand: [0],
    ready: [0],
    due: [horizon],
    service: [0],
  }
  for (let c = 1; c <= n; c++) {
    const x = random.below(101)
    const y = random.below(101)
    const away = Math.ceil(Math.hypot(x - 50, y - 50))
    const latest = horizon - away - 10
    const middle = away + random.below(latest - away)
    const half = 1 + random.below(width)
    problem.x.push(x)
    problem.y.push(y)
    problem.demand.push(1 + random.below(30))
    problem.ready.push(Math.max(0, middle - half))
    problem.due.push(Math.min(latest, middle + half))
    problem.service.push(10)
  }
  return problem
}

/** The same problem as text in Solomon's format. */
export function solomonText(problem: SolomonProblem): string {
  const rows = problem.x.map((x, c) =>
    [c, x, problem.y[c], problem.demand[c], problem.ready[c], problem.due[c], problem.service[c]].join(' '),
  )
  return [
    problem.name,
    '',
    'VEHICLE',
    'NUMBER CAPACITY',
    `${problem.vehicles} ${problem.capacity}`,
    '',
    'CUSTOMER',
    ...rows,
  ].join('\n')
}
