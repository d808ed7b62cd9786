import type pg from 'pg'
import { mayWeWrite } from '#company/customers'
import { hasLogin } from '#company/identity'
import type { FactContext } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { Refusal } from '#platform/refusal'
import { loadRules } from '../readings/calendar-rules.sql.ts'
import { requestReadings, type RequestReadings } from '../readings/request-readings.ts'
import { chooseChannel } from './campaign.ts'
import {
  campaignsComplete,
  markAsked,
  markLeftOut,
  membersDue,
  type MemberRow,
  noteAnswers,
  standingOf,
  takeMember,
} from './campaign-run.sql.ts'
import { type CampaignRow, lockCampaign } from './campaigns.sql.ts'
import { stepCampaign } from './manage-campaign.ts'

type Run = { readonly origin: string; readonly now: Temporal.Instant }

const system = (now: Temporal.Instant): FactContext => ({
  channel: 'system',
  actor: { kind: 'system' },
  occurredAt: now,
})

/**
 * Asks one customer of a campaign, in one transaction: the request, its message and the note that this one was asked are there
 * together or not at all, so a killed run asks nobody twice and forgets nobody. @returns whether somebody was asked
 */
export async function askMember(tx: Tx, memberId: string, { origin, now }: Run): Promise<boolean> {
  const taken = await takeMember(tx, memberId)
  if (!taken) return false
  const { member, campaign } = taken
  const may = await mayWeWrite(tx, member.customer_id, 'reminder', now)
  const chosen = chooseChannel(campaign.channels, may, await hasLogin(tx, member.customer_id, now))
  if ('because' in chosen) {
    await markLeftOut(tx, memberId, chosen.because)
    return false
  }
  if (campaign.purpose === 'exchange' || chosen.channel === 'company') {
    await markAsked(tx, memberId, { channel: chosen.channel, requestId: null, now })
    return true
  }
  const leftOut = await alreadyDone(tx, member, campaign, now)
  if (leftOut) {
    await markLeftOut(tx, memberId, leftOut)
    return false
  }
  const way: RequestReadings['way'] =
    chosen.channel === 'e-mail' ? { kind: 'e-mail', address: chosen.address ?? '' } : { kind: chosen.channel }
  const requestId = await request(tx, { member, campaign, way, origin, now })
  if (requestId === undefined) {
    await markLeftOut(tx, memberId, 'nothing-to-read')
    return false
  }
  await markAsked(tx, memberId, { channel: chosen.channel, requestId, now })
  return true
}

/** Who has read within the days that lie between two regular readings, or is asked for the same already, is left alone. */
async function alreadyDone(tx: Tx, member: MemberRow, campaign: CampaignRow, now: Temporal.Instant) {
  const today = legalDay(now)
  const { distanceDaysMin } = await loadRules(tx, today)
  const standing = await standingOf(tx, member, campaign.starts_on.subtract({ days: distanceDaysMin }), today)
  return standing.read ? 'read-already' : standing.asked ? 'asked-already' : undefined
}

async function request(
  tx: Tx,
  asking: Run & { readonly member: MemberRow; readonly campaign: CampaignRow; readonly way: RequestReadings['way'] },
): Promise<string | undefined> {
  const { member, campaign, way, origin, now } = asking
  try {
    const { requestId } = await requestReadings(tx, {
      customerId: member.customer_id,
      marketLocationIds: member.market_location_ids,
      due: campaign.due_on,
      reason: 'regular',
      origin,
      channel: 'system',
      actor: { kind: 'system' },
      now,
      ...(way && { way }),
      remindDays: campaign.remind_days ?? undefined,
    })
    return requestId
  } catch (refusal) {
    // The contract has ended or the meter was exchanged since the campaign was listed; nothing was written by then.
    if (refusal instanceof Refusal && (refusal.code === 'staying.nothing-to-read' || refusal.status === 404))
      return undefined
    throw refusal
  }
}

const BATCH = 200

/**
 * Goes on with every running campaign: notes what was answered, asks whose day has come, each in a transaction of its own, and ends
 * what is complete. One that fails is tried again with the next run and stops no other.
 * @returns how many were asked
 * @throws AggregateError with what went wrong, after all others are done
 */
export async function runCampaigns(pool: pg.Pool, run: Run): Promise<number> {
  const { now } = run
  await transaction(pool, (tx) => noteAnswers(tx, now))
  const faults: unknown[] = []
  let asked = 0
  for (let after = '0'; ; ) {
    const ids = await transaction(pool, (tx) => membersDue(tx, legalDay(now), after, BATCH))
    for (const id of ids) {
      const done = await transaction(pool, (tx) => askMember(tx, id, run)).catch((error: unknown) => {
        faults.push(error)
        return false
      })
      if (done) asked += 1
    }
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
  }
  await transaction(pool, async (tx) => {
    for (const id of await campaignsComplete(tx)) {
      const campaign = await lockCampaign(tx, id)
      if (campaign?.state === 'running') await stepCampaign(tx, campaign, 'end', system(now))
    }
  })
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} customers of campaigns could not be asked.`)
  return asked
}

/** Every five minutes from 6 to 18 UTC: messages leave in the day. */
export const runCampaignsJob = (pool: pg.Pool, origin: string): Job => ({
  name: 'staying.run-campaigns',
  cron: '*/5 6-18 * * *',
  run: async (_payload, now) => void (await runCampaigns(pool, { origin, now })),
})
