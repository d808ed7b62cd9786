import { largestOf, makeMatrix, type Matrix } from './matrix.ts'
import type { CompiledTravel, CompiledTravelByHour } from './compiled.ts'
import type { Model, TravelByHour } from './model.ts'

/** 10 m/s: only used for cost and range when the caller has seconds but no metres. */
const METRES_PER_SECOND_DEFAULT = 10

export function compileTravel(model: Model): CompiledTravel {
  const n = model.places.length
  const travel = model.travel
  const byHour = travel.byHour ? compileByHour(travel.byHour) : null
  if (travel.kind === 'euclidean') {
    const longest = diagonalOf(model)
    const seconds = makeMatrix(n * n, Math.ceil(longest / travel.metresPerSecond))
    const metres = makeMatrix(n * n, Math.ceil(longest))
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
  const metres = travel.metres ? wholeNumbers(travel.metres) : metresFor(seconds)
  return { seconds, metres, byHour }
}

function metresFor(seconds: Matrix): Matrix {
  const metres = makeMatrix(seconds.length, largestOf(seconds) * METRES_PER_SECOND_DEFAULT)
  for (let i = 0; i < seconds.length; i++) metres[i] = Math.min(seconds[i] * METRES_PER_SECOND_DEFAULT, 2_000_000_000)
  return metres
}

/** No two places are farther from each other than the corners of the box around all of them. */
function diagonalOf(model: Model): number {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const place of model.places) {
    left = Math.min(left, place.x as number)
    right = Math.max(right, place.x as number)
    low = Math.min(low, place.y as number)
    high = Math.max(high, place.y as number)
  }
  return model.places.length === 0 ? 0 : Math.hypot(right - left, high - low)
}

/** Whole numbers are taken as they are, everything else is rounded up. */
function wholeNumbers(matrix: ArrayLike<number>): Matrix {
  if (matrix instanceof Int32Array || matrix instanceof Uint16Array) return matrix
  const whole = makeMatrix(matrix.length, largestOf(matrix))
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
