import type { Model } from './model.ts'

/** Travel for the checker: by summing up what is driven in each step, found by bisection. Own code on purpose. */
export function tripEnd(model: Model, from: string, to: string, leave: number, factor: number): number {
  const pair = pairOf(model, from, to)
  const freeFlow = Math.ceil(freeFlowSeconds(model, pair))
  const seconds = factor === 1 ? freeFlow : Math.ceil(freeFlow * factor)
  const byHour = model.travel.byHour
  if (!byHour) return leave + seconds
  const profile =
    byHour.profiles[byHour.profileOf ? Number(byHour.profileOf[pair.row * model.places.length + pair.column]) : 0]
  const clock = leave + (byHour.offsetSeconds ?? 0)
  const driven = (end: number) => drivenBetween(profile, byHour.stepSeconds, clock, end)
  let low = clock
  let high = clock + 1
  while (driven(high) < seconds) high = clock + (high - clock) * 2
  // The least whole second by which the trip is done; the tolerance absorbs the rounding of sums.
  low = Math.floor(low)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (driven(middle) >= seconds - 1e-6) high = middle
    else low = middle
  }
  return leave + (driven(low) >= seconds - 1e-6 ? low : high) - clock
}

function drivenBetween(profile: readonly number[], step: number, from: number, to: number): number {
  let sum = 0
  let time = from
  while (time < to) {
    const k = Math.floor(time / step)
    const end = Math.min(to, (k + 1) * step)
    sum += (end - time) * profile[k % profile.length]
    time = end
  }
  return sum
}

export function tripMetres(model: Model, from: string, to: string): number {
  const pair = pairOf(model, from, to)
  const travel = model.travel
  if (travel.kind === 'euclidean') return Math.round(straight(model, pair))
  const at = pair.row * model.places.length + pair.column
  if (travel.metres) return Math.ceil(travel.metres[at])
  return Math.min(2_000_000_000, Math.ceil(travel.seconds[at]) * 10)
}

type Pair = { row: number; column: number }

const rowsOf = new WeakMap<Model, Map<string, number>>()

function pairOf(model: Model, from: string, to: string): Pair {
  let rows = rowsOf.get(model)
  if (!rows) {
    rows = new Map(model.places.map((place, i) => [place.id, i]))
    rowsOf.set(model, rows)
  }
  return { row: rows.get(from) ?? -1, column: rows.get(to) ?? -1 }
}

function freeFlowSeconds(model: Model, pair: Pair): number {
  const travel = model.travel
  if (travel.kind === 'euclidean') return straight(model, pair) / travel.metresPerSecond
  return travel.seconds[pair.row * model.places.length + pair.column]
}

function straight(model: Model, pair: Pair): number {
  const a = model.places[pair.row]
  const b = model.places[pair.column]
  return Math.hypot(Number(a.x) - Number(b.x), Number(a.y) - Number(b.y))
}
