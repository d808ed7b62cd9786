import { addAccount, addSite, type CustomerBundle, type CustomerStay, createBundle } from './bundles.ts'
import type { Day } from './days.ts'
import { CHANGED_LIFE_SHARE, MOVE_SHARE_FLAT, MOVE_SHARE_HOUSE } from './distributions.ts'
import { changeLife, drawEquipment, drawHeating, drawHousehold, type Equipment, type Heating } from './homes.ts'
import { BUSINESSES, PROPERTY_FIRM_NAMES } from './names.ts'
import { companyRow, customerNumberOf, drawFamilyName, drawPerson } from './people.ts'
import { businessPlans, commonAreaPlans, homePlans, type Life } from './plans.ts'
import { Random } from './random.ts'
import type { AddressColumns, SiteRow } from './rows.ts'
import { addressOf } from './town.ts'
import type { World } from './world.ts'

/**
 * The town is built in quarters of 100 customers. A quarter depends on the seed and its number only, so a customer is the
 * same whatever the size; the last quarter is cut off where the wanted number of customers is reached, and the rest of its
 * flats are simply supplied by somebody else. The first customer of each quarter is a property firm with the common
 * meters of all its apartment houses.
 */
export const QUARTER_CUSTOMERS = 100
/** Numbers of buildings kept for each quarter: one for each customer and one for a former home. */
const QUARTER_BUILDINGS = 200
/** Numbers of buildings kept for the known customers. */
export const KNOWN_BUILDINGS = 64
/** The site of the whole house; flats have 0 to 14. */
const COMMON_UNIT = 15
const UNITS_PER_BUILDING = 16

const HINTS = [
  'Keller links',
  'Keller rechts',
  'Hausanschlussraum',
  'Flur, Zählerschrank',
  'Treppenhaus, 1. Stock',
] as const

export function siteOrdinalOf(building: number, unit: number): number {
  return building * UNITS_PER_BUILDING + unit
}

export function siteRow(building: number, unit: number, kind: SiteRow['kind'], more: Partial<SiteRow> = {}): SiteRow {
  return {
    siteNumber: String(400_000_000 + siteOrdinalOf(building, unit)),
    ...addressOf(building),
    kind,
    ...more,
  }
}

/** Builds one quarter; call `all` once. */
class Quarter {
  readonly #world: World
  readonly #firstIndex: number
  readonly #bundles: CustomerBundle[] = []
  readonly #firstBuilding: number
  #buildings = 0

  constructor(world: World, number: number, firstIndex: number) {
    this.#world = world
    this.#firstIndex = firstIndex
    this.#firstBuilding = KNOWN_BUILDINGS + number * QUARTER_BUILDINGS
  }

  all(): CustomerBundle[] {
    this.#addPropertyFirm()
    while (this.#hasRoom()) this.#addBuilding()
    return this.#bundles
  }

  #hasRoom(): boolean {
    return this.#bundles.length < QUARTER_CUSTOMERS
  }

