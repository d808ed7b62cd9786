/** One stretch of annealing: share of the budget and temperatures as shares of the hot one. */
export type Cycle = { from: number; to: number; hot: number; cold: number }

/** Iterations a customer below which one long annealing beats several. */
const TWO_CYCLES_FROM = 6_000
const THREE_CYCLES_FROM = 15_000
/** End temperature as a share of the start: the last moves are worth a hundredth of a mean leg. */
export const COLD = 0.01

/** The rest is for the last recombination. */
export const END = 0.97

/**
 * How the budget is cut. Short budgets are one annealing; long ones anneal again from the best with a third of the heat,
 * after the pool was recombined. Several threads need at least two cycles: they exchange between them.
 */
export function makeSchedule(iterationsPerCustomer: number, threads: number): Cycle[] {
  if (iterationsPerCustomer < TWO_CYCLES_FROM && threads === 1) return [{ from: 0, to: END, hot: 1, cold: COLD }]
  if (iterationsPerCustomer < THREE_CYCLES_FROM)
    return [
      { from: 0, to: 0.65, hot: 1, cold: COLD },
      { from: 0.65, to: END, hot: 0.2, cold: COLD },
    ]
  return [
    { from: 0, to: 0.5, hot: 1, cold: COLD },
    { from: 0.5, to: 0.75, hot: 0.3, cold: COLD },
    { from: 0.75, to: END, hot: 0.3, cold: COLD },
  ]
}
