import { sql } from 'kysely'
import {
  changeCampaign,
  enterReadings,
  expectedCount,
  loadHome,
  makeCampaign,
  runCampaigns,
  valueOf,
} from '#journey/staying'
import { legalDay } from '#platform/calendar'
import { type Pools, tables, transaction, type Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'

const DAYS_AGO = 6
const DAYS_TO_ANSWER = 21
/** Of those who were asked so many have answered by now: the campaign is on its way, and its quota is not reached. */
const ANSWERED_OF_TEN = 4
const A_DAY_MAX = 7

/**
 * A campaign that has been running for some days: half of the quarter has a confirmed address for mail, the rest gets letters, some
 * have answered, and some are still to be asked. And one that is only planned, of meters whose term ends.
 */
export async function runSampleCampaign(
  pools: Pick<Pools, 'worker'>,
  origin: string,
  now: Temporal.Instant,
): Promise<void> {
  const then = now.subtract({ hours: 24 * DAYS_AGO })
  const begun = legalDay(then)
  const costs = { mailCents: 1, letterCents: 95, companyCents: 450 }
  await transaction(pools.worker, async (tx) => {
    await confirmSomeMails(tx, then)
    const campaignId = await makeCampaign(
      tx,
      {
        name: `Jahresablesung Strom, Dichterviertel ${begun.year}`,
        purpose: 'reading',
        selection: { commodity: 'power', place: '12343', lastReadBefore: begun.subtract({ days: 30 }).toString() },
        channels: ['e-mail', 'letter'],
        startsOn: begun.toString(),
        dueOn: begun.add({ days: DAYS_TO_ANSWER }).toString(),
        aDayMax: A_DAY_MAX,
        targetPercent: 80,
        costs,
      },
      { now: then },
    )
    await changeCampaign(tx, { campaignId, verb: 'start', rowVersion: 1, now: then })
    await makeCampaign(
      tx,
      {
        name: `Eichwechsel Wasser ${begun.year}`,
        purpose: 'exchange',
        selection: { commodity: 'water', calibrationUntil: `${begun.year}-12-31` },
        channels: ['company'],
        startsOn: legalDay(now).add({ days: 7 }).toString(),
        dueOn: `${begun.year + 1}-01-31`,
        aDayMax: A_DAY_MAX,
        targetPercent: 95,
        costs,
      },
      { now },
    )
  })
  for (let day = 0; day < DAYS_AGO; day += 1)
    await runCampaigns(pools.worker, { origin, now: then.add({ hours: 24 * day }) })
  await answerSome(pools, now)
  await runCampaigns(pools.worker, { origin, now })
}

/** Every second address for mail of the demo's customers counts as confirmed: links could not be clicked before the demo runs. */
async function confirmSomeMails(tx: Tx, now: Temporal.Instant): Promise<void> {
  await sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
            select id, 'e-mail', lower(email), 'confirmed', ${now}, 'customer', ${now} from customer
             where email is not null and id % 2 = 0 on conflict do nothing`.execute(tables<Record<string, never>>(tx))
}

/** Some of those who were asked hand in what their meters probably show. */
async function answerSome(pools: Pick<Pools, 'worker'>, now: Temporal.Instant): Promise<void> {
  const asked = await transaction(pools.worker, (tx) =>
    sql<{ customerId: string; places: string[] }>`
      select customer_id as "customerId", market_location_ids as places from reading_campaign_member
       where state = 'asked' and id % 10 < ${ANSWERED_OF_TEN}`.execute(tables<Record<string, never>>(tx)),
  )
  for (const { customerId, places } of asked.rows)
    await transaction(pools.worker, (tx) => answer(tx, customerId, places, now)).catch((error: unknown) => {
      // Some of the demo's people have odd values, which are asked about: they have not answered yet.
      if (!(error instanceof Refusal)) throw error
    })
}

async function answer(tx: Tx, customerId: string, places: readonly string[], now: Temporal.Instant): Promise<void> {
  const day = legalDay(now).subtract({ days: 1 })
  const { registers, weather } = await loadHome(tx, customerId, day, now)
  const entries = registers
    .filter((one) => one.row.meter_kind !== 'smart' && places.includes(one.row.market_location_id))
    .flatMap((one) => {
      const expected = expectedCount(registers, one, day, weather)
      return expected
        ? [{ registerId: one.row.register_id, value: valueOf(expected.expected, one.register).replace('.', ',') }]
        : []
    })
  if (entries.length === 0) return
  await enterReadings(tx, {
    customerId,
    day,
    reason: 'regular',
    source: 'customer',
    channel: 'portal',
    actor: { kind: 'system' },
    entries,
    submission: `demo-campaign-${customerId}`,
    now,
  })
}
