import { customerOnFile } from '#company/customers'
import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { sayLetter } from './texts.ts'
import { kindInForce, kindInVersion } from '../design/released.ts'
import type { MadeKindCode, ParametersOf } from './kinds/index.ts'
import { insertLetter, insertOrder } from './order.sql.ts'

/** What a room above orders. */
export type LetterOrder<Code extends MadeKindCode = MadeKindCode> = {
  readonly kind: Code
  readonly customerId: string
  readonly contractId?: string | null
  readonly parameters: ParametersOf<Code>
  /** The cause as the ordering room knows it: the same key twice is one letter. */
  readonly key: string
  /** `run` for one of thousands: it waits for single letters. */
  readonly pace?: 'single' | 'run'
  /** The ordering room writes to the customer itself, by a mail with a link of its own: no notice goes on top. */
  readonly toldDirectly?: boolean
  /** Has to go on paper whatever was chosen: it confirms something to a postal address. */
  readonly onPaper?: boolean
  /** Another address in the window than the one on file: a confirmation to where the customer lived before. */
  readonly recipient?: readonly string[]
  /** A version that somebody has approved, instead of the one that holds now. */
  readonly version?: number
}

const priorities = { single: 1, run: 5 } as const

/**
 * Orders a letter in the caller's transaction: row and fact are there exactly if the cause is. The press makes it after the
 * commit, within two seconds.
 * @returns the letter's id, also if it was ordered before
 * @throws ZodError if the parameters are not those of the kind: a fault of ours, so the change is rolled back
 */
export async function orderLetter<Code extends MadeKindCode>(
  tx: Tx,
  order: LetterOrder<Code>,
  context: FactContext,
): Promise<string> {
  const kind = await (order.version === undefined
    ? kindInForce(tx, order.kind, context.occurredAt)
    : kindInVersion(tx, order.kind, order.version))
  if (!kind) throw new Error(`There is no letter kind ${order.kind}.`)
  const parameters = kind.parameters.parse(order.parameters)
  const onFile = await customerOnFile(tx, order.customerId)
  if (!onFile) throw new Error(`There is no customer ${order.customerId}.`)
  const { language } = onFile
  const { id, isNew } = await insertLetter(
    tx,
    {
      customerId: order.customerId,
      contractId: order.contractId ?? null,
      kind: order.kind,
      kindVersion: kind.version,
      source: 'kundenwerk',
      sourceKey: `${order.kind}:${order.key}`,
      title: kind.title(parameters, sayLetter(language, 'sie'), language),
      language,
      actionDueOn: kind.actionDueOn?.(parameters) ?? null,
    },
    context.occurredAt,
  )
  if (!isNew) return id
  const recipient = order.recipient ?? (onFile.addressLines.length > 0 ? onFile.addressLines : [onFile.shownName])
  await insertOrder(
    tx,
    {
      letterId: id,
      customerId: order.customerId,
      priority: priorities[order.pace ?? 'single'],
      recipient,
      parameters,
      toldDirectly: order.toldDirectly ?? false,
      onPaper: order.onPaper ?? false,
    },
    context.occurredAt,
  )
  await recordFact(
    tx,
    facts.letterOrdered,
    { letterId: id, kind: order.kind },
    { ...context, customerId: order.customerId, contractId: order.contractId ?? null },
  )
  return id
}

/** Orders a letter of a kind that editors have made: its parameters are known to its design alone. */
export const orderWritten = (
  tx: Tx,
  order: Omit<LetterOrder, 'kind' | 'parameters'> & { readonly kind: string; readonly parameters: unknown },
  context: FactContext,
): Promise<string> => orderLetter(tx, order as LetterOrder, context)
