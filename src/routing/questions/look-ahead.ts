import { phi } from './risk.ts'
import type { Board } from './board.ts'

/** What is expected to come: by day, so that a slot on a day that will fill up costs what it keeps others from. */
export type Forecast = {
  /** Further requests expected for each day of the plan (`Shift.day`). */
  days: readonly { day: number; requests: number }[]
  /** Mean seconds of work that one request takes, service and travel. */
  secondsMean: number
  /** Deviation of these seconds as a share of the mean. Default 0.5. */
  secondsDeviation?: number
  /** What an appointment is worth that cannot be given: what leaving it out or a day of overtime would cost. */
  valueCents: number
}

/** Price of a working second on each day. */
export type Bids = { centsPerSecond: Map<number, number>; freeSeconds: Map<number, number> }

/**
 * Bid price of capacity (as in revenue management; Talluri and van Ryzin 2004, 3.2): the value of a request for each
 * second that it takes, times the chance that the day will be sold out. Demand is a compound Poisson sum, seen as normal.
 * On a day with room a second costs nothing.
 */
export function bidsOf(board: Board, forecast: Forecast): Bids {
  const freeSeconds = freeByDay(board)
  const centsPerSecond = new Map<number, number>()
  const deviation = forecast.secondsDeviation ?? 0.5
  for (const [day, free] of freeSeconds) {
    const requests = forecast.days.find((one) => one.day === day)?.requests ?? 0
    const mean = requests * forecast.secondsMean
    const spread = Math.sqrt(Math.max(1e-9, requests * (1 + deviation * deviation))) * forecast.secondsMean
    const soldOut = requests <= 0 ? 0 : 1 - phi((free - mean) / Math.max(1, spread))
    centsPerSecond.set(day, (soldOut * forecast.valueCents) / Math.max(1, forecast.secondsMean))
  }
  return { centsPerSecond, freeSeconds }
}

/** Seconds of the shifts of each day that are not planned yet, without overtime. */
function freeByDay(board: Board): Map<number, number> {
  const { m, state } = board
  const free = new Map<number, number>()
  for (let s = 0; s < m.shiftCount; s++) {
    if (board.closed[s]) continue
    let seconds = m.shifts.endSeconds[s] - m.shifts.startSeconds[s]
    for (let b = m.shifts.breakFrom[s]; b < m.shifts.breakFrom[s + 1]; b++)
      if (!m.shifts.breakPaid[b]) seconds -= m.shifts.breakSeconds[b]
    seconds = Math.min(seconds, m.shifts.workMaxSeconds[s]) - state.workSeconds[s]
    free.set(m.shifts.day[s], (free.get(m.shifts.day[s]) ?? 0) + Math.max(0, seconds))
  }
  return free
}
