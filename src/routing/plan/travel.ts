import type { Compiled, CompiledTravelByHour } from '../model/compiled.ts'

/** When somebody who leaves place a at `leave` reaches place b. First in, first out. */
export function arriveAt(m: Compiled, a: number, b: number, leave: number, factor: number): number {
  const pair = a * m.placeCount + b
  const freeFlow = m.travel.seconds[pair]
  const seconds = factor === 1 ? freeFlow : Math.ceil(freeFlow * factor)
  const byHour = m.travel.byHour
  return byHour === null ? leave + seconds : arriveByHour(byHour, pair, leave, seconds)
}

/** Free-flow seconds are consumed at the speed of each step until they are used up (Ichoua et al. 2003). */
function arriveByHour(byHour: CompiledTravelByHour, pair: number, leave: number, seconds: number): number {
  const { stepSeconds, stepCount, speeds } = byHour
  const profile = byHour.profileOf === null ? 0 : byHour.profileOf[pair] * stepCount
  const period = stepSeconds * stepCount
  const clock = (leave + byHour.offsetSeconds) % period
  let k = (clock / stepSeconds) | 0
  let room = (k + 1) * stepSeconds - clock
  let time = leave
  let rest = seconds
  for (;;) {
    const speed = speeds[profile + k]
    if (rest <= room * speed) return Math.ceil(time + rest / speed - 1e-9)
    rest -= room * speed
    time += room
    room = stepSeconds
    k = k + 1 === stepCount ? 0 : k + 1
  }
}

/** A trip never takes less than this, at whatever hour. */
export function leastSeconds(m: Compiled, a: number, b: number, factor: number): number {
  const freeFlow = m.travel.seconds[a * m.placeCount + b]
  const seconds = factor === 1 ? freeFlow : Math.ceil(freeFlow * factor)
  return m.travel.byHour === null ? seconds : Math.floor(seconds / m.travel.byHour.speedMax)
}
