import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { Locale } from '#platform/i18n'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

/** Wrong codes per letter: with 39 bits a guess hits once in 10^11. */
const ATTEMPTS_MAX = 5

/** A code as it is made before any transaction, because hashing takes some 45 ms. */
export type FreshCode = { readonly code: string; readonly codeHash: string }

type NewLetter = FreshCode & {
  readonly origin: string
  readonly language: Locale
  readonly days: number
  readonly by:
    | { readonly kind: 'guest'; readonly customerNumber: string; readonly postalCode: string }
    | { readonly kind: 'staff'; readonly staffId: string; readonly customerId: string }
}

/** Writes down that a letter was ordered. @returns its id */
export async function insertActivationLetter(tx: Tx, letter: NewLetter): Promise<string> {
  const { by } = letter
  const made = await tables<AccountTables>(tx)
    .insertInto('activation_letter')
    .values({
      code_plain: letter.code,
      code_hash: letter.codeHash,
      origin: letter.origin,
      language: letter.language,
      ends_at: sql<Temporal.Instant>`now() + make_interval(days => ${letter.days})`,
      ordered_by_kind: by.kind,
      ...(by.kind === 'guest'
        ? { customer_number_typed: by.customerNumber, postal_code_typed: by.postalCode }
        : { ordered_by_id: by.staffId, customer_id: by.customerId }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export type AskedLetter = {
  readonly id: string
  readonly customerNumber: string | null
  readonly postalCode: string | null
  readonly customerId: string | null
  readonly code: string
  readonly origin: string
  readonly endsAt: Temporal.Instant
}

/** A letter that nobody has written yet. */
export async function askedLetter(tx: Tx, id: string): Promise<AskedLetter | undefined> {
  const row = await tables<AccountTables>(tx)
    .selectFrom('activation_letter')
    .select([
      'id',
      'customer_number_typed as customerNumber',
      'postal_code_typed as postalCode',
      'customer_id as customerId',
      'code_plain as code',
      'origin',
      'ends_at as endsAt',
    ])
    .where('id', '=', id)
    .where('code_plain', 'is not', null)
    .executeTakeFirst()
  return row as AskedLetter | undefined
}

/** How many letters were written to a customer in so many days; guests may order only a few. */
export async function lettersWritten(tx: Tx, customerId: string, days: number): Promise<number> {
  const { count } = await tables<AccountTables>(tx)
    .selectFrom('activation_letter')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('customer_id', '=', customerId)
    .where('code_plain', 'is', null)
    .where('asked_at', '>', sql<Temporal.Instant>`now() - make_interval(days => ${days})`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The letter is written, for this customer, or to nobody: what was typed and the code are forgotten either way. */
export async function settleLetter(tx: Tx, id: string, customerId: string | undefined): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('activation_letter')
    .set({
      customer_number_typed: null,
      postal_code_typed: null,
      code_plain: null,
      ...(customerId === undefined ? { ends_at: now } : { customer_id: customerId }),
    })
    .where('id', '=', id)
    .execute()
}

/** Counts an attempt at the newest letter of a customer and gives its hash; undefined if there is none that may be tried. */
export async function attemptLetter(tx: Tx, customerId: string): Promise<{ id: string; hash: string } | undefined> {
  return tables<AccountTables>(tx)
    .updateTable('activation_letter')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('activation_letter')
        .select('id')
        .where('customer_id', '=', customerId)
        .where('code_plain', 'is', null)
        .where('used_at', 'is', null)
        .where('ends_at', '>', now)
        .orderBy('id', 'desc')
        .limit(1),
    )
    .where('attempts', '<', ATTEMPTS_MAX)
    .returning(['id', 'code_hash as hash'])
    .executeTakeFirst()
}

/** Gives the attempt of a right code back: whoever has it may send it again when the mail did not come. */
export async function giveAttemptBack(tx: Tx, letterId: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('activation_letter')
    .set({ attempts: sql<number>`attempts - 1` })
    .where('id', '=', letterId)
    .execute()
}

/** Uses a letter up, with every earlier one to the same customer. @returns false if somebody was quicker */
export async function takeLetter(tx: Tx, letterId: string): Promise<boolean> {
  const on = tables<AccountTables>(tx)
  const used = await on
    .updateTable('activation_letter')
    .set({ used_at: now })
    .where('id', '=', letterId)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning('customer_id as customerId')
    .executeTakeFirst()
  if (!used) return false
  await on
    .updateTable('activation_letter')
    .set({ ends_at: now })
    .where('customer_id', '=', used.customerId)
    .where('id', '<', letterId)
    .where('ends_at', '>', now)
    .execute()
  return true
}

export type LetterActivation = {
  readonly letterId: string
  readonly customerId: string
  readonly shownAs: string
  readonly email: string
  readonly passwordHash: string
  readonly browserToken: string
  readonly token: string
  readonly origin: string
  readonly language: Locale
  readonly hours: number
}

/** The code was right: what is missing is the link to the mailbox. @returns the request's id */
export async function insertLetterActivation(tx: Tx, made: LetterActivation): Promise<string> {
  const row = await tables<AccountTables>(tx)
    .insertInto('activation_request')
    .values({
      letter_id: made.letterId,
      customer_id: made.customerId,
      shown_as: made.shownAs,
      email: made.email,
      password_hash: made.passwordHash,
      browser_hash: tokenHash(made.browserToken),
      token_hash: tokenHash(made.token),
      origin: made.origin,
      language: made.language,
      ends_at: sql<Temporal.Instant>`now() + make_interval(hours => ${made.hours})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export type OrderedLetter = {
  readonly askedAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly usedAt: Temporal.Instant | null
}

/** The newest letter to a customer, for the desk. */
export function newestLetterStatement(customerId: string): Statement {
  return statements<AccountTables>()
    .selectFrom('activation_letter')
    .select(['asked_at as askedAt', 'ends_at as endsAt', 'used_at as usedAt'])
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(1)
    .compile()
}
