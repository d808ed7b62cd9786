import type { CompiledTravel, CompiledTravelByHour } from './compiled.ts'
import type { Model, TravelByHour } from './model.ts'

/** 10 m/s: only used for cost and range when the caller has seconds but no metres. */
const METRES_PER_SECOND_DEFAULT = 10

export function compileTravel(model: Model): CompiledTravel {
  const n = model.places.length
  const travel = model.travel
  const byHour = travel.byHour ? compileByHour(travel.byHour) : null
  if (travel.kind === 'euclidean') {
    const seconds = new Int32Array(n * n)
    const metres = new Int32Array(n * n)
    for (let i = 0; i < n; i++) {
      const a = model.places[i]
      for (let j = 0; j < n; j++) {
        const b = model.places[j]
        const length = Math.hypot((a.x as number) - (b.x as number), (a.y as number) - (b.y as number))
        metres[i * n + j] = Math.round(length)
        // Rounded up: nobody arrives early by rounding.
        seconds[i * n + j] = Math.ceil(length / travel.metresPerSecond)
      }
    }
    return { seconds, metres, byHour }
  }
  const seconds = wholeNumbers(travel.seconds)
  const metres = travel.metres
    ? wholeNumbers(travel.metres)
    : seconds.map((value) => Math.min(value * METRES_PER_SECOND_DEFAULT, 2_000_000_000))
  return { seconds, metres, byHour }
}

/** An Int32Array is taken as it is, everything else is rounded up. */
function wholeNumbers(matrix: ArrayLike<number>): Int32Array {
  if (matrix instanceof Int32Array) return matrix
  const whole = new Int32Array(matrix.length)
  for (let i = 0; i < matrix.length; i++) whole[i] = Math.ceil(matrix[i])
  return whole
}

function compileByHour(byHour: TravelByHour): CompiledTravelByHour {
  const stepCount = byHour.profiles[0].length
  const speeds = new Float64Array(byHour.profiles.flat())
  return {
    stepSeconds: byHour.stepSeconds,
    stepCount,
    offsetSeconds: byHour.offsetSeconds ?? 0,
    speeds,
    profileOf: byHour.profileOf ? Uint8Array.from(byHour.profileOf) : null,
    speedMax: speeds.reduce((most, speed) => Math.max(most, speed), 0),
  }
}
