import { facts, recordFact } from '#company/journal'
import { openTaskByHand } from '#company/tasks'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import type { z } from '#platform/contract'
import type { correctContactBody, RecordContact } from './contact.contract.ts'
import { insertContact, isTheirs, lockContact, phaseOfTopic, updateContact } from './contacts.sql.ts'

type By = { readonly staffId: string; readonly now: Temporal.Instant }

/** The way of the journal for each channel of contacts. */
const channelOfFact = {
  phone: 'phone',
  counter: 'counter',
  letter: 'letter',
  'reading-card': 'letter',
  'e-mail': 'e-mail',
  other: 'desk',
} as const

/** Longest that somebody may enter something afterwards: letters of a long weekend, not of last year. */
const DAYS_BACK_MAX = 60

/** Notes one assisted contact, and opens the task that it leaves, together. */
export async function recordContact(
  tx: Tx,
  entered: RecordContact,
  by: By,
): Promise<{ contactId: string; taskId: string | null }> {
  const phase = await phaseOfTopic(tx, entered.topic)
  if (!phase) throw new Refusal(422, 'customers.no-such-topic')
  if (!(await isTheirs(tx, entered.customerId, entered.contractId))) throw notFound()
  const beganAt = begun(entered, by.now)
  const taskId = entered.task ? await followUpOf(tx, entered, entered.task, by) : null
  const outcome = taskId && entered.outcome === 'answered' ? 'task-opened' : entered.outcome
  const contact = { ...entered, outcome, phase: entered.phase ?? phase, beganAt, taskId, ...by }
  const contactId = await insertContact(tx, contact)
  await recordFact(
    tx,
    facts.contactRecorded,
    {
      contactId,
      way: entered.channel,
      direction: entered.direction,
      topic: entered.topic,
      phase: contact.phase,
      outcome,
      solved: entered.solved,
      verification: entered.verification,
      ...(entered.durationS !== undefined && { durationS: entered.durationS }),
      ...(taskId && { taskId }),
    },
    {
      customerId: entered.customerId ?? null,
      contractId: entered.contractId ?? null,
      channel: channelOfFact[entered.channel],
      actor: { kind: 'staff', id: by.staffId },
      occurredAt: beganAt,
    },
  )
  return { contactId, taskId }
}

const followUpOf = (tx: Tx, entered: RecordContact, task: NonNullable<RecordContact['task']>, by: By) =>
  openTaskByHand(tx, { ...task, customerId: entered.customerId, note: entered.note?.slice(0, 500), priority: 2 }, by)

function begun({ beganAt, durationS = 0 }: RecordContact, now: Temporal.Instant): Temporal.Instant {
  if (!beganAt) return now.subtract({ seconds: durationS })
  const at = Temporal.Instant.from(beganAt)
  const tooLate = Temporal.Instant.compare(at, now) > 0
  const tooOld = Temporal.Instant.compare(at, now.subtract({ hours: DAYS_BACK_MAX * 24 })) < 0
  if (tooLate || tooOld) throw new Refusal(422, 'customers.contact-time', { figures: { days: DAYS_BACK_MAX } })
  return at
}

/** Corrects what a contact was about and how it ended; figures are counted from the newest version. */
export async function correctContact(
  tx: Tx,
  contactId: string,
  body: z.infer<typeof correctContactBody>,
  by: By,
): Promise<void> {
  const contact = await lockContact(tx, contactId)
  if (!contact) throw notFound()
  if (contact.row_version !== body.rowVersion) throw changedMeanwhile()
  if (!(await phaseOfTopic(tx, body.topic))) throw new Refusal(422, 'customers.no-such-topic')
  await updateContact(tx, contactId, body, by.now)
  const { topic, phase, outcome, solved } = body
  await recordFact(
    tx,
    facts.contactCorrected,
    { contactId, topic, phase, outcome, solved, rowVersion: body.rowVersion + 1 },
    {
      customerId: contact.customer_id,
      contractId: contact.contract_id,
      channel: 'desk',
      actor: { kind: 'staff', id: by.staffId },
      occurredAt: by.now,
    },
  )
}
