import { customerByNumber } from '#company/customers'
import { facts, recordFact } from '#company/journal'
import { finishTaskOf, openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { apiAct, type Call, staffMay } from '#platform/http'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import {
  letterHoldAnswer,
  letterHoldBody,
  liftBody,
  proposeBody,
  proposedAnswer,
  releaseBody,
  retentionAnswer,
  retentionDone,
} from './retention.contract.ts'
import {
  deletionOf,
  insertDeletion,
  insertHold,
  letterExists,
  liftHold,
  retentionOverview,
  storeDecision,
} from './retention.sql.ts'

const keepers = staffMay('letters.retention')
/** Who proposed does not release: the use case says so, and the table refuses it. */
const releasers = staffMay('letters.release')
const ofOne = z.strictObject({ id: id() })
const TASK_DAYS = 14
const taskKey = (deletionId: string) => `letters.release-deletion:${deletionId}`

const byStaff = ({ who, now }: Pick<Call<typeof keepers>, 'who' | 'now'>) =>
  ({ channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now }) as const

const overview = apiAct({
  method: 'GET',
  path: '/desk/api/letter-retention',
  who: keepers,
  contract: {},
  answer: retentionAnswer,
  says: 'What both clocks of the letters have let go, deletions that wait or are done, and holds.',
  act: async (tx, { now, who }) => {
    const { rule, kinds, deletions, holds } = await retentionOverview(tx, legalDay(now))
    return {
      viewMonths: rule.months,
      noticeDays: rule.noticeDays,
      kinds,
      deletions: deletions.map(({ proposedById, ...row }) => ({
        ...row,
        proposedByMe: proposedById === who.staffId,
        proposedAt: row.proposedAt.toString(),
        decidedAt: row.decidedAt?.toString() ?? null,
      })),
      holds: holds.map((row) => ({ ...row, setAt: row.setAt.toString() })),
    }
  },
})

const propose = apiAct({
  method: 'POST',
  path: '/desk/api/letter-retention/deletions',
  who: keepers,
  contract: { body: proposeBody },
  answer: proposedAnswer,
  status: 201,
  says: 'Step one of a deletion: proposes the letters of a kind that are due; another person has to release it.',
  act: async (tx, call) => {
    const made = await insertDeletion(tx, call.input.body.kind, call.who.staffId, call.now)
    if (!made) throw new Refusal(409, 'letters.nothing-due')
    await openTask(
      tx,
      {
        kind: 'letters.release-deletion',
        customerId: null,
        contractId: null,
        subject: { deletionId: made.id, letters: made.letters },
        group: 'service',
        priority: 3,
        dueOn: legalDay(call.now).add({ days: TASK_DAYS }),
        dedupeKey: taskKey(made.id),
      },
      byStaff(call),
    )
    return made
  },
})

const decide = apiAct({
  method: 'POST',
  path: '/desk/api/letter-retention/deletions/:id/decision',
  who: releasers,
  contract: { params: ofOne, body: releaseBody },
  answer: retentionDone,
  says: 'Step two: releases or refuses a deletion. Who proposed it cannot; what is held meanwhile stays.',
  act: async (tx, call) => {
    const { decision, because, rowVersion } = call.input.body
    const deletion = await deletionOf(tx, call.input.params.id)
    if (!deletion) throw notFound()
    if (deletion.state !== 'proposed' || deletion.rowVersion !== rowVersion) throw changedMeanwhile()
    if (deletion.proposedBy === call.who.staffId) throw new Refusal(409, 'letters.second-person')
    const { staffId } = call.who
    await storeDecision(tx, call.input.params.id, { state: decision, because, staffId }, call.now)
    await recordFact(tx, facts.letterDeletionDecided, { deletionId: call.input.params.id, decision }, byStaff(call))
    await finishTaskOf(tx, taskKey(call.input.params.id), { staffId, now: call.now, outcome: decision })
    return { done: true as const }
  },
})

const setHold = apiAct({
  method: 'POST',
  path: '/desk/api/letter-retention/holds',
  who: keepers,
  contract: { body: letterHoldBody },
  answer: letterHoldAnswer,
  status: 201,
  says: 'Keeps all letters of a customer, or one letter, whatever the terms say, with the reason.',
  act: async (tx, call) => {
    const { what, number, reason } = call.input.body
    const customer = what === 'customer' ? await customerByNumber(tx, number) : undefined
    const isLetter = what === 'letter' && /^\d{1,18}$/.test(number) && (await letterExists(tx, number))
    if (!customer && !isLetter) throw notFound()
    const hold = {
      customerId: customer?.id ?? null,
      letterId: isLetter ? number : null,
      reason,
      staffId: call.who.staffId,
    }
    const holdId = await insertHold(tx, hold, call.now)
    await recordFact(tx, facts.letterHoldSet, { holdId }, { ...byStaff(call), customerId: customer?.id ?? null })
    return { id: holdId }
  },
})

const lift = apiAct({
  method: 'POST',
  path: '/desk/api/letter-retention/holds/:id/lift',
  who: keepers,
  contract: { params: ofOne, body: liftBody },
  answer: retentionDone,
  says: 'Lifts a hold, with the reason.',
  act: async (tx, call) => {
    const lifted = { because: call.input.body.because, staffId: call.who.staffId }
    if (!(await liftHold(tx, call.input.params.id, lifted, call.now))) throw notFound()
    await recordFact(tx, facts.letterHoldLifted, { holdId: call.input.params.id }, byStaff(call))
    return { done: true as const }
  },
})

export const retentionRoutes = [overview, propose, decide, setHold, lift]
