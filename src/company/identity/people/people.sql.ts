import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'
import type { JudgedGrant, WantedGrant } from './rights.ts'

const now = sql<Temporal.Instant>`now()`
const own = sql<string>`app_customer_id()`
const runs = sql<boolean>`(g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))`

/** Somebody who acts for the customer of the session. */
export type Person = JudgedGrant & {
  readonly accountId: string
  readonly name: string | null
  readonly email: string | null
  readonly validFrom: Temporal.Instant
  readonly rowVersion: number
}

const personColumns = [
  'g.id',
  'g.account_id as accountId',
  'g.kind',
  'g.level',
  'g.rights',
  'g.site_ids as siteIds',
  'g.contract_ids as contractIds',
  'g.valid_from as validFrom',
  'g.valid_to as validTo',
  'g.row_version as rowVersion',
] as const

/** Those whose grant runs. Policies leave the customer of the session, for who may manage people. */
export const peopleStatement = (): Statement<Person> =>
  statements<AccountTables>()
    .selectFrom('account_grant as g')
    .innerJoin('account as a', 'a.id', 'g.account_id')
    .select([...personColumns, 'a.name', 'a.email'])
    .where('g.customer_id', '=', own)
    .where(runs)
    .orderBy('g.id')
    .limit(500)
    .compile()

/**
 * All running grants of the customer, locked, for who manages people: of two who end each other's at the same moment one sees
 * what the other did. Each transaction has its own "now", so that a grant was ended is asked as well as when.
 */
export async function lockGrants(tx: Tx): Promise<readonly Omit<Person, 'name' | 'email'>[]> {
  return tables<AccountTables>(tx)
    .selectFrom('account_grant as g')
    .select(personColumns)
    .where('g.customer_id', '=', own)
    .where(runs)
    .where('g.ended_by', 'is', null)
    .orderBy('g.id')
    .forUpdate()
    .execute()
}

/** @returns false if somebody was quicker */
export async function storeGrant(tx: Tx, id: string, rowVersion: number, wanted: WantedGrant): Promise<boolean> {
  const changed = await tables<AccountTables>(tx)
    .updateTable('account_grant')
    .set({
      rights: [...wanted.rights],
      site_ids: wanted.siteIds && [...wanted.siteIds],
      contract_ids: wanted.contractIds && [...wanted.contractIds],
      valid_to: wanted.validTo,
      row_version: sql<number>`row_version + 1`,
    })
    .where('id', '=', id)
    .where('customer_id', '=', own)
    .where('row_version', '=', rowVersion)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Ends a grant now. What was open in its name is over with the next request. */
export async function storeEnd(tx: Tx, id: string, by: 'self' | 'people'): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('account_grant')
    .set({ valid_to: now, ended_by: by, row_version: sql<number>`row_version + 1` })
    .where('id', '=', id)
    .where('customer_id', '=', own)
    .execute()
}

/** Ends the own grant of who manages nobody. @returns its id, or undefined if it had ended */
export async function leaveOwnGrant(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select grant_leave() as id`.execute(tables<AccountTables>(tx))
  return rows[0]?.id ?? undefined
}

export type Invite = {
  readonly id: string
  readonly email: string
  readonly personName: string
  readonly rights: readonly string[]
  readonly siteIds: readonly string[] | null
  readonly contractIds: readonly string[] | null
  readonly madeAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly isOpen: boolean
}

/** Invitations of the customer that wait for an answer, or have ended without one a short while ago. */
export const invitesStatement = (): Statement<Invite> =>
  statements<AccountTables>()
    .selectFrom('grant_invite')
    .select([
      'id',
      'email',
      'person_name as personName',
      'rights',
      'site_ids as siteIds',
      'contract_ids as contractIds',
      'made_at as madeAt',
      'ends_at as endsAt',
      sql<boolean>`ends_at > now()`.as('isOpen'),
    ])
    .where('customer_id', '=', own)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('ends_at', '>', sql<Temporal.Instant>`now() - interval '30 days'`)
    .orderBy('id', 'desc')
    .limit(100)
    .compile()

export type NewInvite = Omit<WantedGrant, 'validTo'> & {
  readonly customerId: string
  readonly accountId: string
  readonly shownAs: string
  readonly email: string
  readonly personName: string
  readonly validTo: Temporal.Instant | null
  readonly origin: string
  readonly language: 'de' | 'en'
  readonly days: number
}

export async function insertInvite(tx: Tx, invite: NewInvite): Promise<string> {
  const made = await tables<AccountTables>(tx)
    .insertInto('grant_invite')
    .values({
      customer_id: invite.customerId,
      invited_by_account_id: invite.accountId,
      shown_as: invite.shownAs,
      email: invite.email,
      person_name: invite.personName,
      rights: [...invite.rights],
      site_ids: invite.siteIds && [...invite.siteIds],
      contract_ids: invite.contractIds && [...invite.contractIds],
      grant_valid_to: invite.validTo,
      origin: invite.origin,
      language: invite.language,
      ends_at: sql<Temporal.Instant>`now() + make_interval(days => ${invite.days})`,
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

/** @returns false if there is none that waits */
export async function withdrawInvite(tx: Tx, id: string): Promise<boolean> {
  const changed = await tables<AccountTables>(tx)
    .updateTable('grant_invite')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('customer_id', '=', own)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
