import { sql } from 'kysely'
import { sendTogether, statements, tables, type Tx } from '#platform/database'
import type { Category, Importance, LetterTables, OrderTable } from '../store/letter-tables.ts'

export type NewLetter = {
  readonly customerId: string
  readonly contractId: string | null
  readonly kind: string
  readonly kindVersion: number
  readonly source: string
  readonly sourceKey: string
  readonly title: string
  readonly language: 'de' | 'en'
  readonly actionDueOn: string | null
}

/**
 * The row of a letter, with the class of its kind. The same source and key a second time changes nothing.
 * @returns its id and whether it is new
 */
export async function insertLetter(
  tx: Tx,
  letter: NewLetter,
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const on = tables<LetterTables>(tx)
  const { rows } = await sql<{ id: string }>`
    insert into letter (customer_id, contract_id, kind, kind_version, source, source_key, title, language, importance, category,
                        action_due_on, ordered_at)
    select ${letter.customerId}, ${letter.contractId}, code, ${letter.kindVersion}, ${letter.source}, ${letter.sourceKey},
           ${letter.title}, ${letter.language},
           case when importance = 'action' and ${letter.actionDueOn}::date is null then 'important' else importance end, category,
           ${letter.actionDueOn}::date, ${now}
      from letter_kind where code = ${letter.kind}
    on conflict (source, source_key) do nothing returning id`.execute(on)
  if (rows[0]) return { id: rows[0].id, isNew: true }
  const known = await on
    .selectFrom('letter')
    .select('id')
    .where('source', '=', letter.source)
    .where('source_key', '=', letter.sourceKey)
    .executeTakeFirst()
  if (!known) throw new Error(`No letter kind ${letter.kind}.`)
  return { id: known.id, isNew: false }
}

export async function insertOrder(
  tx: Tx,
  order: {
    readonly letterId: string
    readonly customerId: string
    readonly priority: number
    readonly recipient: readonly string[]
    readonly parameters: unknown
    readonly toldDirectly: boolean
    readonly onPaper: boolean
  },
  now: Temporal.Instant,
): Promise<void> {
  const row = statements<LetterTables>()
    .insertInto('letter_order')
    .values({
      letter_id: order.letterId,
      customer_id: order.customerId,
      priority: order.priority,
      recipient: [...order.recipient],
      parameters: sql<unknown>`${JSON.stringify(order.parameters)}::jsonb`,
      next_try_at: now,
      told_directly: order.toldDirectly,
      on_paper: order.onPaper,
    })
    .compile()
  await sendTogether(tx, [row])
}

/** An order as the press takes it. */
export type DueOrder = {
  readonly letterId: string
  readonly customerId: string
  readonly contractId: string | null
  readonly kind: string
  readonly kindVersion: number
  readonly title: string
  readonly language: 'de' | 'en'
  readonly recipient: readonly string[]
  readonly parameters: unknown
  readonly orderedAt: Temporal.Instant
  readonly customerNumber: string
  /** This attempt included. */
  readonly attempts: number
}

export const ATTEMPTS_MAX = 5

/**
 * Takes what is due, single letters before runs, and puts its next try ahead by the lease: if this program dies, another makes
 * the letter then. Two presses never take the same.
 */
export async function takeDueOrders(
  tx: Tx,
  options: { readonly now: Temporal.Instant; readonly limit: number; readonly leaseSeconds: number },
): Promise<readonly DueOrder[]> {
  const { rows } = await sql<DueOrder>`
    with due as (
      select letter_id from letter_order
       where attempts < ${sql.lit(ATTEMPTS_MAX)} and next_try_at <= ${options.now}
       order by priority, letter_id limit ${options.limit} for update skip locked
    ), taken as (
      update letter_order o set attempts = attempts + 1, next_try_at = ${options.now.add({ seconds: options.leaseSeconds })}
        from due where o.letter_id = due.letter_id
      returning o.*
    )
    select t.letter_id as "letterId", t.customer_id as "customerId", l.contract_id as "contractId", l.kind, l.kind_version as "kindVersion",
           l.title, l.language, t.recipient,
           t.parameters, l.ordered_at as "orderedAt", c.customer_number as "customerNumber", t.attempts
      from taken t join letter l on l.id = t.letter_id join customer c on c.id = t.customer_id
     order by t.priority, t.letter_id`.execute(tables<LetterTables>(tx))
  return rows
}

/** Notes a failure; after the last attempt the letter is failed and waits for a person. */
export async function noteFailure(
  tx: Tx,
  order: Pick<DueOrder, 'letterId' | 'attempts'>,
  error: string,
  next: Temporal.Instant,
): Promise<void> {
  const on = tables<LetterTables & { letter_order: OrderTable }>(tx)
  await on
    .updateTable('letter_order')
    .set({ last_error: error.slice(0, 500), next_try_at: next })
    .where('letter_id', '=', order.letterId)
    .execute()
  if (order.attempts < ATTEMPTS_MAX) return
  await on
    .updateTable('letter')
    .set({ state: 'failed' })
    .where('id', '=', order.letterId)
    .where('state', '=', 'ordered')
    .execute()
}

export type KindClass = { readonly importance: Importance; readonly category: Category }
