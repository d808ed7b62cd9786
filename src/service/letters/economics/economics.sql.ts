import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Counts, FactorItem } from './cost.ts'

type NoTables = Record<string, never>

export type FigureRow = Counts & {
  readonly kind: string
  readonly version: number
  /** First day of the prices that hold for these letters. */
  readonly pricedOn: Temporal.PlainDate | null
  readonly causeLost: number
  readonly causeAddress: number
  readonly causeUnread: number
  readonly causeMisunderstood: number
  readonly downloaded: number
  readonly questions: number
  readonly solved: number
}

/** Sums of the days by kind, version and the prices that held: a few rows whatever the number of letters. */
export const figuresStatement = (from: Temporal.PlainDate, until: Temporal.PlainDate): Statement<FigureRow> =>
  sql<FigureRow>`
    select d.kind, d.kind_version as version, p.priced_on as "pricedOn", sum(letters)::int as letters, sum(digital)::int as digital, sum(printed)::int as printed,
           sum(escalated)::int as escalated, sum(sheets)::int as sheets, sum(postage_cents)::float as "postageCents", sum(returned)::int as returned,
           sum(resent)::int as resent, sum(no_channel)::int as "noChannel", sum(notices_email)::int as "noticesEmail", sum(notices_sms)::int as "noticesSms",
           sum(reminders)::int as reminders, sum(opened)::int as opened, sum(downloaded)::int as downloaded, sum(feedback)::int as feedback,
           sum(understood)::int as understood, sum(not_understood)::int as "notUnderstood", sum(solved)::int as solved, sum(questions)::int as questions,
           sum(contacts)::int as contacts, sum(contacts_timed)::int as "contactsTimed", sum(contact_seconds)::float as "contactSeconds",
           sum(contacts_resolved)::int as "contactsResolved", sum(contacts_before)::int as "contactsBefore", sum(cause_lost)::int as "causeLost",
           sum(cause_address)::int as "causeAddress", sum(cause_unread)::int as "causeUnread", sum(cause_misunderstood)::int as "causeMisunderstood"
      from letter_figure_day d
      left join lateral (select max(valid_from) as priced_on from letter_factor where valid_from <= d.day) p on true
     where d.day between ${from} and ${until} group by 1, 2, 3 order by 1, 2, 3`.compile(statements<NoTables>())

export type KindRow = {
  readonly kind: string
  readonly titleDe: string
  readonly titleEn: string
  readonly phase: string
  readonly lawSource: string | null
}
export const kindsStatement = (today: Temporal.PlainDate): Statement<KindRow> =>
  sql<KindRow>`select k.code as kind, k.title_de as "titleDe", k.title_en as "titleEn", k.category as phase,
      (select r.source from delivery_rule r where r.kind = k.code and r.valid_from <= ${today} and (r.valid_to is null or r.valid_to >= ${today})
        order by r.valid_from desc limit 1) as "lawSource" from letter_kind k`.compile(statements<NoTables>())

export type FactorRow = {
  readonly item: FactorItem
  readonly validFrom: Temporal.PlainDate
  readonly low: number
  readonly value: number
  readonly high: number
  readonly measured: boolean
  readonly source: string
}
export const factorsStatement = (): Statement<FactorRow> =>
  sql<FactorRow>`select item, valid_from as "validFrom", low::float, value::float, high::float, measured, source from letter_factor
     order by item, valid_from`.compile(statements<NoTables>())

export type UsageRow = {
  readonly month: Temporal.PlainDate
  readonly what: string
  readonly category: string
  readonly times: number
  readonly customers: number
}
export const usageStatement = (from: Temporal.PlainDate, until: Temporal.PlainDate): Statement<UsageRow> =>
  sql<UsageRow>`select month, what, category, times, customers from letter_usage_month
     where month between date_trunc('month', ${from}::date)::date and ${until} order by month, what, category`.compile(
    statements<NoTables>(),
  )

export const countedStatement = (): Statement<{ countedAt: Temporal.Instant | null }> =>
  sql<{ countedAt: Temporal.Instant | null }>`select max(counted_at) as "countedAt" from letter_figure_day`.compile(
    statements<NoTables>(),
  )

export async function storeFactor(tx: Tx, factor: FactorRow & { readonly staffId: string }): Promise<void> {
  await sql`insert into letter_factor (item, valid_from, low, value, high, measured, source, staff_id)
    values (${factor.item}, ${factor.validFrom}, ${factor.low}, ${factor.value}, ${factor.high}, ${factor.measured}, ${factor.source}, ${factor.staffId})
    on conflict (item, valid_from) do update set low = excluded.low, value = excluded.value, high = excluded.high, measured = excluded.measured,
      source = excluded.source, staff_id = excluded.staff_id`.execute(tables<NoTables>(tx))
}
