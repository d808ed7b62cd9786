import { CURVES, type Mix } from './curves.ts'
import * as shares from './distributions.ts'
import type { Random } from './random.ts'

export type Heating = 'gas' | 'floorGas' | 'heatPump' | 'heat' | 'electric' | 'other'

/** What is built in; it stays when tenants change. */
export interface Equipment {
  readonly isHouse: boolean
  readonly areaM2: number
  readonly heating: Heating
  /** kWh of useful heat demand against the mean of its kind. */
  readonly insulation: number
  readonly electricWater: boolean
  readonly twoRate: boolean
  readonly solarKwp: number
}

/** Who lives there and how. */
export interface Household {
  readonly persons: number
  readonly isEmpty: boolean
  readonly hasElectricCar: boolean
  /** kWh, m3 and behaviour of a normal year. */
  readonly powerKwh: number
  readonly waterM3: number
  readonly warmth: number
  readonly season: number
  readonly late: number
}

/** Gas of a normal year in m3: kWh by 10.75 kWh/m3 (calorific value 11.2 x 0.96). */
export const GAS_KWH_PER_M3 = 10.75

export function drawHeating(random: Random, isHouse: boolean): Heating {
  const table: Readonly<Partial<Record<Heating, number>>> = isHouse ? shares.HOUSE_HEATING : shares.BLOCK_HEATING
  return Object.keys(table)[random.weighted(Object.values(table))] as Heating
}

export function drawEquipment(random: Random, isHouse: boolean, heating: Heating): Equipment {
  const [mean, sigma] = isHouse ? shares.AREA_M2_HOUSE : shares.AREA_M2_FLAT
  const usesNight = heating === 'electric'
  return {
    isHouse,
    heating,
    areaM2: Math.round(Math.max(22, random.spreadAround(mean, sigma))),
    insulation: random.spreadAround(1, shares.GAS_SIGMA),
    electricWater: heating === 'heatPump' ? false : random.chance(shares.ELECTRIC_WATER_SHARE),
    twoRate: random.chance(shares.TWO_RATE_SHARE) || usesNight,
    solarKwp: isHouse && random.chance(shares.SOLAR_SHARE) ? Math.round(random.between(4, 14.5) * 10) / 10 : 0,
  }
}

export function drawHousehold(random: Random, equipment: Equipment, persons = 0): Household {
  const { isHouse } = equipment
  const drawn = 1 + random.weighted(isHouse ? shares.HOUSE_SIZE_SHARES : shares.FLAT_SIZE_SHARES)
  const heads = persons || drawn
  const mean = (isHouse ? shares.POWER_KWH_HOUSE : shares.POWER_KWH_FLAT)[heads - 1] as number
  const isEmpty = random.chance(shares.EMPTY_HOME_SHARE)
  const hasElectricCar = isHouse && random.chance(shares.ELECTRIC_CAR_SHARE)
  const phase = random.between(-0.35, 0.35)
  const amplitude = random.between(0.04, 0.22)
  return {
    persons: heads,
    isEmpty,
    hasElectricCar: hasElectricCar && !isEmpty,
    powerKwh: isEmpty ? random.between(25, 190) : random.spreadAround(mean, shares.POWER_SIGMA),
    waterM3: isEmpty
      ? random.between(0, 2)
      : heads * random.spreadAround(shares.WATER_M3_PER_PERSON, shares.WATER_SIGMA),
    warmth: isEmpty ? random.between(0.15, 0.4) : random.spreadAround(1, 0.12),
    season: amplitude * Math.cos(phase),
    late: amplitude * Math.sin(phase),
  }
}

/** The same people after something has changed for good: a child, one person less, a car, work from home. */
export function changeLife(random: Random, household: Household, equipment: Equipment): Household {
  if (equipment.isHouse && !household.hasElectricCar && random.chance(0.3))
    return { ...household, hasElectricCar: true }
  const factor = random.chance(0.5) ? random.between(0.6, 0.8) : random.between(1.25, 1.55)
  return { ...household, powerKwh: household.powerKwh * factor, waterM3: household.waterM3 * factor }
}

/** Amounts of a normal year at each register of a home. */
export interface HomeMixes {
  /** All power but the heat pump's; with two rates `day` and `night` add up to it. */
  readonly total: Mix
  readonly day: Mix
  readonly night: Mix
  readonly feedIn: Mix
  readonly heatPump: Mix
  /** m3. */
  readonly gas: Mix
  /** m3. */
  readonly water: Mix
  /** kWh. */
  readonly heat: Mix
}

function scaled(mix: Mix, factor: number): Mix {
  const result: Mix = {}
  for (const curve of CURVES) if (mix[curve]) result[curve] = mix[curve] * factor
  return result
}

function added(first: Mix, second: Mix): Mix {
  const sum: Mix = { ...first }
  for (const curve of CURVES) if (second[curve]) sum[curve] = (sum[curve] ?? 0) + second[curve]
  return sum
}

/** Mean amount of a normal year; `season` and `late` are zero on average. */
export function yearlyAmount(mix: Mix): number {
  return (mix.flat ?? 0) + (mix.heating ?? 0) + (mix.sun ?? 0) + (mix.workday ?? 0) + (mix.garden ?? 0)
}

export function mixesOf(household: Household, equipment: Equipment): HomeMixes {
  const { powerKwh, season, late, warmth } = household
  const water = equipment.electricWater && !household.isEmpty ? shares.ELECTRIC_WATER_EXTRA * powerKwh : 0
  const yieldKwh = equipment.solarKwp * shares.SOLAR_KWH_PER_KWP
  // A roof without a battery covers up to a third of the home's own use; more would be negative on a bright day.
  const ownUse = Math.min(0.28 * yieldKwh, 0.3 * powerKwh)
  const home: Mix = {
    flat: powerKwh + water,
    season: powerKwh * season,
    late: powerKwh * late,
    sun: -ownUse,
  }
  const car: Mix = { flat: household.hasElectricCar ? shares.ELECTRIC_CAR_KWH : 0 }
  const storage: Mix =
    equipment.heating === 'electric'
      ? { heating: shares.STORAGE_HEATING_KWH_PER_M2 * equipment.areaM2 * equipment.insulation * warmth }
      : {}
  const perM2 = equipment.isHouse ? shares.GAS_KWH_PER_M2_HOUSE : shares.GAS_KWH_PER_M2_FLAT
  const heatKwh = perM2 * equipment.areaM2 * equipment.insulation * warmth
  const hotWater = shares.GAS_HOT_WATER_SHARE
  const warm: Mix = { heating: heatKwh * (1 - hotWater), flat: heatKwh * hotWater, season: heatKwh * hotWater * 0.1 }
  const pumpKwh = shares.HEAT_PUMP_KWH_PER_M2 * equipment.areaM2 * equipment.insulation * warmth
  const garden = equipment.isHouse ? 0.09 * household.waterM3 : 0
  return {
    total: added(added(home, car), storage),
    day: added(scaled(home, 0.68), scaled(storage, 0.04)),
    night: added(added(scaled(home, 0.32), car), scaled(storage, 0.96)),
    feedIn: { sun: yieldKwh - ownUse },
    heatPump: { heating: pumpKwh * 0.8, flat: pumpKwh * 0.2 },
    gas: scaled(warm, 1 / GAS_KWH_PER_M3),
    water: { flat: household.waterM3 - garden, season: household.waterM3 * -0.03, garden },
    heat: scaled(warm, 0.86),
  }
}
