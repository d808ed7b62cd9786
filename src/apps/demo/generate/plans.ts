import type { Mix } from './curves.ts'
import type { Day } from './days.ts'
import { drawPowerFamily, type Family } from './devices.ts'
import { BASIC_SUPPLY_SHARE, GREEN_SHARE, ROLLOVER_SHARE } from './distributions.ts'
import { type Equipment, type HomeMixes, type Household, mixesOf, yearlyAmount } from './homes.ts'
import type { Random } from './random.ts'
import type { LanePlan, MixFrom, Slot, SupplyPlan, Trait } from './supplies.ts'
import { TARIFFS, type Tariff } from './tariffs.ts'

/** Who lives at a place from the day after `after` on. */
export interface Life {
  readonly after: Day
  readonly household: Household
}

function lane(obis: string, mixes: MixFrom[], more: Partial<LanePlan> = {}): LanePlan {
  return { obis, rate: 'total', direction: 'consumption', mixes, ...more }
}

function drawRollover(random: Random): number | undefined {
  return random.chance(ROLLOVER_SHARE) ? random.between(0.4, 3.4) : undefined
}

function choiceOf(random: Random, basic: Tariff, fixed: Tariff, green: Tariff): Tariff {
  if (random.chance(BASIC_SUPPLY_SHARE)) return basic
  return random.chance(GREEN_SHARE) ? green : fixed
}

export function traitsOf(lives: readonly Life[], equipment: Equipment, isMoved: boolean): Trait[] {
  const last = lives.at(-1)?.household
  const traits: Trait[] = []
  if (equipment.solarKwp > 0) traits.push('solar')
  if (equipment.heating === 'heatPump') traits.push('heat-pump')
  if (equipment.heating === 'electric') traits.push('storage-heating')
  if (equipment.twoRate) traits.push('two-rate')
  if (last?.isEmpty) traits.push('empty-home')
  if (last?.hasElectricCar) traits.push('electric-car')
  if (isMoved) traits.push('moved')
  else if (lives.length > 1) traits.push('changed-life')
  return traits
}

/** A plan for what has one register only: gas, water, heat, heat pump. */
function single(
  random: Random,
  siteOrdinal: number,
  slot: Slot,
  family: Family,
  obis: string,
  mixes: MixFrom[],
  tariff: Tariff,
  traits: readonly Trait[],
  loadProfile?: string,
): SupplyPlan {
  return {
    slot,
    siteOrdinal,
    commodity: slot === 'heatPump' || slot === 'power' || slot === 'feedIn' ? 'power' : slot,
    family,
    loadProfile,
    tariff,
    lanes: [lane(obis, mixes)],
    factor: 1,
    traits,
    rollsOverAfterYears: drawRollover(random),
  }
}

function powerPlan(
  random: Random,
  siteOrdinal: number,
  of: (key: keyof HomeMixes) => MixFrom[],
  equipment: Equipment,
  traits: readonly Trait[],
): SupplyPlan {
  const total = of('total')
  const yearly = yearlyAmount((total.at(-1) as MixFrom).mix)
  const isSteerable = equipment.solarKwp > 7 || traits.includes('electric-car')
  let family = drawPowerFamily(random, yearly, isSteerable)
  // A roof needs a meter that counts both ways; induction meters do not.
  if (equipment.solarKwp > 0 && (family === 'induction' || family === 'electronic')) family = 'modern'
  const lanes = equipment.twoRate
    ? [lane('1.8.1', of('day'), { rate: 'high' }), lane('1.8.2', of('night'), { rate: 'low' })]
    : [lane('1.8.0', total)]
  if (equipment.solarKwp > 0) {
    lanes.push(lane('2.8.0', of('feedIn'), { direction: 'feed-in', spread: 0.04 }))
  }
  return {
    slot: 'power',
    siteOrdinal,
    commodity: 'power',
    family,
    loadProfile: equipment.solarKwp > 0 ? 'P25' : 'H25',
    feedInProfile: 'ES0',
    tariff: equipment.twoRate
      ? TARIFFS.powerTwoRate
      : choiceOf(random, TARIFFS.powerBasic, TARIFFS.powerFixed, TARIFFS.powerGreen),
    lanes,
    factor: 1,
    traits,
    rollsOverAfterYears: drawRollover(random),
  }
}

