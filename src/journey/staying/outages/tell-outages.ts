import type pg from 'pg'
import { mayWeWrite, type ReachableAt } from '#company/customers'
import { defineListener, facts } from '#company/journal'
import { formatDay, formatTime, legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { putIntoOutbox } from '#platform/mail'
import { listToTell, markTold, type NoticeRow, noticeOf, takeToTell, type ToTell } from './outages.sql.ts'
import { outageTexts } from './texts.ts'

/** Whom an outage reaches is written down as soon as it is published; sending follows in short transactions. */
export const onOutagePublished = defineListener({
  name: 'staying.list-outage-published',
  hears: facts.outagePublished,
  hear: async (tx, fact) => {
    if (fact.payload.tell) await listToTell(tx, fact.payload.outageId, 'published')
  },
})
export const onOutageEnded = defineListener({
  name: 'staying.list-outage-ended',
  hears: facts.outageEnded,
  hear: async (tx, fact) => {
    if (fact.payload.tell) await listToTell(tx, fact.payload.outageId, 'ended')
  },
})

/** People per transaction; the outbox sends on its own. */
const BATCH = 200

/**
 * From telling to the beginning, so that a letter is there before: 99 of 100 letters must be delivered by the fourth working day after
 * posting (PostG section 18), and a weekend may lie between.
 */
const POST_DAYS_MIN = 7

/**
 * By mail or text message where the customer has confirmed one. By post where nothing is confirmed, and only what is planned so early
 * that the letter comes before it (NAV section 17(2): users are told of planned interruptions in time); nobody gets a letter about an
 * outage of hours.
 */
function wayTo(via: readonly ReachableAt[], one: ToTell, notice: NoticeRow, now: Temporal.Instant) {
  const isEarly = legalDay(now).until(legalDay(notice.startsAt)).days >= POST_DAYS_MIN
  const mayPost = notice.planned && one.about === 'published' && isEarly
  return via.find((at) => at.kind !== 'post' || mayPost)
}

/** What is planned is not out yet: it has words of its own. */
const wordsFor = (one: ToTell, notice: NoticeRow) =>
  one.about === 'published' && notice.planned ? 'planned' : one.about

const carrierOf = { mobile: 'sms', 'e-mail': 'e-mail', post: 'print' } as const

async function tellOne(tx: Tx, one: ToTell, notice: NoticeRow, origin: string, now: Temporal.Instant): Promise<void> {
  const may = await mayWeWrite(tx, one.customer_id, 'outage', now)
  const via = may.may ? wayTo(may.via, one, notice, now) : undefined
  if (may.may && via) {
    const locale = may.language
    const t = outageTexts(locale)
    const ends = notice.expectedEndAt
    const words = {
      what: t(`what.${notice.commodity}`),
      cause: (locale === 'en' && notice.causeEn) || notice.causeDe,
      end: ends ? `${formatDay(legalDay(ends), locale)}, ${formatTime(ends, locale)}` : t('mail.endUnknown'),
      begin: `${formatDay(legalDay(notice.startsAt), locale)}, ${formatTime(notice.startsAt, locale)}`,
      link: `${origin}/stoerungen`,
    }
    const kind = wordsFor(one, notice)
    const text = t(via.kind === 'mobile' ? `sms.${kind}` : `mail.${kind}`, words)
    const message = {
      key: `outage/${one.outage_id}/${one.customer_id}/${one.about}`,
      kind: 'staying.outage',
      recipient: via.kind === 'post' ? via.lines.join('\n') : via.value,
      subject: t(`mail.${kind}Subject`, words),
      text,
      customerId: one.customer_id,
    }
    await putIntoOutbox(tx, { ...message, channel: carrierOf[via.kind] }, now)
  }
  await markTold(tx, one, now)
}

/** Tells those who are still to be told. Each message has its key, so a killed run tells nobody twice. @returns how many */
export async function tellOutages(pool: pg.Pool, origin: string, now: Temporal.Instant): Promise<number> {
  let told = 0
  for (let last = BATCH; last === BATCH; told += last)
    last = await transaction(pool, async (tx) => {
      const list = await takeToTell(tx, BATCH)
      const notices = new Map<string, NoticeRow | undefined>()
      for (const one of list) {
        if (!notices.has(one.outage_id)) notices.set(one.outage_id, await noticeOf(tx, one.outage_id))
        const notice = notices.get(one.outage_id)
        if (notice) await tellOne(tx, one, notice, origin, now)
      }
      return list.length
    })
  return told
}

export const tellOutagesJob = (pool: pg.Pool, origin: string): Job => ({
  name: 'staying.tell-outages',
  cron: '* * * * *',
  run: async (_payload, now) => {
    await tellOutages(pool, origin, now)
  },
})
