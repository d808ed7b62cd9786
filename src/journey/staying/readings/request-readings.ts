import { customerOnFile } from '#company/customers'
import { type Actor, type Channel, facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { formatDay, legalDay, startOfLegalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import type { ParametersOf } from '#service/letters'
import { loadRules } from './calendar-rules.sql.ts'
import type { ReadingReason } from './reading.ts'
import { loadRegisters } from './readings.sql.ts'
import { letterOf, namedMeters, type RequestMessage, type RequestWay, sendRequestMessage } from './request-message.ts'
import { endOpenRequests, insertRequest } from './requests.sql.ts'
import { readingTexts } from './texts.ts'

export type RequestReadings = {
  readonly customerId: string
  /** Where to read; empty for all places of the customer. */
  readonly marketLocationIds: readonly string[]
  readonly due: Temporal.PlainDate
  readonly reason: ReadingReason
  /** The value that the customer gave and that was not taken over: the letter says so, and asks once more. */
  readonly again?: Omit<ParametersOf<'staying.reading-refused'>, 'link'>
  /** `https://host` of the portal, for the link. */
  readonly origin: string
  readonly channel: Channel
  readonly actor: Actor
  readonly now: Temporal.Instant
  /** The way to take, where a campaign has chosen one. */
  readonly way?: RequestWay
  /** Days after the due day until the reminder, where it is not what the rules say. */
  readonly remindDays?: number | undefined
}

export type Requested = {
  readonly requestId: string
  /** The link; it stands in the message alone, the database knows its hash. */
  readonly link: string
  readonly sentBy: 'e-mail' | 'print' | 'letter' | 'portal' | 'nothing'
}

/**
 * Asks a customer for readings: the request, the link for it, the fact, and a message by e-mail, or on paper where there is no
 * address for mail. An open request for the same places ends, and its link with it. Needs a role that sees all customers.
 * @throws Refusal 404 for an unknown customer, 422 if there is nothing that the customer could read
 */
export async function requestReadings(tx: Tx, request: RequestReadings): Promise<Requested> {
  const { customerId, due, now } = request
  const today = legalDay(now)
  const customer = await customerOnFile(tx, customerId)
  if (!customer) throw notFound()
  const registers = (await loadRegisters(tx, { id: customerId }, today)).filter(
    (row) =>
      row.meter_kind !== 'smart' &&
      (request.marketLocationIds.length === 0 || request.marketLocationIds.includes(row.market_location_id)),
  )
  if (registers.length === 0) throw new Refusal(422, 'staying.nothing-to-read')
  const places = [...new Set(registers.map((row) => row.market_location_id))]
  const rules = await loadRules(tx, today)
  const lastDay = due.add({ days: rules.linkDays })
  const token = newToken()
  await endOpenRequests(tx, customerId, places, now)
  const requestId = await insertRequest(tx, {
    customerId,
    marketLocationIds: places,
    reason: request.reason,
    askedAt: now,
    dueOn: due,
    linkTokenHash: tokenHash(token),
    linkEndsAt: startOfLegalDay(lastDay.add({ days: 1 })),
    sentBy: request.way?.kind ?? null,
    remindDays: request.remindDays ?? null,
  })
  const context = { customerId, channel: request.channel, actor: request.actor, occurredAt: now }
  const registerIds = [...new Set(registers.map((row) => row.register_id))].slice(0, REGISTERS_NAMED_MAX)
  await recordFact(tx, facts.readingRequested, { registerIds, due: due.toString() }, context)
  const link = `${request.origin}/z/${token}`
  const sentBy = await send(tx, { request, requestId, customer, registers, link, lastDay })
  return { requestId, link, sentBy }
}

/** What the fact names at most; a property firm's request is one fact, too. */
const REGISTERS_NAMED_MAX = 100

type Sending = {
  readonly request: RequestReadings
  readonly requestId: string
  readonly customer: NonNullable<Awaited<ReturnType<typeof customerOnFile>>>
  readonly registers: Awaited<ReturnType<typeof loadRegisters>>
  readonly link: string
  readonly lastDay: Temporal.PlainDate
}

function letterFor(tx: Tx, { request, customer, registers }: Sending): RequestMessage['letter'] {
  const { again, due } = request
  if (again)
    return letterOf(tx, 'staying.reading-refused', customer.id, (link) => ({ ...again, ...(link && { link }) }))
  const asked = { dueOn: due.toString(), meters: namedMeters(registers) }
  return letterOf(tx, 'staying.reading-request', customer.id, (link) => ({ ...asked, ...(link && { link }) }))
}

async function send(tx: Tx, sending: Sending): Promise<Requested['sentBy']> {
  const { request, requestId, customer, link, lastDay } = sending
  const context = { customerId: customer.id, channel: request.channel, actor: request.actor, occurredAt: request.now }
  const { language } = customer
  const t = readingTexts(language)
  const sentBy = await sendRequestMessage(tx, {
    key: `staying.reading-request:${requestId}`,
    kind: 'staying.reading-request',
    customer,
    subject: t(request.again ? 'request.subjectAgain' : 'request.subject'),
    why: t(request.again ? 'request.whyAgain' : 'request.why', { due: formatDay(request.due, language) }),
    link,
    ends: formatDay(lastDay, language),
    letter: letterFor(tx, sending),
    context,
    way: request.way,
  })
  if (request.way) return request.way.kind
  if (sentBy !== 'nothing') return sentBy
  await openTask(
    tx,
    {
      kind: 'staying.request-without-address',
      customerId: customer.id,
      contractId: null,
      subject: { requestId },
      group: 'service',
      priority: 2,
      dueOn: legalDay(request.now).add({ days: 3 }),
      dedupeKey: `staying.request-without-address:${requestId}`,
    },
    context,
  )
  return 'nothing'
}