/** Everything that a home gets from the utility. */
export function homePlans(
  random: Random,
  siteOrdinal: number,
  equipment: Equipment,
  lives: readonly Life[],
  isMoved: boolean,
): SupplyPlan[] {
  const mixes = lives.map(({ after, household }) => ({ after, mixes: mixesOf(household, equipment) }))
  const of = (key: keyof HomeMixes): MixFrom[] =>
    mixes.map(({ after, mixes: all }) => ({ after, mix: all[key] as Mix }))
  const traits = traitsOf(lives, equipment, isMoved)
  const plans = [powerPlan(random, siteOrdinal, of, equipment, traits)]
  const { heating, isHouse } = equipment
  if (heating === 'heatPump') {
    // Grid operators name their own profiles for heat pumps; WP0 is that of Musterstadt.
    const family = random.chance(0.4) ? 'smart' : 'modern'
    plans.push(
      single(random, siteOrdinal, 'heatPump', family, '1.8.0', of('heatPump'), TARIFFS.powerHeating, traits, 'WP0'),
    )
  }
  if ((isHouse && heating === 'gas') || heating === 'floorGas') {
    const tariff = choiceOf(random, TARIFFS.gasBasic, TARIFFS.gasFixed, TARIFFS.gasGreen)
    const profile = isHouse ? 'HEF34' : 'HMF34'
    plans.push(single(random, siteOrdinal, 'gas', 'gas', '3.0.0', of('gas'), tariff, traits, profile))
  }
  if (isHouse) plans.push(single(random, siteOrdinal, 'water', 'water', '1.0.0', of('water'), TARIFFS.water, traits))
  if (isHouse && heating === 'heat') {
    plans.push(single(random, siteOrdinal, 'heat', 'heat', '1.0.0', of('heat'), TARIFFS.heat, traits))
  }
  return plans
}

/** What a shop or workshop gets; `powerKwh` is the mean of its trade. */
export function businessPlans(
  random: Random,
  siteOrdinal: number,
  powerKwh: number,
  opensSaturday: boolean,
  after: Day,
): SupplyPlan[] {
  const kwh = random.spreadAround(powerKwh, 0.35)
  const at = (mix: Mix): MixFrom[] => [{ after, mix }]
  const open: Mix = opensSaturday
    ? { flat: kwh * 0.75, workday: kwh * 0.25 }
    : { flat: kwh * 0.35, workday: kwh * 0.65 }
  const traits: Trait[] = ['business']
  const family = drawPowerFamily(random, kwh, false)
  const power = single(
    random,
    siteOrdinal,
    'power',
    family,
    '1.8.0',
    at({ ...open, season: kwh * 0.05 }),
    TARIFFS.powerBusiness,
    traits,
    'G25',
  )
  // Above some 50 MWh a year current transformers are usual: the counter shows a fortieth.
  const plans: SupplyPlan[] = [{ ...power, factor: kwh > 50_000 ? 40 : 1 }]
  if (random.chance(0.55)) {
    const m3 = random.spreadAround(2600, 0.5)
    const mix = { heating: m3 * 0.8, workday: m3 * 0.2 }
    plans.push(single(random, siteOrdinal, 'gas', 'gas', '3.0.0', at(mix), TARIFFS.gasBusiness, traits, 'GHA34'))
  }
  if (random.chance(0.6)) {
    const m3 = random.spreadAround(140, 0.7)
    plans.push(single(random, siteOrdinal, 'water', 'water', '1.0.0', at({ workday: m3 }), TARIFFS.water, traits))
  }
  return plans
}

/** Common meters of an apartment house: light and lift, water for all, and the central heating. */
export function commonAreaPlans(
  random: Random,
  siteOrdinal: number,
  flats: number,
  heating: 'gas' | 'heat' | 'none',
  after: Day,
): SupplyPlan[] {
  const at = (mix: Mix): MixFrom[] => [{ after, mix }]
  const traits: Trait[] = ['common-area']
  const kwh = random.spreadAround(180 + 130 * flats, 0.3)
  const light = at({ flat: kwh, season: kwh * 0.18 })
  const family = drawPowerFamily(random, kwh, false)
  const m3 = flats * random.spreadAround(75, 0.12)
  const plans = [
    single(random, siteOrdinal, 'power', family, '1.8.0', light, TARIFFS.powerFixed, traits, 'G25'),
    single(random, siteOrdinal, 'water', 'water', '1.0.0', at({ flat: m3 }), TARIFFS.water, traits),
  ]
  const kwhHeat = flats * random.spreadAround(69 * 123, 0.18)
  if (heating === 'gas') {
    const mix = { heating: (kwhHeat * 0.84) / 10.75, flat: (kwhHeat * 0.16) / 10.75 }
    plans.push(single(random, siteOrdinal, 'gas', 'gas', '3.0.0', at(mix), TARIFFS.gasFixed, traits, 'HMF34'))
  }
  if (heating === 'heat') {
    const mix = { heating: kwhHeat * 0.72, flat: kwhHeat * 0.14 }
    plans.push(single(random, siteOrdinal, 'heat', 'heat', '1.0.0', at(mix), TARIFFS.heat, traits))
  }
  return plans
}
