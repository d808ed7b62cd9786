import type { CustomerBundle } from './bundles.ts'
import { type Day, isoOf } from './days.ts'
import { customerNumberOf } from './people.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

/** Contacts of a customer in the demo reach back so far. */
const DAYS = 150
/** More than half of the customers of a utility are not in touch in a year (swisspower/imug 2020). */
const SHARE_IN_TOUCH = 0.3
/** Share of contacts after which somebody asks again: energy suppliers solve some 72 % at the first contact (SQM). */
const SHARE_AGAIN = 0.28

const topics = [
  ['reading', 'staying', 22],
  ['bill', 'paying', 20],
  ['instalment', 'paying', 14],
  ['payment', 'paying', 9],
  ['move', 'any', 9],
  ['contract', 'joining', 8],
  ['price-change', 'paying', 6],
  ['dunning', 'paying', 5],
  ['complaint', 'any', 4],
  ['portal', 'any', 3],
] as const
const channels = [
  ['phone', 62],
  ['e-mail', 17],
  ['counter', 11],
  ['letter', 7],
  ['reading-card', 3],
] as const

/** Calls, visits and post of the last months, some of them about the same thing again. */
export function addContacts(world: World, bundle: CustomerBundle): void {
  const random = new Random(world.seed, 'contacts', bundle.index)
  if (!random.chance(SHARE_IN_TOUCH)) return
  const [topic, phase] = topics[random.weighted(topics.map(([, , weight]) => weight))] as (typeof topics)[number]
  let day = world.today - random.whole(1, DAYS)
  for (let number = 0; day < world.today && number < 5; number += 1) {
    addContact(bundle, random, { topic, phase, day, number })
    if (!random.chance(SHARE_AGAIN)) return
    day += random.whole(1, 12)
  }
}

function addContact(
  bundle: CustomerBundle,
  random: Random,
  { topic, phase, day, number }: { topic: string; phase: string; day: Day; number: number },
): void {
  const [channel] = channels[random.weighted(channels.map(([, weight]) => weight))] as (typeof channels)[number]
  const clock = `${String(random.whole(7, 15)).padStart(2, '0')}:${String(random.whole(0, 59)).padStart(2, '0')}`
  const isTalk = channel === 'phone' || channel === 'counter'
  bundle.rows.contacts.push({
    contactKey: `TK-${bundle.index}-${number}`,
    customerNumber: customerNumberOf(bundle.index),
    channel,
    direction: 'in',
    topic,
    phase,
    outcome: random.chance(0.7) ? 'answered' : 'done',
    solved: random.chance(0.8) ? 'yes' : 'no',
    verification: isTalk ? random.pick(['name', 'numbers', 'pin']) : 'none',
    beganAt: `${isoOf(day)}T${clock}:00.000000Z`,
    durationS: isTalk ? random.whole(60, 720) : 0,
  })
}
