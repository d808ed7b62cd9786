import { type Count, formatCount, parseValue, type Register } from '../meters/register.ts'
import { dayOf } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import type { Weather } from '../profiles/share.ts'
import type { CalendarRules, JudgeContext, OtherRegister, PastReading } from './reading.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'

/** A register of a home with its past, as the rules see it. */
export type HomeRegister = {
  readonly row: RegisterRow
  readonly register: Register
  readonly history: readonly PastReading[]
  /** The rows behind the history, oldest first. */
  readonly readings: readonly HistoryRow[]
}

const registerOf = (row: RegisterRow): Register => ({
  commodity: row.commodity,
  direction: row.direction,
  rate: row.rate,
  unit: row.unit,
  digitsBefore: row.digits_before,
  digitsAfter: row.digits_after,
  factor: Number(row.factor),
})

/** Exact count of a stored decimal. The table holds what was entered, so it always fits. */
export function countOf(value: string, register: Pick<Register, 'digitsBefore' | 'digitsAfter'>): Count {
  const parsed = parseValue(
    value.includes('.') ? value.replace(/0+$/, '').replace('.', ',').replace(/,$/, '') : value,
    register,
  )
  if (!parsed.ok) throw new RangeError(`The stored value ${value} is no value of this register.`)
  return parsed.count
}

/** The decimal of a count as it is stored. */
export const valueOf = (count: Count, register: Pick<Register, 'digitsAfter'>): string =>
  formatCount(count, register.digitsAfter)

/** Puts registers and readings of a home together. */
export function homeOf(registers: readonly RegisterRow[], history: readonly HistoryRow[]): HomeRegister[] {
  const byRegister = Map.groupBy(history, (row) => row.register_id)
  return registers.map((row) => {
    const register = registerOf(row)
    const readings = byRegister.get(row.register_id) ?? []
    const past = readings.map((reading) => ({
      day: dayOf(reading.read_on),
      count: countOf(reading.value, register),
      isSubstitute: reading.source === 'calculated' || reading.source === 'estimated',
    }))
    return { row, register, readings, history: past }
  })
}

/** Forecast of a year in the register's own unit: forecasts are kept in kWh (water m3), heat meters may count MWh. */
function forecastIn(register: Register, row: RegisterRow): number | undefined {
  // A forecast stands for the whole location; with two rates it is not known how it splits, so it says nothing here.
  if (row.forecast_kwh === null || row.rate !== 'total') return undefined
  const kwh = Number(row.forecast_kwh)
  if (register.commodity === 'gas' && register.unit === 'm3') return kwh / TYPICAL_KWH_PER_M3
  return register.unit === 'MWh' ? kwh / 1_000 : kwh
}

/** Brennwert x Zustandszahl of natural gas H in Germany, mean; only for an expectation, never for a bill. */
const TYPICAL_KWH_PER_M3 = 10.6

const sourceOf = (one: HomeRegister, weather: Weather | undefined) => ({
  profile: profileOf(one.register.commodity, one.register.direction, one.row.load_profile ?? undefined),
  weather,
  forecast: forecastIn(one.register, one.row),
})

/** What judge may know about one register of the home; the others of the home tell whether the wrong one was read. */
export function contextOf(
  home: readonly HomeRegister[],
  at: HomeRegister,
  weather: Weather | undefined,
  calendar: CalendarRules,
): JudgeContext {
  const others: OtherRegister[] = home
    .filter((one) => one !== at)
    .map((one) => ({
      ...sourceOf(one, weather),
      key: one.row.register_id,
      register: one.register,
      history: one.history,
    }))
  return { ...sourceOf(at, weather), calendar, others }
}
