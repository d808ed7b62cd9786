import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** One kind of data in a copy, as the page shows it. */
export type CopySection = {
  readonly title: string
  readonly file: string
  readonly count: number
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export type PersonalCopy = {
  readonly id: string
  readonly state: 'asked' | 'ready' | 'failed' | 'ended'
  readonly askedAt: Temporal.Instant
  readonly madeAt: Temporal.Instant | null
  readonly endsAt: Temporal.Instant | null
  readonly sizeBytes: number | null
}

const columns = sql`c.id, c.state, c.asked_at as "askedAt", c.made_at as "madeAt", c.ends_at as "endsAt", c.size_bytes as "sizeBytes"`

/** The copies of the account that asked, newest first. */
export const ownCopiesStatement = (): Statement<PersonalCopy> =>
  sql<PersonalCopy>`select ${columns} from personal_copy c
    where c.customer_id = (select app_customer_id()) and c.account_id = (select app_account_id())
    order by c.id desc limit 20`.compile(statements<NoTables>())

export type CopyShown = PersonalCopy & {
  readonly summary: readonly CopySection[] | null
  readonly fileSha256: Buffer | null
}

export const ownCopyStatement = (id: string): Statement<CopyShown> =>
  sql<CopyShown>`select ${columns}, c.summary, c.file_sha256 as "fileSha256" from personal_copy c
    where c.id = ${id} and c.customer_id = (select app_customer_id()) and c.account_id = (select app_account_id())`.compile(
    statements<NoTables>(),
  )

/** Worker only: the same by customer and account of a session that was checked before. */
export const copyOfStatement = (id: string, customerId: string, accountId: string): Statement<CopyShown> =>
  sql<CopyShown>`select ${columns}, c.summary, c.file_sha256 as "fileSha256" from personal_copy c
    where c.id = ${id} and c.customer_id = ${customerId} and c.account_id = ${accountId} and c.state = 'ready'`.compile(
    statements<NoTables>(),
  )

/** @returns the id of the one that is being made already, or of the new one */
export async function insertCopy(
  tx: Tx,
  copy: { readonly customerId: string; readonly accountId: string; readonly language: Locale },
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const open = await sql<{ id: string }>`select c.id from personal_copy c
    where c.customer_id = ${copy.customerId} and c.account_id = ${copy.accountId} and c.state = 'asked' limit 1`.execute(
    on(tx),
  )
  if (open.rows[0]) return { id: open.rows[0].id, isNew: false }
  const { rows } = await sql<{ id: string }>`insert into personal_copy (customer_id, account_id, language, asked_at)
    values (${copy.customerId}, ${copy.accountId}, ${copy.language}, ${now}) returning id`.execute(on(tx))
  return { id: rows[0]?.id as string, isNew: true }
}

export type DueCopy = {
  readonly id: string
  readonly customerId: string
  readonly accountId: string
  readonly language: Locale
}

/** Tried so often, then a person looks. */
export const COPY_ATTEMPTS_MAX = 5

/** Worker only: takes a copy that is to be made, and counts the attempt; another process does not take it at the same time. */
export async function takeDueCopy(tx: Tx): Promise<DueCopy | undefined> {
  const { rows } = await sql<DueCopy>`
    update personal_copy set attempts = attempts + 1
     where id = (select id from personal_copy where state = 'asked' and attempts < ${COPY_ATTEMPTS_MAX}
                  order by attempts, id limit 1 for update skip locked)
    returning id, customer_id as "customerId", account_id as "accountId", language`.execute(on(tx))
  return rows[0]
}

/** Worker only. @returns false if another process was quicker */
export async function storeCopy(
  tx: Tx,
  id: string,
  made: {
    readonly sha256: Buffer
    readonly sizeBytes: number
    readonly summary: readonly CopySection[]
    readonly madeAt: Temporal.Instant
    readonly endsAt: Temporal.Instant
  },
): Promise<boolean> {
  const done =
    await sql`update personal_copy set state = 'ready', file_sha256 = ${made.sha256}, size_bytes = ${made.sizeBytes},
      summary = ${JSON.stringify(made.summary)}::jsonb, made_at = ${made.madeAt}, ends_at = ${made.endsAt}
    where id = ${id} and state = 'asked'`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

/** Worker only: gives up what failed too often. @returns whose they are */
export async function giveUpCopies(tx: Tx): Promise<readonly { id: string; customerId: string }[]> {
  const { rows } = await sql<{ id: string; customerId: string }>`
    update personal_copy set state = 'failed' where state = 'asked' and attempts >= ${COPY_ATTEMPTS_MAX}
    returning id, customer_id as "customerId"`.execute(on(tx))
  return rows
}

/** Worker only: ends copies whose term is over and forgets what they showed. @returns whose they were */
export async function endCopies(tx: Tx, now: Temporal.Instant): Promise<readonly string[]> {
  const { rows } = await sql<{ customerId: string }>`
    update personal_copy set state = 'ended', file_sha256 = null, summary = null
     where state = 'ready' and ends_at <= ${now} returning customer_id as "customerId"`.execute(on(tx))
  return rows.map((row) => row.customerId)
}

/** Worker only: which of these files are still to be fetched. */
export async function namedCopies(tx: Tx, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`select encode(file_sha256, 'hex') as hash from personal_copy
    where file_sha256 is not null and encode(file_sha256, 'hex') = any(${[...hashes]}::text[])`.execute(on(tx))
  return new Set(rows.map((row) => row.hash))
}
