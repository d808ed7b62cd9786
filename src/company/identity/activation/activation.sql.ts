import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { Locale } from '#platform/i18n'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

export type NewActivation = {
  readonly customerNumber: string
  readonly meterNumber: string
  readonly email: string
  readonly passwordHash: string
  readonly browserToken: string
  readonly origin: string
  readonly language: Locale
}

/** Writes down what was asked for, as typed. The same work whether the numbers are right or not. */
export async function insertActivation(tx: Tx, asked: NewActivation): Promise<string> {
  const made = await tables<AccountTables>(tx)
    .insertInto('activation_request')
    .values({
      customer_number_typed: asked.customerNumber,
      meter_number_typed: asked.meterNumber,
      email: asked.email,
      password_hash: asked.passwordHash,
      browser_hash: tokenHash(asked.browserToken),
      origin: asked.origin,
      language: asked.language,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export type AskedActivation = {
  readonly id: string
  readonly customerNumber: string
  readonly meterNumber: string
  readonly email: string
  readonly origin: string
  readonly language: Locale
}

/** A request that nobody has looked at yet. */
export async function askedActivation(tx: Tx, id: string): Promise<AskedActivation | undefined> {
  const row = await tables<AccountTables>(tx)
    .selectFrom('activation_request')
    .select([
      'id',
      'customer_number_typed as customerNumber',
      'meter_number_typed as meterNumber',
      'email',
      'origin',
      'language',
    ])
    .where('id', '=', id)
    .where('customer_number_typed', 'is not', null)
    .executeTakeFirst()
  return row as AskedActivation | undefined
}

export type ActivationMatch = {
  readonly customerId: string
  readonly shownAs: string
  readonly emailOnFile: boolean
  readonly token: string
  readonly hours: number
}

/** The numbers belong together: the request gets its link. What was typed is forgotten. */
export async function matchActivation(tx: Tx, id: string, match: ActivationMatch): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('activation_request')
    .set({
      customer_number_typed: null,
      meter_number_typed: null,
      customer_id: match.customerId,
      shown_as: match.shownAs,
      email_on_file: match.emailOnFile,
      token_hash: tokenHash(match.token),
      ends_at: sql<Temporal.Instant>`now() + make_interval(hours => ${match.hours})`,
    })
    .where('id', '=', id)
    .execute()
}

/** The numbers do not belong together: all of the request is forgotten. */
export async function forgetActivation(tx: Tx, id: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('activation_request')
    .set({ customer_number_typed: null, meter_number_typed: null, email: null, password_hash: null })
    .where('id', '=', id)
    .execute()
}

/** One row if the link is good in this browser. */
export function goodActivationStatement(token: string, browserToken: string | undefined): Statement {
  return statements<AccountTables>()
    .selectFrom('activation_request')
    .select('id')
    .where('token_hash', '=', tokenHash(token))
    .where('browser_hash', '=', tokenHash(browserToken ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .compile()
}

export type UsedActivation = {
  readonly id: string
  readonly customerId: string
  readonly email: string
  readonly passwordHash: string
  readonly shownAs: string
  readonly emailOnFile: boolean
  /** The letter whose code stands behind it, if it was one. */
  readonly letterId: string | null
  readonly language: Locale
}

/** Uses the link up, once, in the browser that asked. */
export async function takeActivation(
  tx: Tx,
  token: string,
  browserToken: string | undefined,
): Promise<UsedActivation | undefined> {
  const row = await tables<AccountTables>(tx)
    .updateTable('activation_request')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('browser_hash', '=', tokenHash(browserToken ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning([
      'id',
      'customer_id as customerId',
      'email',
      'password_hash as passwordHash',
      'shown_as as shownAs',
      'email_on_file as emailOnFile',
      'letter_id as letterId',
      'language',
    ])
    .executeTakeFirst()
  return row as UsedActivation | undefined
}
