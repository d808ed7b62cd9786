import { type Day, dayOf, weekdayOf, yearOf } from './days.ts'
import { CALIBRATION_YEARS } from './distributions.ts'
import type { Random } from './random.ts'
import type { Commodity, MeterKind } from './rows.ts'
import type { World } from './world.ts'

export type Family = 'induction' | 'electronic' | 'modern' | 'smart' | 'gas' | 'water' | 'heat'

/** Makers with their three letters (DLMS list of manufacturers) by commodity. */
const MAKERS: Readonly<Record<Commodity, readonly (readonly [code: string, name: string])[]>> = {
  power: [
    ['EMH', 'EMH metering'],
    ['ISK', 'Iskraemeco'],
    ['EBZ', 'eBZ'],
    ['LGZ', 'Landis+Gyr'],
    ['EFR', 'EFR'],
  ],
  gas: [
    ['ELS', 'Elster'],
    ['ITR', 'Itron'],
    ['PIP', 'Pipersberg'],
  ],
  water: [
    ['ZRI', 'Zenner'],
    ['SEN', 'Sensus'],
    ['DME', 'Diehl Metering'],
  ],
  heat: [
    ['KAM', 'Kamstrup'],
    ['QDS', 'Qundis'],
    ['LUG', 'Landis+Gyr'],
  ],
}

/** One device's life at its place, without its number. */
export interface DeviceLife {
  readonly family: Family
  readonly installed: Day
  /** Last day of the device; it is read at the end of that day, and its follower begins there. */
  readonly removed?: Day
  readonly calibratedUntil: Day
}

export function makerOf(random: Random, commodity: Commodity): readonly [code: string, name: string] {
  return random.pick(MAKERS[commodity])
}

export function kindOf(family: Family): MeterKind {
  return family === 'modern' || family === 'smart' ? family : 'conventional'
}

export function termYears(family: Family): number {
  if (family === 'modern' || family === 'smart') return CALIBRATION_YEARS.electronic
  return CALIBRATION_YEARS[family]
}

/** Family of power meters: rolled out by duty and age; the shares are rough figures for the end of 2026 (own assumption). */
export function drawPowerFamily(random: Random, yearlyKwh: number, isSteerable: boolean): Family {
  // Smart meters are a duty above 6,000 kWh a year, for plants above 7 kW and devices of EnWG 14a (MsbG 29); the rollout
  // of these stands at about four in ten.
  if (yearlyKwh > 6000 || isSteerable) return random.chance(0.42) ? 'smart' : 'modern'
  return (['induction', 'electronic', 'modern', 'smart'] as const)[random.weighted([0.24, 0.1, 0.62, 0.04])] as Family
}

function calibratedUntil(installed: Day, family: Family): Day {
  return dayOf(yearOf(installed) + termYears(family), 12, 31)
}

function workday(day: Day): Day {
  return weekdayOf(day) > 4 ? day - 2 : day
}

/** The device that hangs there today and, if it came within the three years, the one before. */
export function drawLives(world: World, random: Random, family: Family): DeviceLife[] {
  const { today, historyStart } = world
  const term = termYears(family) * 365
  // Three in a hundred hang a little longer than they may: an expired term is a case that the desk must see.
  const age = random.chance(0.03) ? term + random.whole(370, 700) : random.whole(25, Math.max(400, term - 60))
  const installed = workday(today - age)
  if (installed <= historyStart + 40) {
    return [{ family, installed, calibratedUntil: calibratedUntil(installed, family) }]
  }
  const before: Family = family === 'modern' || family === 'smart' ? 'induction' : family
  const earlier = workday(installed - termYears(before) * 365 + random.whole(0, 360))
  return [
    { family: before, installed: earlier, removed: installed, calibratedUntil: calibratedUntil(earlier, before) },
    { family, installed, calibratedUntil: calibratedUntil(installed, family) },
  ]
}

/** Digits before and after the comma, and the unit, of a register. */
export function faceOf(
  family: Family,
  commodity: Commodity,
  yearlyAmount: number,
): { unit: 'kWh' | 'm3' | 'MWh'; digitsBefore: number; digitsAfter: number } {
  if (commodity === 'gas') {
    return yearlyAmount > 9000
      ? { unit: 'm3', digitsBefore: 6, digitsAfter: 2 }
      : { unit: 'm3', digitsBefore: 5, digitsAfter: 3 }
  }
  if (commodity === 'water') return { unit: 'm3', digitsBefore: 5, digitsAfter: 3 }
  if (commodity === 'heat') return { unit: 'MWh', digitsBefore: 5, digitsAfter: 3 }
  if (family === 'smart') return { unit: 'kWh', digitsBefore: 6, digitsAfter: 4 }
  if (family === 'modern') return { unit: 'kWh', digitsBefore: 6, digitsAfter: 0 }
  if (family === 'induction' && yearlyAmount < 4500) return { unit: 'kWh', digitsBefore: 5, digitsAfter: 1 }
  return { unit: 'kWh', digitsBefore: 6, digitsAfter: 1 }
}
