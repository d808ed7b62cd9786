import { type Day, dayOf, isoOf, yearOf } from './days.ts'
import { ELDER_POOL, EMAIL_HOSTS, mailName, NAME_POOLS, NAME_WEIGHTS, type NamePool } from './names.ts'
import { landline, mobile } from './phone-numbers.ts'
import type { Random } from './random.ts'
import type { AddressColumns, CustomerRow } from './rows.ts'

/** Customer numbers have eight digits and follow the running number of the customer. */
export function customerNumberOf(index: number): string {
  return String(10_000_001 + index)
}

function birthDate(random: Random, today: Day, isElder: boolean): string {
  const age = isElder ? random.whole(62, 93) : random.whole(20, 71)
  return isoOf(dayOf(yearOf(today) - age, random.whole(1, 12), random.whole(1, 28)))
}

/** Eight in ten can be reached by e-mail (elders: half); the address carries the customer's number, so it is unique. */
function contactsOf(random: Random, name: string, index: number, isElder: boolean) {
  const hasEmail = random.chance(isElder ? 0.5 : 0.88)
  const hasMobile = random.chance(isElder ? 0.45 : 0.9)
  return {
    email: hasEmail ? `${name}.${index + 1}@${random.pick(EMAIL_HOSTS)}` : undefined,
    phone: random.chance(isElder ? 0.9 : 0.4) ? landline(random) : undefined,
    mobile: hasMobile ? mobile(random) : undefined,
  }
}

/** A person or, mostly from two people on, a household; the name is that of who signed. */
export function drawPerson(
  random: Random,
  today: Day,
  index: number,
  persons: number,
  address: AddressColumns,
): CustomerRow {
  const poolAt = random.weighted(NAME_WEIGHTS)
  const pool = NAME_POOLS[poolAt] as NamePool
  const isElder = poolAt === ELDER_POOL
  const isWoman = random.chance(0.5)
  const firstName = random.pick(isWoman ? pool.women : pool.men)
  // One in fourteen bears two family names, often from two pools.
  const second = random.chance(0.07) ? (NAME_POOLS[random.weighted(NAME_WEIGHTS)] as NamePool) : undefined
  const lastName = random.pick(pool.families) + (second ? `-${random.pick(second.families)}` : '')
  return {
    customerNumber: customerNumberOf(index),
    kind: persons > 1 && random.chance(0.4) ? 'household' : 'person',
    salutation: random.chance(0.02) ? 'none' : isWoman ? 'ms' : 'mr',
    title: random.chance(0.03) ? 'Dr.' : undefined,
    firstName,
    lastName,
    birthDate: random.chance(0.8) ? birthDate(random, today, isElder) : undefined,
    ...contactsOf(random, `${mailName(firstName)}.${mailName(lastName)}`, index, isElder),
    ...address,
    language: poolAt > 1 && random.chance(0.2) ? 'en' : 'de',
  }
}

export function companyRow(random: Random, index: number, companyName: string, address: AddressColumns): CustomerRow {
  const isRegistered = /GmbH|e\. K\.|KG/.test(companyName)
  return {
    customerNumber: customerNumberOf(index),
    kind: 'company',
    salutation: 'none',
    companyName,
    registerNumber: isRegistered
      ? `HR${companyName.includes('GmbH') ? 'B' : 'A'} ${random.whole(1000, 99_999)}`
      : undefined,
    email: `kontakt.${index + 1}@firma.example`,
    phone: landline(random),
    ...address,
    language: 'de',
  }
}

/** A family name of any pool, for the names of businesses. */
export function drawFamilyName(random: Random): string {
  return random.pick((NAME_POOLS[random.weighted(NAME_WEIGHTS)] as NamePool).families)
}
