import { grantAccount, hashPassword, insertAccount } from '#company/identity'
import { customerByNumber } from '#company/customers'
import { type Pools, transaction } from '#platform/database'
import { KNOWN_CUSTOMERS } from './generate/index.ts'
import { demoStaff } from './oidc/people.ts'

/** One password for all customers of the demo. It is printed at the start and exists in demo databases only. */
export const DEMO_PASSWORD = 'Leitung 7 summt leise'

/** E-mail of who has none on file: the elderly woman gets her letters by post, her nephew set this up for her. */
const emailOf = (known: (typeof KNOWN_CUSTOMERS)[number]): string =>
  'email' in known ? known.email : `${known.key}@demo.example`

/**
 * Makes an account for each known customer of the demo. Called only while a demo database is filled; a second call changes
 * nothing. @returns how many were made
 */
export async function makeDemoSignIns(pools: Pick<Pools, 'worker'>): Promise<number> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  return transaction(pools.worker, async (tx) => {
    let made = 0
    for (const known of KNOWN_CUSTOMERS) {
      const customer = await customerByNumber(tx, known.customerNumber)
      if (!customer) continue
      const accountId = await insertAccount(tx, {
        email: emailOf(known),
        name: known.name,
        passwordHash,
        emailConfirmed: true,
      })
      if (!accountId) continue
      await grantAccount(tx, { accountId, customerId: customer.id, level: 'open', shownAs: known.name })
      made += 1
    }
    return made
  })
}

export type DemoSignIn = {
  readonly role: string
  readonly address: string
  readonly name: string
  readonly secret: string
}

/** What `npm start` prints: who can sign in where, and with what. Staff is chosen from a list, without a password. */
export function demoSignIns(origin: string): DemoSignIn[] {
  const customers = KNOWN_CUSTOMERS.map((known) => ({
    role: 'customer',
    address: `${origin}/anmelden`,
    name: emailOf(known),
    secret: DEMO_PASSWORD,
  }))
  const staff = demoStaff.map((person) => ({
    role: person.roles.length === 1 ? (person.roles[0] as string) : person.subject,
    address: `${origin}/desk/anmelden`,
    name: person.name,
    secret: '',
  }))
  return [...customers, ...staff]
}
