import { facts, recordFact } from '#company/journal'
import { finishTaskOf, openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { type Pools, transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { forgetMessagesOf, putIntoOutbox } from '#platform/mail'
import { notFound, Refusal } from '#platform/refusal'
import type { Doer } from '../changes/change.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import {
  dueErasures,
  erasureById,
  type ErasureRequest,
  insertErasure,
  loadCase,
  storeDecision,
  storeProgress,
} from './erasure.sql.ts'
import { forgetParts, restrictCustomer } from './forget.sql.ts'
import { type ErasurePlan, planErasure } from './plan-erasure.ts'
import { erasureTexts } from './texts.ts'

/** GDPR article 12 (3) gives a month; half of it for the person who releases. */
const TASK_DAYS = 14

const taskKey = (requestId: string) => `customers.erasure-asked:${requestId}`

/**
 * Step one: somebody asks to be forgotten. Nothing is erased yet: a person looks at the plan first.
 * @throws Refusal 409 if it was asked for already
 */
export async function askForErasure(tx: Tx, doer: Doer): Promise<string> {
  if (doer.actor.kind !== 'customer' && doer.actor.kind !== 'staff') throw notFound()
  const { customerId, occurredAt: now } = doer
  if (!(await customerOnFile(tx, customerId))) throw notFound()
  const actor = { actorKind: doer.actor.kind, actorId: doer.actor.id }
  const requestId = await insertErasure(tx, { customerId, channel: doer.channel, reason: doer.reason, ...actor }, now)
  if (requestId === undefined) throw new Refusal(409, 'customers.erasure-asked-already')
  await recordFact(tx, facts.erasureAsked, { requestId }, doer)
  await openTask(
    tx,
    {
      kind: 'customers.erasure-asked',
      customerId,
      contractId: null,
      subject: { erasureId: requestId },
      group: 'service',
      priority: 1,
      dueOn: legalDay(now).add({ days: TASK_DAYS }),
      dedupeKey: taskKey(requestId),
    },
    doer,
  )
  return requestId
}

export type Decision = {
  readonly decision: 'released' | 'refused'
  readonly reason: string
  readonly rowVersion: number
  readonly staffId: string
}

/**
 * Step two: a person releases what the plan says, or refuses with a reason that the customer is told.
 * @throws Refusal 409 if somebody decided meanwhile
 */
export async function decideErasure(
  tx: Tx,
  id: string,
  decided: Decision,
  doer: Omit<Doer, 'customerId'>,
): Promise<void> {
  const request = await erasureById(tx, id)
  if (!request) throw notFound()
  if (request.state !== 'asked' || request.rowVersion !== decided.rowVersion)
    throw new Refusal(409, 'platform.changed-meanwhile')
  const { decision, reason, staffId } = decided
  await storeDecision(tx, id, { state: decision, reason, staffId }, doer.occurredAt)
  const context = { ...doer, customerId: request.customerId }
  await recordFact(tx, facts.erasureDecided, { requestId: id, decision }, context)
  await finishTaskOf(tx, taskKey(id), { staffId, now: doer.occurredAt, outcome: decision })
}

/**
 * As the house: does what the plan lets go today and blocks or keeps the rest. Called when a person has released it, and again each
 * day while something holds it or a term runs.
 */
export async function carryOutErasure(tx: Tx, id: string, now: Temporal.Instant): Promise<ErasurePlan | undefined> {
  const request = await erasureById(tx, id)
  if (!request || !['released', 'waiting', 'restricted'].includes(request.state)) return undefined
  const today = legalDay(now)
  const { known, rules } = await loadCase(tx, request.customerId)
  const plan = planErasure(known, rules, today)
  // Written before anything is forgotten: afterwards there is no address to write to.
  if (request.state !== 'restricted') await tellPlan(tx, request, plan, now)
  const parts = plan.parts.flatMap((part) => (part.act === 'erase' ? [part.part] : []))
  const isLast = plan.holding.length === 0 && parts.length === plan.parts.length
  const erasedRows = await forgetParts(
    tx,
    request.customerId,
    isLast ? parts : parts.filter((part) => part !== 'vouchers'),
  )
  const context = {
    customerId: request.customerId,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  } as const
  if (plan.holding.length > 0) {
    if (request.state !== 'waiting') await storeProgress(tx, id, 'waiting', null, now)
    return plan
  }
  erasedRows['outbox'] = await forgetMessagesOf(tx, request.customerId, now)
  await restrictCustomer(tx, request.customerId, now)
  if (isLast) {
    await storeProgress(tx, id, 'erased', null, now)
    await recordFact(tx, facts.customerErased, { requestId: id, erasedRows }, context)
  } else {
    const until = plan.free as Temporal.PlainDate
    await storeProgress(tx, id, 'restricted', until, now)
    await recordFact(tx, facts.customerRestricted, { requestId: id, until: until.toString(), erasedRows }, context)
  }
  return plan
}

/** What was done and what stays, to the last address that is known. The same outcome is told once. */
async function tellPlan(tx: Tx, request: ErasureRequest, plan: ErasurePlan, now: Temporal.Instant): Promise<void> {
  const customer = await customerOnFile(tx, request.customerId)
  if (!customer) return
  const say = erasureTexts(customer.language)
  const lines = plan.parts.map((part) => {
    const what = say(`part.${part.part}`)
    if (part.act === 'erase') return `– ${what}: ${say('act.erase')}`
    if (part.act === 'keep') return `– ${what}: ${say('act.keep', { because: say(`because.${part.because}`) })}`
    return `– ${what}: ${say('act.restrict', { until: part.until.toString(), statute: part.statute })}`
  })
  const text = say('mailText', { name: customer.shownName, list: lines.join('\n') })
  const outcome = plan.holding.length > 0 ? `waiting-${plan.holding.join('-')}` : 'done'
  const goal = customer.email
    ? ({ channel: 'e-mail', recipient: customer.email } as const)
    : customer.addressLines.length > 0
      ? ({ channel: 'print', recipient: customer.addressLines.join('\n') } as const)
      : undefined
  if (!goal) return
  await putIntoOutbox(
    tx,
    {
      ...goal,
      key: `customers.erasure:${request.id}:${outcome}`,
      kind: 'customers.erasure',
      subject: say('mailSubject'),
      text,
      customerId: customer.id,
    },
    now,
  )
}

/** Every night at 03:20 UTC: what waited and is free now, and what is blocked and whose term is over. Each in a transaction of its own. */
export const eraseDueJob = (pools: Pick<Pools, 'worker'>): Job => ({
  name: 'customers.erase-due',
  cron: '20 3 * * *',
  run: async (_payload, now) => {
    const due = await transaction(pools.worker, (tx) => dueErasures(tx, legalDay(now)))
    for (const id of due) await transaction(pools.worker, (tx) => carryOutErasure(tx, id, now))
  },
})
