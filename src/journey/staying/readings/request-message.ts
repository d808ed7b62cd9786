import type { customerOnFile } from '#company/customers'
import type { FactContext } from '#company/journal'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { orderLetter } from '#service/letters'
import type { RegisterRow } from './readings.sql.ts'
import { readingTexts } from './texts.ts'

export type RequestMessage = {
  /** The same key again is the same message. */
  readonly key: string
  readonly kind: string
  readonly customer: NonNullable<Awaited<ReturnType<typeof customerOnFile>>>
  /** Anybody may read a subject over a shoulder: it names neither the person nor the meter. */
  readonly subject: string
  readonly why: string
  readonly link: string
  /** Until when the link works, as people write it. */
  readonly ends: string
  /** Orders the letter; the link stands in it only if it goes on paper, because else the mail carries it. */
  readonly letter: (
    how: { readonly key: string; readonly toldDirectly: boolean; readonly link: string | undefined },
    context: FactContext,
  ) => Promise<unknown>
  readonly context: FactContext
  /** The way to take, where somebody has chosen one; the customer's own else. */
  readonly way?: RequestWay | undefined
}

/** A mail to an address at which the customer has answered, a letter by its usual way, or the letter centre alone. */
export type RequestWay =
  | { readonly kind: 'e-mail'; readonly address: string }
  | { readonly kind: 'letter' }
  | { readonly kind: 'portal' }

/**
 * Writes to a customer about readings: a letter for the letter centre, and a mail with a link of its own that needs no signing in. Who
 * has no mail address gets the letter by its usual way, on paper with the link as a QR code.
 */
export async function sendRequestMessage(tx: Tx, message: RequestMessage): Promise<'e-mail' | 'print' | 'nothing'> {
  const { customer, link, key, kind, subject, context } = message
  const { way } = message
  const email = way === undefined ? customer.email : way.kind === 'e-mail' ? way.address : null
  const isReachable = email !== null || customer.addressLines.length > 0
  // Who is to find it in the portal is not told by another way.
  const toldDirectly = email !== null || !isReachable || way?.kind === 'portal'
  await message.letter({ key, toldDirectly, link: toldDirectly ? undefined : link }, context)
  if (email === null) return isReachable ? 'print' : 'nothing'
  const text = readingTexts(customer.language)('request.text', { why: message.why, link, ends: message.ends })
  const mail = {
    channel: 'e-mail',
    recipient: email,
    subject,
    text,
    customerId: customer.id,
    holdsSecret: true,
  } as const
  await putIntoOutbox(tx, { key, kind, ...mail }, context.occurredAt)
  return 'e-mail'
}

const METERS_NAMED_MAX = 20

/** Meters as a letter names them, each once. */
export const namedMeters = (registers: readonly Pick<RegisterRow, 'meter_number' | 'commodity'>[]) =>
  [...new Map(registers.map((row) => [row.meter_number, row.commodity])).entries()]
    .slice(0, METERS_NAMED_MAX)
    .map(([meterNumber, commodity]) => ({ meterNumber: meterNumber.slice(0, 40), commodity }))

/** Orders one kind of these letters. */
export const letterOf =
  <Kind extends Parameters<typeof orderLetter>[1]['kind']>(
    tx: Tx,
    kind: Kind,
    customerId: string,
    parametersFor: (link: string | undefined) => Parameters<typeof orderLetter<Kind>>[1]['parameters'],
  ): RequestMessage['letter'] =>
  ({ key, toldDirectly, link }, context) =>
    orderLetter<Kind>(tx, { kind, customerId, key, toldDirectly, parameters: parametersFor(link) }, context)
