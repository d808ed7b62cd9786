import { addAccount, addSite, type CustomerBundle, type CustomerStay, createBundle } from './bundles.ts'
import { type Day, dayOf, monthOf, yearOf } from './days.ts'
import type { Family } from './devices.ts'
import { termYears } from './devices.ts'
import type { Equipment, Household } from './homes.ts'
import { customerNumberOf } from './people.ts'
import { businessPlans, commonAreaPlans, homePlans } from './plans.ts'
import { siteOrdinalOf, siteRow } from './quarter.ts'
import { Random } from './random.ts'
import type { Commodity, CustomerRow, SiteRow } from './rows.ts'
import type { SupplyPlan } from './supplies.ts'
import { addressOf } from './town.ts'
import type { World } from './world.ts'

const KNOWN_MAKERS: Readonly<Record<Commodity, readonly [code: string, name: string]>> = {
  power: ['EMH', 'EMH metering'],
  gas: ['ELS', 'Elster'],
  water: ['ZRI', 'Zenner'],
  heat: ['KAM', 'Kamstrup'],
}

/** Days without a regular reading up to today: the last one is that of a year ago. */
const UNREAD_DAYS = 150

/** One device since before the history, well inside its term, and nothing read since last year. */
function fixed(world: World, plan: SupplyPlan, more: Partial<SupplyPlan> = {}): SupplyPlan {
  const family: Family = more.family ?? plan.family
  const term = termYears(family)
  const year = yearOf(world.historyStart) - Math.min(3, term - 5)
  const life = { family, installed: dayOf(year, 5, 14), calibratedUntil: dayOf(year + term, 12, 31) }
  return {
    ...plan,
    ...more,
    rollsOverAfterYears: more.rollsOverAfterYears,
    fixed: { lives: [life], maker: KNOWN_MAKERS[plan.commodity] },
    unreadSince: family === 'smart' ? undefined : world.today - UNREAD_DAYS,
  }
}

function person(index: number, building: number, more: Partial<CustomerRow>): CustomerRow {
  return {
    customerNumber: customerNumberOf(index),
    kind: 'person',
    salutation: 'none',
    ...addressOf(building),
    language: 'de',
    ...more,
  }
}

function stayOf(world: World, bundle: CustomerBundle, from: Day = dayOf(2014, 4, 1)): CustomerStay {
  return { from, movedIn: false, bundle, account: addAccount(bundle, monthOf(world.today)) }
}

const HOUSE: Equipment = {
  isHouse: true,
  heating: 'gas',
  areaM2: 142,
  insulation: 1.02,
  electricWater: false,
  twoRate: false,
  solarKwp: 0,
}
const FLAT: Equipment = { ...HOUSE, isHouse: false, heating: 'other', areaM2: 58 }
const PEOPLE: Household = {
  persons: 2,
  isEmpty: false,
  hasElectricCar: false,
  powerKwh: 3000,
  waterM3: 92,
  warmth: 1,
  season: 0.12,
  late: 0.02,
}

interface HomeStory {
  readonly customer: Partial<CustomerRow>
  readonly equipment: Equipment
  readonly household: Household
  /** Family of each plan by its place; the drawn one if not given. */
  readonly families?: readonly Family[]
  readonly rollsOverAfterYears?: number
  readonly from?: (world: World) => Day
}

function addHome(world: World, index: number, story: HomeStory): CustomerBundle {
  const { equipment, household } = story
  const bundle = createBundle(index, person(index, index, story.customer))
  const stay = stayOf(world, bundle, story.from?.(world))
  const life = { after: world.historyStart - 1, household }
  const plans = homePlans(new Random('known', index), siteOrdinalOf(index, 0), equipment, [life], false)
  const row = siteRow(index, 0, equipment.isHouse ? 'house' : 'flat', {
    locationHint: equipment.isHouse ? 'Hausanschlussraum' : 'Keller links',
    livingAreaM2: equipment.areaM2,
    persons: household.persons,
  })
  const known = plans.map((plan, at) =>
    fixed(world, plan, {
      family: story.families?.[at] ?? plan.family,
      rollsOverAfterYears: at === 0 ? story.rollsOverAfterYears : undefined,
    }),
  )
  addSite(world, row, [stay], known)
  return bundle
}

/** Enough meters that nobody wants to type them into one form: some 117 of the 128 contracts that a customer may have here. */
const PROPERTY_FIRM_HOUSES = 44

function addPropertyFirm(world: World, index: number): CustomerBundle {
  const bundle = createBundle(
    index,
    person(index, index, {
      kind: 'company',
      companyName: 'Hausverwaltung Lindenhof GmbH',
      registerNumber: 'HRB 23125',
      email: 'lindenhof@firma.example',
      phone: '+493023125120',
    }),
  )
  // Two houses share an account and a bill: a customer has 32 accounts at most here.
  let stay = stayOf(world, bundle)
  for (let house = 0; house < PROPERTY_FIRM_HOUSES; house += 1) {
    const building = 16 + house
    const random = new Random('known', 'house', house)
    const heating = (['gas', 'heat', 'none'] as const)[house % 3] as 'gas' | 'heat' | 'none'
    const ordinal = siteOrdinalOf(building, 15)
    const plans = commonAreaPlans(random, ordinal, 4 + (house % 6), heating, world.historyStart - 1)
    const row: SiteRow = siteRow(building, 15, 'common-area', { locationHint: 'Hausanschlussraum' })
    const known = plans.map((plan) =>
      fixed(world, plan, { family: plan.commodity === 'power' ? 'modern' : plan.family }),
    )
    if (house % 2 === 0 && house > 0) stay = stayOf(world, bundle)
    addSite(world, row, [stay], known)
  }
  return bundle
}

