import { createHash } from 'node:crypto'
import type pg from 'pg'
import { LEGAL_ZONE, legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import {
  type Bundle,
  countOne,
  farewellToken,
  handOver,
  type Limit,
  limitsOf,
  putOff,
  takeBundles,
  takeOfDay,
  type Via,
} from './bundle.sql.ts'
import { noticeTexts } from './texts.ts'

const BATCH_MAX = 200
/** What the limit of a day held back goes on at eight the next morning. */
const TIME_OF_REST = Temporal.PlainTime.from('08:00')

/** Kind of these messages in the outbox and in facts. */
export const NOTICE_KIND = 'letters.notice'

export type HandOverOptions = {
  readonly pool: pg.Pool
  /** `https://host` of the portal. */
  readonly origin: string
  readonly utility: string
}

/** Makes messages of what is to be told now, one for each address, and puts them into the outbox. @returns how many messages */
export async function handOverNotices(options: HandOverOptions, now: Temporal.Instant): Promise<number> {
  return transaction(options.pool, async (tx) => {
    const bundles = await takeBundles(tx, now, BATCH_MAX)
    if (bundles.length === 0) return 0
    const allowed = await withinLimits(tx, bundles, now)
    for (const bundle of allowed) await send(tx, bundle, options, now)
    return allowed.length
  })
}

/** What the limits of the day leave; the rest waits for the next morning. */
async function withinLimits(tx: Tx, bundles: readonly Bundle[], now: Temporal.Instant): Promise<Bundle[]> {
  const limits = await limitsOf(tx)
  const day = legalDay(now)
  const allowed: Bundle[] = []
  const held: Bundle[] = []
  for (const via of ['e-mail', 'sms', 'push'] as const) {
    const ofVia = bundles.filter((one) => one.via === via)
    const limit = limits.get(via)
    if (ofVia.length === 0 || !limit) continue
    const count = await takeOfDay(tx, day, via, ofVia.length, limit.aDayMax)
    held.push(...ofVia.slice(count))
    for (const bundle of ofVia.slice(0, count))
      if (await countAddress(tx, day, via, bundle, limit)) allowed.push(bundle)
      else held.push(bundle)
  }
  const tomorrow = day.add({ days: 1 }).toZonedDateTime({ timeZone: LEGAL_ZONE, plainTime: TIME_OF_REST }).toInstant()
  if (held.length > 0)
    await putOff(
      tx,
      held.flatMap((one) => one.noticeIds),
      tomorrow,
    )
  return allowed
}

const countAddress = (tx: Tx, day: Temporal.PlainDate, via: Via, { address }: Bundle, limit: Limit): Promise<boolean> =>
  countOne(tx, day, `${via}:${createHash('sha256').update(address).digest('hex')}`, limit.anAddressMax)

/**
 * The message says that something is there and nothing else: no name, no amount, no kind, no meter; the link is the same for everybody.
 * A mail is read on lock screens and by others.
 */
async function send(tx: Tx, bundle: Bundle, options: HandOverOptions, now: Temporal.Instant): Promise<void> {
  const { via, address, customerId, noticeIds, isReminder, letters } = bundle
  const key = `letters.notice:${noticeIds[0]}`
  const say = noticeTexts(bundle.language)
  const link = `${options.origin}/briefe`
  await handOver(tx, noticeIds, key)
  if (via === 'sms') {
    const text = say(isReminder ? 'reminderSms' : 'sms', { utility: options.utility, count: letters, link })
    await putIntoOutbox(
      tx,
      { key, channel: 'sms', kind: NOTICE_KIND, recipient: address, subject: '', text, customerId },
      now,
    )
    return
  }
  const farewell = `${options.origin}/briefe-abbestellen/${await farewellToken(tx, customerId, address)}`
  const words = { utility: options.utility, count: letters, link, farewell }
  await putIntoOutbox(
    tx,
    {
      key,
      channel: 'e-mail',
      kind: NOTICE_KIND,
      recipient: address,
      subject: say(isReminder ? 'reminderSubject' : 'subject', words),
      text: say(isReminder ? 'reminderText' : 'text', words),
      customerId,
      farewellUrl: farewell,
    },
    now,
  )
}
