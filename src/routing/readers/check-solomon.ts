import { type Convention, legLength, type SolomonProblem } from './solomon.ts'

/** What a solution comes to, recomputed from the text of the problem alone. */
export type SolomonCheck = { feasible: boolean; faults: string[]; distance: number; vehicles: number }

/**
 * The independent checker of the classic problem: drives every route in the file's own units and in the convention's
 * lengths. Shares nothing with the search.
 */
export function checkSolomon(
  problem: SolomonProblem,
  routes: readonly (readonly number[])[],
  convention: Convention,
): SolomonCheck {
  const faults: string[] = []
  const visited = new Map<number, number>()
  let distance = 0
  routes.forEach((route, r) => {
    let load = 0
    let time = problem.ready[0]
    let at = 0
    for (const customer of [...route, 0]) {
      const leg = legLength(problem, at, customer, convention)
      distance += leg
      time = Math.max(time + (at === 0 ? 0 : problem.service[at]) + leg, problem.ready[customer])
      // A billionth of a unit: sums of doubles, nothing that a clock shows.
      if (time > problem.due[customer] + 1e-9 * Math.max(1, time)) faults.push(`Route ${r + 1} is late at ${customer}.`)
      if (customer !== 0) visited.set(customer, (visited.get(customer) ?? 0) + 1)
      load += problem.demand[customer]
      at = customer
    }
    if (load > problem.capacity) faults.push(`Route ${r + 1} carries ${load}, capacity is ${problem.capacity}.`)
    if (route.length === 0) faults.push(`Route ${r + 1} is empty.`)
  })
  for (let c = 1; c < problem.x.length; c++)
    if (visited.get(c) !== 1) faults.push(`Customer ${c} is visited ${visited.get(c) ?? 0} times.`)
  if (routes.length > problem.vehicles) faults.push(`${routes.length} routes, ${problem.vehicles} vehicles.`)
  // Tenths add up exactly in whole numbers.
  const exact = convention === 'distance' ? Math.round(distance * 10) / 10 : distance
  return { feasible: faults.length === 0, faults, distance: exact, vehicles: routes.length }
}
