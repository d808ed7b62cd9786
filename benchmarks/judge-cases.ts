import {
  type CalendarRules,
  type Day,
  dayOf,
  type DeviceReadings,
  historyOf,
  type JudgeContext,
  type OtherRegister,
  parseObis,
  parseValue,
  type PastReading,
  profileOf,
  type Register,
  type Weather,
} from '#journey/staying/web'
import type { KnownRegister, MarketLocationRow, ReadingCase } from '../src/apps/demo/generate/index.ts'

/** Calendar rules of a benchmark: none, as dates are not what it measures. */
const calendar: CalendarRules = { futureDaysMax: 36_500, ageDaysMax: 36_500, distanceDaysMin: 0 }

/** What judge gets for one planted case: nothing that a clerk would not know on the day. */
export type JudgeInput = {
  readonly history: readonly PastReading[]
  readonly entered: { readonly day: Day; readonly count: number }
  readonly register: Register
  readonly context: JudgeContext
}

export const dayOfText = (iso: string): Day => dayOf(Temporal.PlainDate.from(iso))

function registerOf({ register: row, meter }: Pick<KnownRegister, 'register' | 'meter'>): Register {
  const { rate, direction, unit, digitsBefore, digitsAfter, factor } = row
  return {
    commodity: parseObis(row.obis)?.commodity ?? meter.commodity,
    rate,
    direction,
    unit,
    digitsBefore,
    digitsAfter,
    factor,
  }
}

function deviceOf(known: KnownRegister): DeviceReadings {
  const register = registerOf(known)
  const readings: PastReading[] = []
  for (const row of known.readings) {
    const value = parseValue(row.value.replace('.', ','), register)
    if (!value.ok) continue
    const isSubstitute = row.source === 'estimated' || row.source === 'calculated'
    readings.push({
      day: dayOfText(row.readOn),
      count: value.count,
      isSubstitute,
      startsStay: row.reason === 'move-in',
    })
  }
  return { register, readings }
}

function isSameCounter(a: KnownRegister, b: KnownRegister): boolean {
  return (
    a.register.direction === b.register.direction &&
    a.register.rate === b.register.rate &&
    a.meter.commodity === b.meter.commodity
  )
}

/** Forecast in the register's unit; water has m3 in the column. */
function forecastOf(location: MarketLocationRow, register: Register, kwhPerM3: number): number {
  if (register.unit === 'MWh') return location.forecastKwh / 1000
  return register.commodity === 'gas' ? location.forecastKwh / kwhPerM3 : location.forecastKwh
}

function othersOf(planted: ReadingCase, weather: Weather | undefined): OtherRegister[] {
  const [own, ...sameLocation] = planted.history
  const elsewhere = [...sameLocation, ...planted.others].filter(
    (known) => !isSameCounter(own, known) || planted.others.includes(known),
  )
  return elsewhere
    .filter((known) => known.meter.removedOn === undefined || known.meter.removedOn > planted.readOn)
    .map((known) => {
      const register = registerOf(known)
      const profile = profileOf(register.commodity, register.direction, undefined)
      return { key: known.register.registerKey, register, history: historyOf([deviceOf(known)]), profile, weather }
    })
}

/** Puts a planted case together as the program does; undefined where the entry is no number that a register could be asked for. */
export function inputOf(planted: ReadingCase, weather: Weather | undefined, kwhPerM3: number): JudgeInput | undefined {
  const [own, ...sameLocation] = planted.history
  const register = registerOf(planted)
  const value = parseValue(planted.entered.replace('.', ','), register)
  if (!value.ok) return undefined
  const devices = [own, ...sameLocation.filter((known) => isSameCounter(own, known))]
  devices.sort((a, b) => a.meter.installedOn.localeCompare(b.meter.installedOn))
  const history = historyOf(devices.map(deviceOf), dayOfText(planted.contractStartsOn))
  const profile = profileOf(register.commodity, register.direction, planted.marketLocation.loadProfile)
  const forecast = forecastOf(planted.marketLocation, register, kwhPerM3)
  const context = { profile, weather, forecast, kwhPerM3, calendar, others: othersOf(planted, weather) }
  return { history, entered: { day: dayOfText(planted.readOn), count: value.count }, register, context }
}