function addBusiness(world: World, index: number, customer: Partial<CustomerRow>, kwh: number): CustomerBundle {
  const bundle = createBundle(index, person(index, index, { kind: 'company', ...customer }))
  const random = new Random('known', 'business', index)
  const plans = businessPlans(random, siteOrdinalOf(index, 0), kwh, kwh < 50_000, world.historyStart - 1)
  const row = siteRow(index, 0, 'business', { locationHint: 'Flur, Zählerschrank' })
  const known = plans.map((plan) => fixed(world, plan, { family: plan.commodity === 'power' ? 'modern' : plan.family }))
  addSite(world, row, [stayOf(world, bundle)], known)
  return bundle
}

const HOMES: Readonly<Record<number, HomeStory>> = {
  0: {
    customer: {
      kind: 'household',
      firstName: 'Elif',
      lastName: 'Yılmaz-Becker',
      salutation: 'ms',
      birthDate: '1984-06-03',
      email: 'elif.yilmaz-becker@post.example',
      phone: '+493023125101',
      mobile: '+4915228817386',
    },
    equipment: { ...HOUSE, twoRate: true, solarKwp: 8.4 },
    household: { ...PEOPLE, persons: 4, powerKwh: 4300, waterM3: 171 },
    families: ['modern', 'gas', 'water'],
  },
  1: {
    customer: {
      firstName: 'Hildegard',
      lastName: 'Krause',
      salutation: 'ms',
      birthDate: '1942-02-17',
      phone: '+493023125102',
    },
    equipment: FLAT,
    household: { ...PEOPLE, persons: 1, powerKwh: 1250 },
    families: ['induction'],
  },
  4: {
    customer: {
      kind: 'household',
      firstName: 'Jonas',
      lastName: 'Nguyễn-Petersen',
      salutation: 'mr',
      birthDate: '1991-11-09',
      email: 'jonas.nguyen-petersen@mail.example',
      mobile: '+491729980752',
    },
    equipment: { ...HOUSE, heating: 'heatPump', areaM2: 156, insulation: 0.8, solarKwp: 11.2 },
    household: { ...PEOPLE, persons: 3, powerKwh: 3600, waterM3: 131, hasElectricCar: true },
    families: ['smart', 'smart', 'water'],
  },
  5: {
    customer: {
      firstName: 'Amal',
      lastName: 'Haddad',
      salutation: 'ms',
      birthDate: '2003-08-21',
      email: 'amal.haddad@netz.example',
      mobile: '+4915228895456',
      language: 'en',
    },
    equipment: { ...FLAT, areaM2: 34, heating: 'floorGas' },
    household: { ...PEOPLE, persons: 1, powerKwh: 1150, waterM3: 40 },
    families: ['modern', 'gas'],
    from: (world) => world.today - 17,
  },
  6: {
    customer: {
      title: 'Dr.',
      firstName: 'Jörg',
      lastName: 'Petersen',
      salutation: 'mr',
      birthDate: '1959-01-30',
      email: 'joerg.petersen@brief.example',
      phone: '+494066969106',
    },
    equipment: { ...HOUSE, areaM2: 118 },
    household: { ...PEOPLE, isEmpty: true, persons: 1, powerKwh: 85, waterM3: 0.6, warmth: 0.3 },
    families: ['electronic', 'gas', 'water'],
  },
  8: {
    customer: {
      firstName: 'Agnieszka',
      lastName: 'Kowalski',
      salutation: 'ms',
      birthDate: '1968-05-12',
      email: 'agnieszka.kowalski@post.example',
      phone: '+493023125108',
    },
    equipment: { ...FLAT, heating: 'electric', areaM2: 64, twoRate: true },
    household: { ...PEOPLE, persons: 2, powerKwh: 2100 },
    families: ['induction'],
    // From the reading of last year to today: the history begins 3.9 years back.
    rollsOverAfterYears: 3.4,
  },
}

const BUSINESS_CUSTOMERS: Readonly<Record<number, readonly [kwh: number, customer: Partial<CustomerRow>]>> = {
  3: [
    38_000,
    {
      companyName: 'Bäckerei Özdemir e. K.',
      registerNumber: 'HRA 4710',
      email: 'backstube@firma.example',
      phone: '+492214710103',
    },
  ],
  7: [
    120_000,
    {
      companyName: 'Metallbau Wieczorek GmbH',
      registerNumber: 'HRB 66969',
      email: 'werkstatt@firma.example',
      phone: '+494066969107',
    },
  ],
}

const PROPERTY_FIRM = 2
const KNOWN_COUNT = 9

/** The known customers with all their rows; only what they use differs by seed (the weather does). */
export function knownCustomers(world: World): CustomerBundle[] {
  const bundles: CustomerBundle[] = []
  for (let index = 0; index < KNOWN_COUNT; index += 1) {
    const home = HOMES[index]
    const business = BUSINESS_CUSTOMERS[index]
    if (home) bundles.push(addHome(world, index, home))
    else if (business) bundles.push(addBusiness(world, index, business[1], business[0]))
    else if (index === PROPERTY_FIRM) bundles.push(addPropertyFirm(world, index))
  }
  return bundles
}
