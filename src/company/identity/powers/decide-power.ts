import { facts, recordFact } from '#company/journal'
import { finishTaskOf } from '#company/tasks'
import { legalDay, startOfLegalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal, wrongFields } from '#platform/refusal'
import { judgePower } from './judge-power.ts'
import { changePower, endPowerGrant, insertPowerInvite, lockPower, type Power } from './powers.sql.ts'

/** Two weeks to take it up: relatives and carers read their mail when they can. */
const INVITE_DAYS = 14

export const powerTaskKey = (powerId: string): string => `identity.check-power:${powerId}`

export type PowerWork = {
  readonly powerId: string
  readonly rowVersion: number
  readonly staffId: string
  readonly now: Temporal.Instant
}

async function open(tx: Tx, work: PowerWork, states: readonly Power['state'][]): Promise<Power> {
  const power = await lockPower(tx, work.powerId)
  if (!power) throw notFound()
  if (power.rowVersion !== work.rowVersion) throw changedMeanwhile()
  if (!states.includes(power.state)) throw new Refusal(409, 'identity.power-decided')
  return power
}

const contextOf = (work: PowerWork, customerId: string | null) =>
  ({
    customerId,
    channel: 'desk',
    actor: { kind: 'staff', id: work.staffId },
    occurredAt: work.now,
  }) as const

export type Approval = PowerWork & {
  readonly customerId: string
  /** What the customer is called in the mail to the person. */
  readonly shownAs: string
  readonly rights: readonly string[]
  readonly until: Temporal.PlainDate | null
  /** The law's reason why the customer is not told; undefined is the rule. */
  readonly hiddenBecause?: string | undefined
}

/**
 * Says that a proof is good, for which customer, for what and until when. The first person proposes; the second, who must be
 * another, confirms exactly that, and the person gets the link.
 * @returns whether it is granted now
 * @throws Refusal `identity.power-second-person`, `identity.power-differs` and what `judgePower` says; 409
 */
export async function approvePower(tx: Tx, work: Approval): Promise<'seen-once' | 'granted'> {
  const power = await open(tx, work, ['asked', 'seen-once'])
  const fault = judgePower(power.kind, work, legalDay(work.now))
  if (fault) throw wrongFields([{ field: fault === 'identity.power-needs-rights' ? 'rights' : 'until', code: fault }])
  if (power.state === 'asked') {
    await changePower(tx, power.id, {
      state: 'seen-once',
      customer_id: work.customerId,
      rights: [...work.rights],
      valid_until: work.until,
      hidden_because: work.hiddenBecause ?? null,
      first_staff_id: work.staffId,
      first_at: work.now,
    })
    return 'seen-once'
  }
  if (power.firstStaffId === work.staffId) throw new Refusal(409, 'identity.power-second-person')
  if (differs(power, work)) throw new Refusal(409, 'identity.power-differs')
  await grant(tx, power, work)
  return 'granted'
}

/** The second person confirms what the first one said, and nothing else: another opinion is a refusal. */
const differs = (power: Power, work: Approval): boolean =>
  power.customerId !== work.customerId ||
  [...(power.rights ?? [])].sort().join() !== [...work.rights].sort().join() ||
  power.validUntil?.toString() !== work.until?.toString() ||
  (power.hiddenBecause ?? undefined) !== work.hiddenBecause

async function grant(tx: Tx, power: Power, work: Approval): Promise<void> {
  const inviteId = await insertPowerInvite(tx, power, {
    customerId: work.customerId,
    shownAs: work.shownAs,
    rights: work.rights,
    validTo: work.until && startOfLegalDay(work.until.add({ days: 1 })),
    days: INVITE_DAYS,
  })
  await changePower(tx, power.id, {
    state: 'granted',
    second_staff_id: work.staffId,
    decided_at: work.now,
    invite_id: inviteId,
  })
  const isHidden = work.hiddenBecause !== undefined
  // What a court hides from the customer stands in no history of the customer's either.
  const context = contextOf(work, isHidden ? null : work.customerId)
  await recordFact(tx, facts.powerGranted, { powerId: power.id, kind: power.kind, isHidden }, context)
  await recordFact(tx, facts.powerInvited, { inviteId }, context)
  await finishTaskOf(tx, powerTaskKey(power.id), { staffId: work.staffId, now: work.now, outcome: 'granted' })
}

/** Says that a proof is not good, and why; the person is told by mail. */
export async function refusePower(tx: Tx, work: PowerWork & { readonly because: string }): Promise<void> {
  const power = await open(tx, work, ['asked', 'seen-once'])
  await changePower(tx, power.id, {
    state: 'refused',
    decided_at: work.now,
    refused_because: work.because,
    ...(power.firstStaffId === null && { first_staff_id: work.staffId, first_at: work.now }),
  })
  await recordFact(tx, facts.powerRefused, { powerId: power.id }, contextOf(work, power.customerId))
  await finishTaskOf(tx, powerTaskKey(power.id), { staffId: work.staffId, now: work.now, outcome: 'refused' })
}

/** Ends a power that was granted: the court lifted the order, the customer called, or it should never have been. */
export async function endPower(tx: Tx, work: PowerWork): Promise<void> {
  const power = await open(tx, work, ['granted'])
  await changePower(tx, power.id, { state: 'ended', ended_at: work.now, ended_because: 'staff' })
  if (power.customerId) await endPowerGrant(tx, power.customerId, power.id)
  const context = contextOf(work, power.hiddenBecause === null ? power.customerId : null)
  await recordFact(tx, facts.powerEnded, { powerId: power.id, because: 'staff' }, context)
}
