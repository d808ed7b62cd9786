import { customerOnFile } from '#company/customers'
import { type FactContext, facts, recordFact } from '#company/journal'
import { openTask, voidTaskOf } from '#company/tasks'
import { formatDay, legalDay, startOfLegalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import { loadRules, type ReadingRules } from './calendar-rules.sql.ts'
import { loadRegisters } from './readings.sql.ts'
import { lockRequest, markOverdue, markOverdueEnded, markReminded } from './remind.sql.ts'
import { letterOf, namedMeters, sendRequestMessage } from './request-message.ts'
import { answerRequests, type RequestTable } from './requests.sql.ts'
import { readingTexts } from './texts.ts'

export type Reminding = {
  readonly requestId: string
  /** `https://host` of the portal, for the link. */
  readonly origin: string
  readonly now: Temporal.Instant
}

/** One task for each request that stays without a value. */
export const overdueTaskKey = (requestId: string): string => `staying.reading-overdue:${requestId}`

const system = (request: RequestTable, now: Temporal.Instant): FactContext => ({
  customerId: request.customer_id,
  channel: 'system',
  actor: { kind: 'system' },
  occurredAt: now,
})

/** Registers that were asked for and that somebody can still read; the contract may have ended meanwhile. */
export async function askedRegisters(tx: Tx, request: RequestTable, today: Temporal.PlainDate) {
  const rows = await loadRegisters(tx, { id: request.customer_id }, legalDay(request.asked_at), today)
  const asked = rows.filter(
    (row) => row.meter_kind !== 'smart' && request.market_location_ids.includes(row.market_location_id),
  )
  return [...new Map(asked.map((row) => [row.register_id, row])).values()]
}

/** Readings may have come by an import or from another system, which answer no request by themselves. */
async function stillOpen(tx: Tx, { requestId, now }: Reminding): Promise<RequestTable | undefined> {
  const locked = await lockRequest(tx, requestId)
  if (!locked || locked.answered_at !== null) return undefined
  await answerRequests(tx, locked.customer_id, now)
  const request = await lockRequest(tx, requestId)
  return request?.answered_at === null ? request : undefined
}

/**
 * Reminds a customer of readings that were asked for: once, by the way that the request itself took, with a new link beside the
 * old one. Without an address nothing can be sent and the next step is for staff. Called again it does nothing.
 */
export async function remindOfReadings(tx: Tx, reminding: Reminding): Promise<void> {
  const request = await stillOpen(tx, reminding)
  if (!request || request.reminded_at !== null) return
  const { now, requestId } = reminding
  const today = legalDay(now)
  const customer = await customerOnFile(tx, request.customer_id)
  const registers = await askedRegisters(tx, request, today)
  if (!customer || registers.length === 0) return markReminded(tx, requestId, undefined, now)
  const rules = await loadRules(tx, today)
  const token = newToken()
  const until = today.add({ days: rules.overdueDays - rules.remindDays })
  const lastDay = laterOf(until, request.due_on.add({ days: rules.linkDays }))
  const t = readingTexts(customer.language)
  const sentBy = await sendRequestMessage(tx, {
    key: `staying.reading-reminder:${requestId}`,
    kind: 'staying.reading-reminder',
    customer,
    subject: t('reminder.subject'),
    why: t('reminder.why', {
      due: formatDay(request.due_on, customer.language),
      until: formatDay(until, customer.language),
    }),
    link: `${reminding.origin}/z/${token}`,
    ends: formatDay(lastDay, customer.language),
    letter: letterOf(tx, 'staying.reading-reminder', customer.id, (link) => ({
      wasDueOn: request.due_on.toString(),
      dueOn: until.toString(),
      meters: namedMeters(registers),
      ...(link && { link }),
    })),
    context: system(request, now),
    // What was asked for by letter is reminded of by letter.
    way: request.sent_by === 'letter' ? { kind: 'letter' } : undefined,
  })
  const link = { hash: tokenHash(token), endsAt: startOfLegalDay(lastDay.add({ days: 1 })) }
  await markReminded(tx, requestId, sentBy === 'nothing' ? undefined : link, now)
  if (sentBy !== 'nothing')
    await recordFact(tx, facts.readingReminded, { requestId, due: request.due_on.toString() }, system(request, now))
}

const laterOf = (one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(one, other) > 0 ? one : other

/** What staff finds about a value that never came: one task with what would be estimated. Called again it does nothing. */
export async function reportOverdue(tx: Tx, reminding: Reminding, rules: ReadingRules): Promise<void> {
  const request = await stillOpen(tx, reminding)
  if (!request || request.overdue_at !== null) return
  const { now, requestId } = reminding
  const today = legalDay(now)
  await markOverdue(tx, requestId, now)
  if ((await askedRegisters(tx, request, today)).length === 0) return
  const context = system(request, now)
  await recordFact(tx, facts.readingOverdue, { requestId, due: request.due_on.toString() }, context)
  await openTask(
    tx,
    {
      kind: 'staying.reading-overdue',
      customerId: request.customer_id,
      contractId: null,
      subject: { requestId },
      group: 'metering',
      priority: 3,
      dueOn: today.add({ days: rules.checkDays }),
      dedupeKey: overdueTaskKey(requestId),
    },
    context,
  )
}

/** The value has come after all: nobody has to look at it any more. */
export async function endOverdue(tx: Tx, { requestId, now }: Pick<Reminding, 'requestId' | 'now'>): Promise<void> {
  const request = await lockRequest(tx, requestId)
  if (!request || request.overdue_ended_at !== null) return
  await voidTaskOf(tx, overdueTaskKey(requestId), { outcome: 'answered', now })
  await markOverdueEnded(tx, requestId, now)
}
