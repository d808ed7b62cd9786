import { type Count, formatCount, parseValue, type Register } from '../meters/register.ts'
import { dayOf } from '../profiles/day.ts'
import { profileOf } from '../profiles/profile.ts'
import type { Weather } from '../profiles/share.ts'
import { type DeviceReadings, historyOf } from './history.ts'
import { type CalendarRules, isSubstitute, type JudgeContext, type OtherRegister, type PastReading } from './reading.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'

/** A register of a home with its past, as the rules see it. */
export type HomeRegister = {
  readonly row: RegisterRow
  readonly register: Register
  /** Readings of this place, oldest first, those of the devices before included. */
  readonly history: readonly PastReading[]
  /** The rows behind the history, at the same places. */
  readonly rows: readonly HistoryRow[]
  /** Rows of this device alone. */
  readonly readings: readonly HistoryRow[]
}

/** Units as people write them. */
export const shownUnit = (unit: RegisterRow['unit']): string => (unit === 'm3' ? 'm³' : unit)

export const registerOf = (row: RegisterRow): Register => ({
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

const runsOn = (row: RegisterRow, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(row.starts_on.subtract({ days: 1 }), day) <= 0 &&
  (row.ends_on === null || Temporal.PlainDate.compare(day, row.ends_on) <= 0) &&
  Temporal.PlainDate.compare(row.installed_on, day) <= 0 &&
  (row.removed_on === null || Temporal.PlainDate.compare(day, row.removed_on) <= 0)

/** Registers that count the same thing one after the other, as meters are exchanged: one place, one direction, one rate. */
export const placeOf = (row: RegisterRow): string => `${row.market_location_id}/${row.direction}/${row.rate}`

/** One row a register: of two contracts at one place (the day between them belongs to both) the later. */
const onceEach = (rows: readonly RegisterRow[]): RegisterRow[] => [
  ...new Map(rows.map((row) => [row.register_id, row])).values(),
]

/**
 * Puts the registers of a home on a day together with their readings. The devices that hung at the same place before are
 * part of the past: a new meter does not make a customer new.
 */
export function homeOf(
  registers: readonly RegisterRow[],
  history: readonly HistoryRow[],
  day: Temporal.PlainDate,
): HomeRegister[] {
  const byRegister = Map.groupBy(history, (row) => row.register_id)
  const byPlace = Map.groupBy(onceEach(registers), placeOf)
  return onceEach(registers.filter((row) => runsOn(row, day))).map((row) => {
    const devices = (byPlace.get(placeOf(row)) ?? [])
      .filter((one) => one === row || isBefore(one, row))
      .toSorted((a, b) => Temporal.PlainDate.compare(a.installed_on, b.installed_on))
    const readings = (device: RegisterRow) => byRegister.get(device.register_id) ?? []
    return {
      row,
      register: registerOf(row),
      history: historyOf(devices.map((device) => deviceReadingsOf(device, readings(device)))),
      rows: devices.flatMap(readings),
      readings: readings(row),
    }
  })
}

const isBefore = (one: RegisterRow, row: RegisterRow): boolean =>
  one.removed_on !== null && Temporal.PlainDate.compare(one.removed_on, row.installed_on) <= 0

/** Readings of one device as the rules see them. */
export function deviceReadingsOf(device: RegisterRow, rows: readonly HistoryRow[]): DeviceReadings {
  const register = registerOf(device)
  const readings = rows.map((row) => ({
    day: dayOf(row.read_on),
    count: countOf(row.value, register),
    isSubstitute: isSubstitute(row.source),
  }))
  return { register, readings }
}

/** Forecast of a year in the register's own unit: forecasts are kept in kWh (water m3), heat meters may count MWh. */
export function forecastIn(register: Register, row: RegisterRow): number | undefined {
  if (row.forecast_kwh === null) return undefined
  const kwh = Number(row.forecast_kwh)
  if (register.commodity === 'gas' && register.unit === 'm3') return kwh / TYPICAL_KWH_PER_M3
  return register.unit === 'MWh' ? kwh / 1_000 : kwh
}

/** Brennwert x Zustandszahl of natural gas H in Germany, mean; only for an expectation, never for a bill. */
const TYPICAL_KWH_PER_M3 = 10.6

export const sourceOf = (one: Pick<HomeRegister, 'row' | 'register'>, weather: Weather | undefined) => ({
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
