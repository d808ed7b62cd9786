import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import { type Change, type ChangeKind, type ChangeOnFile, type Doer, undoUntil, type Values } from './change.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

const columns = sql`c.id, c.customer_id as "customerId", c.kind, c.contract_account_id as "contractAccountId", c.before, c.after,
  c.changed_at as "changedAt", c.channel, c.actor_kind as "actorKind", c.undo_until as "undoUntil", c.undone_at as "undoneAt",
  c.undo_of as "undoOf"`

export type NewChange = {
  readonly kind: ChangeKind
  readonly before: Values
  readonly after: Values
  readonly contractAccountId?: string
  readonly undoOf?: string
}

/** Writes down what was changed, in the transaction that changes it. @returns the id that the fact carries */
export async function insertChange(tx: Tx, change: NewChange, doer: Doer): Promise<string> {
  const until = undoUntil(change.kind, doer.occurredAt, change.undoOf !== undefined)
  const actorId = 'id' in doer.actor ? doer.actor.id : null
  const reason = doer.reason === undefined ? sql`` : sql`, reason, told_by`
  const reasonValue = doer.reason === undefined ? sql`` : sql`, ${doer.reason}, ${doer.toldBy ?? null}`
  const { rows } = await sql<{ id: string }>`
    insert into customer_change (customer_id, kind, contract_account_id, before, after, changed_at, channel, actor_kind, actor_id,
                                 origin, undo_until, undo_of${reason})
    values (${doer.customerId}, ${change.kind}, ${change.contractAccountId ?? null}, ${JSON.stringify(change.before)}::jsonb,
            ${JSON.stringify(change.after)}::jsonb, ${doer.occurredAt}, ${doer.channel}, ${doer.actor.kind}, ${actorId},
            ${doer.origin}, ${until}, ${change.undoOf ?? null}${reasonValue})
    returning id`.execute(on(tx))
  return rows[0]?.id as string
}

/** A change by its id; in a customer's session only the own ones are there. */
export async function changeById(tx: Tx, id: string): Promise<Change | undefined> {
  const { rows } = await sql<Change>`select ${columns} from customer_change c where c.id = ${id}`.execute(on(tx))
  return rows[0]
}

/** Worker only: the change whose confirmation carried this link. */
export async function changeByLink(tx: Tx, token: string): Promise<Change | undefined> {
  const { rows } =
    await sql<Change>`select ${columns} from customer_change c where c.undo_hash = ${tokenHash(token)}`.execute(on(tx))
  return rows[0]
}

export const changeByLinkStatement = (token: string): Statement<Change> =>
  sql<Change>`select ${columns} from customer_change c where c.undo_hash = ${tokenHash(token)}`.compile(
    statements<NoTables>(),
  )

/** Worker only: gives the change its link. Only the hash stays. @returns where the portal is */
export async function giveLink(tx: Tx, id: string, token: string): Promise<string> {
  const { rows } = await sql<{ origin: string }>`
    update customer_change set undo_hash = ${tokenHash(token)} where id = ${id} returning origin`.execute(on(tx))
  return rows[0]?.origin as string
}

/** @returns false if somebody was quicker */
export async function markUndone(tx: Tx, id: string, now: Temporal.Instant): Promise<boolean> {
  const done = await sql`update customer_change set undone_at = ${now} where id = ${id} and undone_at is null`.execute(
    on(tx),
  )
  return (done.numAffectedRows ?? 0n) === 1n
}

/** The newest changes first: of a customer, or of the one that the session acts for. */
export const changesStatement = (whom: { readonly id: string } | 'session', limit = 100): Statement<Change> =>
  sql<Change>`select ${columns} from customer_change c
    where c.customer_id = ${whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}`}
    order by c.id desc limit ${limit}`.compile(statements<NoTables>())

/** The newest changes of a customer first, with what staff wrote down about them. */
export const changesOnFileStatement = (customerId: string, limit: number): Statement<ChangeOnFile> =>
  sql<ChangeOnFile>`select ${columns}, c.reason, c.told_by as "toldBy" from customer_change c
    where c.customer_id = ${customerId} order by c.id desc limit ${limit}`.compile(statements<NoTables>())

/** Worker only: mail addresses that a customer had on file since a moment and has no longer. */
export async function recentEmails(tx: Tx, customerId: string, since: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select distinct c.before ->> 'email' as email from customer_change c
     where c.customer_id = ${customerId} and c.kind = 'email' and c.changed_at > ${since} and c.before ->> 'email' is not null
       and c.undo_of is null`.execute(on(tx))
  return rows.map((row) => row.email)
}
