import { notBefore, type Reach, reachOf } from '#company/customers'
import type pg from 'pg'
import { transaction } from '#platform/database'
import { orderPrints, type PaperWish } from '../post/order-print.ts'
import { dueAt, type LadderStep } from './ladder.ts'
import { type DueStep, insertNotices, type NewNotice, type StepDone, storeSteps, takeDueSteps } from './steps.sql.ts'

/** Some 100 ms of work, so that steps of a run hold up nobody. */
const BATCH_MAX = 200
/** Text messages and push wake people; who has chosen no hours is left in peace from nine to eight. */
const USUAL_QUIET = { quietFrom: '21:00', quietTo: '08:00' } as const

type Channel = Reach['channels'][number]
type Outcome = {
  readonly notices: readonly NewNotice[]
  readonly paper?: PaperWish['because']
}

/** Does what is due of the ladders, one batch. @returns how many letters moved on */
export async function takeSteps(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  return transaction(pool, async (tx) => {
    const due = await takeDueSteps(tx, now, BATCH_MAX)
    if (due.length === 0) return 0
    const reach = await reachOf(tx, [...new Set(due.map((one) => one.customerId))])
    const moves = due.map((one) => move(one, reach.get(one.customerId), now))
    await insertNotices(
      tx,
      moves.flatMap((one) => one.outcome.notices),
    )
    await orderPrints(
      tx,
      moves.flatMap(({ done, outcome }) =>
        outcome.paper ? [{ letterId: done.letterId, because: outcome.paper }] : [],
      ),
      now,
    )
    await storeSteps(
      tx,
      moves.map((one) => one.done),
    )
    return due.length
  })
}

const nothing: Outcome = { notices: [] }

/** One step of one letter: what is sent, and what comes after it. Pure. */
export function move(
  due: DueStep,
  reach: Reach | undefined,
  now: Temporal.Instant,
): { readonly done: StepDone; readonly outcome: Outcome } {
  const end = (endedBecause: StepDone['endedBecause'], outcome = nothing) => ({
    done: { letterId: due.letterId, step: due.step, nextStepAt: null, endedBecause },
    outcome,
  })
  if (!due.isPublished) return end('ended-letter')
  if (due.isOpened) return end('opened')
  const step = due.steps.find((one) => one.step >= due.step)
  if (!step) return end('last-step')
  const channels = usable(due, reach)
  // Nobody can be told any more: what is not on paper yet goes there now, whatever the ladder says.
  if (step.act === 'paper') return end('on-paper', { notices: [], paper: 'not-opened' })
  if (channels.length === 0 && due.way === 'digital') return end('on-paper', { notices: [], paper: 'channel-lost' })
  const next = due.steps.find((one) => one.step > step.step)
  const outcome = { notices: reach ? tell(due, { ...step, act: step.act }, reach, now) : [] }
  if (!next) return end('last-step', outcome)
  const nextStepAt = dueAt(next, due.publishedAt, due.actionDueOn)
  return { done: { letterId: due.letterId, step: next.step, nextStepAt, endedBecause: null }, outcome }
}

/** Confirmed addresses at which a message about this letter has not failed yet. */
const usable = ({ failed }: DueStep, reach: Reach | undefined): readonly Channel[] =>
  (reach?.channels ?? []).filter((one) => !failed.includes(one.value))

type Telling = LadderStep & { readonly act: 'notice' | 'other-channel' | 'reminder' }

function tell(due: DueStep, step: Telling, reach: Reach, now: Temporal.Instant): NewNotice[] {
  const own = addressesFor(step.act, due, reach)
  const people = step.act === 'other-channel' ? [] : due.people.map((value) => ({ kind: 'e-mail' as const, value }))
  return [...own, ...people].map((channel) => {
    const via = channel.kind === 'mobile' ? ('sms' as const) : ('e-mail' as const)
    return {
      letterId: due.letterId,
      customerId: due.customerId,
      step: step.step,
      act: step.act,
      via,
      address: channel.value,
      language: reach.language,
      notBefore: momentFor(via, due, reach, now),
    }
  })
}

/** The customer's own way first; the other one for who does not open; nobody who wants no messages. */
function addressesFor(act: Telling['act'], due: DueStep, reach: Reach): Pick<Channel, 'kind' | 'value'>[] {
  const { notify } = reach
  if (notify === 'none') return []
  const channels = usable(due, reach)
  const wished = notify === 'sms' ? 'mobile' : 'e-mail'
  const inOrder = [...channels.filter((one) => one.kind === wished), ...channels.filter((one) => one.kind !== wished)]
  if (act === 'other-channel') return inOrder.filter((one) => !due.told.includes(one.value)).slice(0, 1)
  return inOrder.slice(0, 1)
}

/** A mail wakes nobody, so only hours that the customer has chosen hold it back; what comes late for a bundle waits for no further one. */
function momentFor(via: 'e-mail' | 'sms', due: DueStep, reach: Reach, now: Temporal.Instant): Temporal.Instant {
  if (due.urgent) return now
  const bundled = now.add({ minutes: due.bundleMinutes })
  if (reach.quietFrom !== null) return notBefore(reach, bundled)
  return via === 'e-mail' ? bundled : notBefore(USUAL_QUIET, bundled)
}