  #nextIndex(): number {
    return this.#firstIndex + this.#bundles.length
  }

  #nextBuilding(): number {
    this.#buildings += 1
    return this.#firstBuilding + this.#buildings - 1
  }

  #longAgo(random: Random): Day {
    return this.#world.historyStart - random.whole(30, 12 * 365)
  }

  #addPropertyFirm(): void {
    const index = this.#nextIndex()
    const random = new Random(this.#world.seed, 'customer', index)
    const name = `Hausverwaltung ${random.pick(PROPERTY_FIRM_NAMES)} ${random.pick(['GmbH', 'e. K.', 'GmbH & Co. KG'])}`
    this.#bundles.push(createBundle(index, companyRow(random, index, name, addressOf(this.#nextBuilding()))))
  }

  #addBuilding(): void {
    const building = this.#nextBuilding()
    const random = new Random(this.#world.seed, 'building', building)
    // Buildings by kind so that 43 % of the homes lie in houses: (0.70 + 2 x 0.08) / (0.86 + 0.16 x 7).
    const kind = random.weighted([0.7, 0.08, 0.16, 0.1])
    if (kind === 3) this.#addBusiness(random, building, 0)
    else if (kind === 2) this.#addApartmentHouse(random, building)
    else {
      const heating = drawHeating(random, true)
      for (let unit = 0; unit <= kind && this.#hasRoom(); unit += 1)
        this.#addHome(random, building, unit, true, heating)
    }
  }

  #addApartmentHouse(random: Random, building: number): void {
    const flats = random.whole(3, 11)
    const heating = drawHeating(random, false)
    const central = heating === 'gas' || heating === 'heat' ? heating : 'none'
    const firm = this.#bundles[0] as CustomerBundle
    const stay: CustomerStay = {
      from: this.#longAgo(random),
      movedIn: false,
      bundle: firm,
      account: addAccount(firm, random.whole(1, 12)),
    }
    const ordinal = siteOrdinalOf(building, COMMON_UNIT)
    const plans = commonAreaPlans(random, ordinal, flats, central, this.#world.historyStart - 1)
    addSite(
      this.#world,
      siteRow(building, COMMON_UNIT, 'common-area', { locationHint: 'Hausanschlussraum' }),
      [stay],
      plans,
    )
    const hasShop = random.chance(0.3)
    if (hasShop && this.#hasRoom()) this.#addBusiness(random, building, 0)
    for (let unit = hasShop ? 1 : 0; unit < flats + (hasShop ? 1 : 0) && this.#hasRoom(); unit += 1) {
      this.#addHome(random, building, unit, false, heating)
    }
  }

  #addBusiness(random: Random, building: number, unit: number): void {
    const index = this.#nextIndex()
    const trade = random.pick(BUSINESSES)
    const name = trade.name.replace('{}', drawFamilyName(random))
    const bundle = createBundle(index, companyRow(random, index, name, addressOf(building)))
    this.#bundles.push(bundle)
    const stay: CustomerStay = {
      from: this.#longAgo(random),
      movedIn: false,
      bundle,
      account: addAccount(bundle, random.whole(1, 12)),
    }
    const after = this.#world.historyStart - 1
    const plans = businessPlans(random, siteOrdinalOf(building, unit), trade.powerKwh, trade.opensSaturday, after)
    addSite(this.#world, siteRow(building, unit, 'business', { locationHint: random.pick(HINTS) }), [stay], plans)
  }

  /** A home and who lives in it: mostly the same people for all three years. */
  #addHome(random: Random, building: number, unit: number, isHouse: boolean, heating: Heating): void {
    const { today, historyStart } = this.#world
    const equipment = drawEquipment(random, isHouse, heating)
    const start = historyStart - 1
    const moves = random.chance(isHouse ? MOVE_SHARE_HOUSE : MOVE_SHARE_FLAT)
    const moveDay = today - random.whole(35, 1060)
    const kind = moves ? random.weighted([0.45, 0.35, 0.1, 0.1]) : -1
    const household = drawHousehold(random, equipment)
    const lives: Life[] = [{ after: start, household }]
    const stays: CustomerStay[] = []
    if (kind === 0 && this.#bundles.length + 1 < QUARTER_CUSTOMERS) {
      stays.push(this.#stay(random, household.persons, building, { to: moveDay }))
      const next = drawHousehold(random, equipment)
      lives.push({ after: moveDay, household: next })
      stays.push(this.#stay(random, next.persons, building, { from: moveDay + 1 }))
    } else if (kind === 1 || kind === 2) {
      const stay = this.#stay(random, household.persons, building, { from: moveDay + 1, movedIn: true })
      stays.push(stay)
      if (kind === 2) this.#addFormerHome(random, stay, household.persons, moveDay)
    } else if (kind === 3) {
      stays.push(this.#stay(random, household.persons, building, { to: moveDay }))
      lives.push({ after: moveDay, household: { ...household, powerKwh: 40, waterM3: 0.5, warmth: 0.25 } })
    } else {
      stays.push(this.#stay(random, household.persons, building, {}))
      if (!household.isEmpty && random.chance(CHANGED_LIFE_SHARE)) {
        lives.push({ after: today - random.whole(60, 1000), household: changeLife(random, household, equipment) })
      }
    }
    this.#addHomeSite(random, building, unit, equipment, lives, stays)
  }

  #addHomeSite(
    random: Random,
    building: number,
    unit: number,
    equipment: Equipment,
    lives: readonly Life[],
    stays: readonly CustomerStay[],
  ): void {
    const plans = homePlans(random, siteOrdinalOf(building, unit), equipment, lives, stays.length > 1)
    const site = siteRow(building, unit, equipment.isHouse ? 'house' : 'flat', {
      locationHint: random.pick(HINTS),
      livingAreaM2: equipment.areaM2,
      persons: lives.at(-1)?.household.persons,
    })
    addSite(this.#world, site, stays, plans)
  }

  #stay(
    random: Random,
    persons: number,
    building: number,
    span: { from?: Day; to?: Day; movedIn?: boolean },
  ): CustomerStay {
    const index = this.#nextIndex()
    const own = new Random(this.#world.seed, 'customer', index)
    const address: AddressColumns = addressOf(building)
    const bundle = createBundle(index, drawPerson(own, this.#world.today, index, persons, address))
    this.#bundles.push(bundle)
    // A few are paid for by somebody else, or have their post sent to a child or a legal guardian.
    const other = index > this.#firstIndex + 1 ? customerNumberOf(index - 1) : undefined
    const account = addAccount(bundle, own.whole(1, 12), {
      payerCustomerNumber: own.chance(0.012) ? other : undefined,
      recipientCustomerNumber: own.chance(0.012) ? other : undefined,
    })
    const from = span.from ?? this.#longAgo(random)
    return { from, to: span.to, movedIn: span.movedIn ?? false, bundle, account }
  }

  /** Where somebody lived who moved within the town: a contract that ended, at another address. */
  #addFormerHome(random: Random, stay: CustomerStay, persons: number, moveDay: Day): void {
    const building = this.#nextBuilding()
    const heating = random.chance(0.2) ? 'floorGas' : 'other'
    const equipment = drawEquipment(random, false, heating)
    const life: Life = { after: this.#world.historyStart - 1, household: drawHousehold(random, equipment, persons) }
    const former: CustomerStay = { ...stay, from: this.#longAgo(random), to: moveDay + 14, movedIn: false }
    this.#addHomeSite(random, building, 1, equipment, [life], [former])
  }
}

export function buildQuarter(world: World, number: number, firstIndex: number): CustomerBundle[] {
  return new Quarter(world, number, firstIndex).all()
}
