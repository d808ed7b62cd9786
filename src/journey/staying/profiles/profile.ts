import type { Commodity, Direction } from '../meters/obis.ts'
import { gasCurves, gasDayEnergy, gasWeekdayFactors } from './gas-tables.ts'
import { dayFactor, dynamisedProfiles, type PowerProfileCode, powerDayEnergy } from './power-tables.ts'
import {
  betweenMonths,
  climateMeanC,
  climateSpreadC,
  daysOfMonths,
  degreeDayLimitC,
  degreeDayRoomC,
  heatBaseShare,
  heatPumpBaseShare,
  solarYield,
  waterSeason,
} from './season-tables.ts'

/** What a profile needs to know of a day. */
export type ProfileDay = {
  readonly month: number
  readonly dayOfMonth: number
  readonly dayOfYear: number
  /** Monday 0 to Sunday 6, holidays as Sundays. */
  readonly weekday: number
}

/** The shape of a year's consumption: relative energy of each day, in any unit (shares are made of it). */
export type Profile = {
  readonly code: string
  /** Whether the temperature of the day matters. */
  readonly weatherDriven: boolean
  readonly dayEnergy: (day: ProfileDay, celsius: number) => number
}

/** Degree days of one day: room temperature less the day's mean where that is below the heating limit (VDI 3807). */
export function degreeDaysOf(celsius: number): number {
  return celsius < degreeDayLimitC ? degreeDayRoomC - celsius : 0
}

/** Mean of a curve over the days that the climate holds for a date (Gauss-Hermite with three places). */
export function overClimate(curve: (celsius: number) => number, month: number, dayOfMonth: number): number {
  const mean = betweenMonths(climateMeanC, month, dayOfMonth)
  const reach = climateSpreadC * Math.sqrt(3)
  return curve(mean - reach) / 6 + (curve(mean) * 2) / 3 + curve(mean + reach) / 6
}

const normalDegreeDays = (() => {
  let sum = 0
  for (const [index, days] of daysOfMonths.entries()) sum += overClimate(degreeDaysOf, index + 1, 15.5) * days
  return sum
})()

function power(code: PowerProfileCode): Profile {
  const table = powerDayEnergy[code]
  const isDynamised = dynamisedProfiles.has(code)
  return {
    code,
    weatherDriven: false,
    dayEnergy: ({ month, dayOfYear, weekday }) => {
      const row = table[month - 1] as readonly [number, number, number]
      const energy = weekday === 6 ? row[2] : weekday === 5 ? row[1] : row[0]
      return isDynamised ? energy * dayFactor(dayOfYear) : energy
    },
  }
}

function gas(code: string): Profile {
  const curve = gasCurves[code] as readonly number[]
  const weekdays = gasWeekdayFactors[code.slice(0, 3)]
  return {
    code,
    weatherDriven: true,
    dayEnergy: ({ weekday }, celsius) => gasDayEnergy(curve, celsius) * (weekdays?.[weekday] ?? 1),
  }
}

function heating(code: string, constantShare: number): Profile {
  return {
    code,
    weatherDriven: true,
    dayEnergy: (_, celsius) =>
      constantShare / 365.25 + ((1 - constantShare) * degreeDaysOf(celsius)) / normalDegreeDays,
  }
}

const flat: Profile = { code: 'flat', weatherDriven: false, dayEnergy: () => 1 }
const water: Profile = {
  code: 'water',
  weatherDriven: false,
  dayEnergy: ({ month, dayOfMonth }) => betweenMonths(waterSeason, month, dayOfMonth),
}
const solar: Profile = {
  code: 'solar',
  weatherDriven: false,
  dayEnergy: ({ month, dayOfMonth }) => betweenMonths(solarYield, month, dayOfMonth),
}
const heat = heating('heat', heatBaseShare)
const heatPump = heating('heat-pump', heatPumpBaseShare)

const profiles = new Map<string, Profile>([
  ...(Object.keys(powerDayEnergy) as PowerProfileCode[]).map((code) => [code, power(code)] as const),
  ...Object.keys(gasCurves).map((code) => [code, gas(code)] as const),
  ...[flat, water, solar, heat, heatPump].map((profile) => [profile.code, profile] as const),
])

// Profiles of 1999 that operators still use: the group of 2025 that took their place. Street lamps, pumps and ripple control: even.
const groupOfLetter: Readonly<Record<string, string>> = { H: 'H25', G: 'G25', L: 'L25', P: 'P25', S: 'S25' }

function powerProfileOf(code: string): Profile {
  // Temperature-dependent profiles of grid operators (TLP) have no common name; these beginnings are the usual ones.
  if (/^(TLP|WP|HP|HZ|HEATPUMP|NSP|EH)/.test(code)) return heatPump
  if (/^(ES|EV|PV|SOLAR)/.test(code)) return solar
  const group = /^[HGLPS](25|[0-9])$/.test(code) ? groupOfLetter[code[0] as string] : undefined
  return profiles.get(group ?? 'H25') as Profile
}

function gasProfileOf(code: string): Profile {
  const match = /^(H(?:EF|MF|KO)|G[A-Z]{2})(33|34|0?[34])?/.exec(code)
  const variant = match?.[2]?.endsWith('3') ? '33' : '34'
  return profiles.get(`${match?.[1]}${variant}`) ?? (profiles.get('HEF34') as Profile)
}

/**
 * The profile of a market location. Known: BDEW 2025 and the older H0, G0 to G6, L0 to L2 for power, the 15 gas profiles in
 * variants 03, 04, 33, 34; water, heat and feed-in have one shape each. An unknown code gives the household's shape.
 * @param code as the grid operator names it; empty or undefined where there is none
 */
export function profileOf(commodity: Commodity, direction: Direction, code: string | undefined): Profile {
  if (direction === 'feed-in') return solar
  const name = (code ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  if (commodity === 'power') return powerProfileOf(name)
  if (commodity === 'gas') return gasProfileOf(name)
  return commodity === 'water' ? water : heat
}

/** Below this a home does not heat with power (kWh a year), and above the next it does not only cook with gas (m3 a year). */
const heatPumpKwhMin = 3500
const cookingM3Max = 350

const heatPumpHome: readonly Profile[] = [profiles.get('P25') as Profile, heatPump]
const solarHome: readonly Profile[] = [profiles.get('P25') as Profile]
const cookingHome: readonly Profile[] = [profiles.get('HKO34') as Profile]
const evenUse: readonly Profile[] = [flat]

/**
 * Which other shapes a customer's year may have, by what is used in a year (in the register's unit): bands reach over to what
 * these expect. Solar panels and heat pumps behind the meter are seldom known to the supplier.
 */
export function otherShapesOf(commodity: Commodity, direction: Direction, perYear: number): readonly Profile[] {
  if (direction === 'feed-in' || commodity === 'water') return evenUse
  if (commodity === 'power') return perYear >= heatPumpKwhMin ? heatPumpHome : solarHome
  return commodity === 'gas' && perYear <= cookingM3Max ? cookingHome : []
}
