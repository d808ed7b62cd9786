import {
  type CalendarRules,
  type Day,
  dayOf,
  type JudgeContext,
  type LevelSource,
  type OtherRegister,
  parseObis,
  parseValue,
  type PastReading,
  profileOf,
  type Register,
  type Weather,
} from '#journey/staying/web'
import type { FileRows, MarketLocationRow, MeterRow, ReadingRow, RegisterRow } from '../src/apps/demo/generate/index.ts'

/** The rows of import files that judging needs: any source of them will do. */
export type JudgedRows = Pick<FileRows, 'marketLocations' | 'meters' | 'registers' | 'readings'>

/** One counter of a place over all its devices, with what was read on it. */
export type Chain = LevelSource & {
  readonly siteNumber: string
  readonly kwhPerM3: number | undefined
  readonly entries: { readonly row: ReadingRow; readonly register: Register; readonly reading: PastReading }[]
}

/** Everything that was read in a utility, ready for judge. */
export type JudgeCases = {
  readonly chainOfRegister: ReadonlyMap<string, Chain>
  readonly registers: ReadonlyMap<string, Register>
  readonly chainsOfSite: ReadonlyMap<string, readonly Chain[]>
}

/** Calendar rules of a benchmark: none, as dates are not what it measures. */
const calendar: CalendarRules = { futureDaysMax: 36_500, ageDaysMax: 36_500, distanceDaysMin: 0 }

export const dayOfText = (iso: string): Day => dayOf(Temporal.PlainDate.from(iso))

/**
 * Puts the rows of import files together as the judge is given them in the program: readings in order of days, without replaced
 * ones, over the exchange of devices, with the profile and the forecast of the market location.
 */
export function gatherCases(rows: JudgedRows, weather: Weather | undefined, kwhPerM3?: number): JudgeCases {
  const locations = new Map(rows.marketLocations.map((row) => [row.marketLocationId, row]))
  const meters = new Map(rows.meters.map((row) => [row.meterNumber, row]))
  const registers = new Map<string, Register>()
  const chains = new Map<string, Chain>()
  const chainOfRegister = new Map<string, Chain>()
  for (const row of rows.registers) {
    const meter = meters.get(row.meterNumber)
    const location = locations.get(row.marketLocationId ?? meter?.marketLocationId ?? '')
    if (!meter || !location) continue
    registers.set(row.registerKey, registerOf(row, meter))
    const key = `${location.marketLocationId} ${row.direction} ${row.rate}`
    const chain = chains.get(key) ?? chainOf(row, meter, location, weather, kwhPerM3)
    chains.set(key, chain)
    chainOfRegister.set(row.registerKey, chain)
  }
  addReadings(rows.readings, chainOfRegister, registers)
  return { chainOfRegister, registers, chainsOfSite: Map.groupBy(chains.values(), (chain) => chain.siteNumber) }
}

function registerOf(row: RegisterRow, meter: MeterRow): Register {
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

function chainOf(
  row: RegisterRow,
  meter: MeterRow,
  location: MarketLocationRow,
  weather: Weather | undefined,
  kwhPerM3?: number,
): Chain {
  const perUnit = row.unit === 'MWh' ? 1000 : row.unit === 'm3' && meter.commodity === 'gas' ? (kwhPerM3 ?? 10.6) : 1
  return {
    profile: profileOf(meter.commodity, row.direction, location.loadProfile),
    weather,
    forecast: location.forecastKwh / perUnit,
    siteNumber: location.siteNumber,
    kwhPerM3,
    entries: [],
  }
}

function addReadings(
  rows: readonly ReadingRow[],
  chains: ReadonlyMap<string, Chain>,
  registers: ReadonlyMap<string, Register>,
): void {
  const sorted = rows
    .filter((row) => row.status !== 'replaced')
    .map((row) => ({ row, day: dayOfText(row.readOn) }))
    // On the day of an exchange the old device comes first: its register has been read before.
    .sort((a, b) => a.day - b.day)
  const seen = new Set<string>()
  for (const { row, day } of sorted) {
    const chain = chains.get(row.registerKey)
    const register = registers.get(row.registerKey)
    const value = register && parseValue(row.value.replace('.', ','), register)
    if (!chain || !register || !value?.ok) continue
    const isFirst = !seen.has(row.registerKey)
    seen.add(row.registerKey)
    const entry = {
      row,
      register,
      reading: {
        day,
        count: value.count,
        register,
        ...(row.source === 'estimated' || row.source === 'calculated' ? { isSubstitute: true } : {}),
        ...(isFirst && chain.entries.length > 0 ? { startsDevice: true } : {}),
        ...(row.reason === 'move-in' ? { startsStay: true } : {}),
      },
    }
    // The last value of a device that goes may stand after the first of the one that comes: put it in front.
    const last = chain.entries.at(-1)
    const isLate =
      last !== undefined &&
      last.reading.startsDevice &&
      last.reading.day === day &&
      !isFirst &&
      last.row.registerKey !== row.registerKey
    if (isLate) chain.entries.splice(-1, 0, entry)
    else chain.entries.push(entry)
  }
}

/** History of the chain before the reading of this row, and the context that judge gets for it. */
export function caseOf(
  cases: JudgeCases,
  chain: Chain,
  before: number,
  day: Day,
): { history: PastReading[]; context: JudgeContext } {
  const others: OtherRegister[] = []
  for (const other of cases.chainsOfSite.get(chain.siteNumber) ?? []) {
    if (other === chain) continue
    const past = other.entries.filter((entry) => entry.reading.day < day)
    const register = past.at(-1)?.register
    if (register) {
      const { profile, weather, forecast } = other
      others.push({
        key: past.at(-1)?.row.registerKey ?? '',
        register,
        history: past.map((entry) => entry.reading),
        profile,
        weather,
        forecast,
      })
    }
  }
  const { profile, weather, forecast, kwhPerM3 } = chain
  return {
    history: chain.entries.slice(0, before).map((entry) => entry.reading),
    context: { profile, weather, forecast, kwhPerM3, calendar, others },
  }
}
