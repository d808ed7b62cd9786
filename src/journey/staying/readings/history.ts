import type { Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import type { PastReading } from './reading.ts'

/** One device's register with its readings in order of days. */
export type DeviceReadings = {
  readonly register: Register
  readonly readings: readonly Pick<PastReading, 'day' | 'count' | 'isSubstitute' | 'startsStay'>[]
}

/**
 * The history that judge wants: one counter of a place over all its devices. The first value of each later device begins it, each
 * reading keeps the register that it was read on, and the last reading before the contract began is where another household's use
 * ends (the reading at a move belongs to both).
 * @param devices the oldest first; the last one is the register in question
 * @param contractStartsOn first day of the customer at this place, undefined where it does not matter
 */
export function historyOf(devices: readonly DeviceReadings[], contractStartsOn?: Day): PastReading[] {
  const history: PastReading[] = []
  for (const { register, readings } of devices) {
    const startsDevice = history.length > 0
    for (const [index, reading] of readings.entries()) {
      history.push({ ...reading, register, ...(index === 0 && startsDevice && { startsDevice }) })
    }
  }
  if (contractStartsOn === undefined) return history
  const begins = history.findLastIndex((reading) => reading.day <= contractStartsOn)
  return history.map((reading, index) => (index === begins ? { ...reading, startsStay: true } : reading))
}
