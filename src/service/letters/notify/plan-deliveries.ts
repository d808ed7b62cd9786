import { type Reach, reachOf } from '#company/customers'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { orderPrints, type PaperWish } from '../post/order-print.ts'
import { insertDeliveries, lettersToPlan, type NewDelivery, type ToPlan } from './plan.sql.ts'
import { chooseWay, type Way } from './way.ts'

/**
 * Decides by which way published letters go and why, in the transaction that publishes them: no letter is there without a way. What
 * goes on paper is ordered at once; the first message is due at once.
 */
export async function planDeliveries(tx: Tx, letterIds: readonly string[], now: Temporal.Instant): Promise<void> {
  if (letterIds.length === 0) return
  const letters = await lettersToPlan(tx, letterIds, legalDay(now))
  const reach = await reachOf(tx, [...new Set(letters.map((letter) => letter.customerId))])
  const planned = letters.map((letter) => ({ letter, way: wayOf(letter, reach.get(letter.customerId)) }))
  await insertDeliveries(
    tx,
    planned.map(({ letter, way }) => deliveryOf(letter, way, now)),
    now,
  )
  await orderPrints(
    tx,
    planned.flatMap(({ letter, way }) => paperOf(letter, way)),
    now,
  )
}

const wayOf = (letter: ToPlan, reach: Reach | undefined): Way =>
  chooseWay({ ...letter, choice: reach?.letters ?? null, hasChannel: (reach?.channels.length ?? 0) > 0 })

function deliveryOf(letter: ToPlan, way: Way, now: Temporal.Instant): NewDelivery {
  const ends = way.way === 'post' ? 'on-paper' : way.because === 'told-directly' ? 'told-directly' : 'last-step'
  return {
    letterId: letter.letterId,
    customerId: letter.customerId,
    way: way.way,
    because: way.because,
    ruleId: way.because === 'law' ? (letter.rule?.id ?? null) : null,
    ladder: way.ladder ?? letter.ladder,
    nextStepAt: way.tells ? now : null,
    endedBecause: way.tells ? null : ends,
  }
}

function paperOf(letter: ToPlan, { way, because }: Way): PaperWish[] {
  if (way !== 'post' && way !== 'both') return []
  return [
    {
      letterId: letter.letterId,
      because: because as PaperWish['because'],
      registered: because === 'law' && letter.rule?.demands === 'registered',
    },
  ]
}
