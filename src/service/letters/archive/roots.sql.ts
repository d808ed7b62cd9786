import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Root } from './root-statement.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type KeptRoot = Root & {
  readonly bookedAt: Temporal.Instant | null
  readonly token: Buffer | null
  readonly authority: string | null
  readonly stampedAt: Temporal.Instant | null
  readonly attempts: number
}

const columns = sql`number, closed_on as "closedOn", first_seq as "firstSeq", last_seq as "lastSeq", chain_hash as "chainHash", root,
  previous_hash as "previousHash", booked_at as "bookedAt", token, authority, stamped_at as "stampedAt", attempts`

export async function lastRoot(tx: Tx): Promise<KeptRoot | undefined> {
  const { rows } = await sql<KeptRoot>`select ${columns} from letter_root order by number desc limit 1`.execute(on(tx))
  return rows[0]
}

export async function allRoots(tx: Tx): Promise<readonly KeptRoot[]> {
  return (await sql<KeptRoot>`select ${columns} from letter_root order by number`.execute(on(tx))).rows
}

/** Roots that are not beside the files yet, or have no stamp. */
export async function unfinishedRoots(tx: Tx, limit: number): Promise<readonly KeptRoot[]> {
  const { rows } = await sql<KeptRoot>`select ${columns} from letter_root where booked_at is null or token is null
    order by number limit ${limit}`.execute(on(tx))
  return rows
}

/** Only one worker closes at a time. */
export async function lockRoots(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('letter_root'))`.execute(on(tx))
}

export type LinkHash = { readonly seq: string; readonly hash: Buffer }

/** Hashes of the links after one, in order. */
export async function linksAfter(tx: Tx, seq: string): Promise<readonly LinkHash[]> {
  return (await sql<LinkHash>`select seq, hash from letter_record where seq > ${seq} order by seq`.execute(on(tx))).rows
}

export async function insertRoot(tx: Tx, root: Root, now: Temporal.Instant): Promise<void> {
  await sql`insert into letter_root (number, closed_on, first_seq, last_seq, chain_hash, root, previous_hash, made_at)
    values (${root.number}, ${root.closedOn}, ${root.firstSeq}, ${root.lastSeq}, ${root.chainHash}, ${root.root}, ${root.previousHash}, ${now})`.execute(
    on(tx),
  )
}

export async function noteBooked(tx: Tx, number: number, now: Temporal.Instant): Promise<void> {
  await sql`update letter_root set booked_at = ${now} where number = ${number} and booked_at is null`.execute(on(tx))
}

export async function noteStamp(
  tx: Tx,
  number: number,
  stamp: { readonly token: Buffer; readonly authority: string; readonly at: Temporal.Instant },
): Promise<void> {
  await sql`update letter_root set token = ${stamp.token}, authority = ${stamp.authority}, stamped_at = ${stamp.at}, last_error = null
    where number = ${number} and token is null`.execute(on(tx))
}

export async function noteNoStamp(tx: Tx, number: number, error: string): Promise<void> {
  await sql`update letter_root set attempts = least(attempts + 1, 30000), last_error = ${error.slice(0, 500)} where number = ${number}`.execute(
    on(tx),
  )
}
