import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** Windows in days: how long a contact may follow a letter, and from how many days before the base rate comes. */
export type Windows = { readonly followDays: number; readonly baseDays: number }

export async function windowsOn(tx: Tx, day: Temporal.PlainDate): Promise<Windows> {
  const { rows } = await sql<{ item: string; value: string }>`
    select distinct on (item) item, value from letter_factor where item in ('follow-up-days', 'base-days') and valid_from <= ${day}
     order by item, valid_from desc`.execute(on(tx))
  const of = (item: string, otherwise: number) => Number(rows.find((row) => row.item === item)?.value ?? otherwise)
  return { followDays: of('follow-up-days', 7), baseDays: of('base-days', 28) }
}

const berlin = (day: Temporal.PlainDate) => sql`(${day}::date::timestamp at time zone 'Europe/Berlin')`

/** Letters of the days, and those after them that may be nearer to a contact. */
const letters = (from: Temporal.PlainDate, until: Temporal.PlainDate, { followDays }: Windows) => sql`
  wide as materialized (
    select l.id, l.customer_id, l.kind, l.kind_version, l.published_at, legal_day(l.published_at) as day, l.pages, k.topic
      from letter l join letter_kind k on k.code = l.kind
     where l.published_at >= ${berlin(from)} and l.published_at < ${berlin(until.add({ days: 1 + followDays }))}
       and l.state in ('published', 'withdrawn', 'replaced')),
  cohort as materialized (select * from wide where published_at < ${berlin(until.add({ days: 1 }))})`

/**
 * Contacts that follow: each counts for one letter only, the last one before it that is about the same. The cause is read from what is
 * known of the letter at that moment; nobody asked the caller.
 */
const followUps = ({ followDays }: Windows) => sql`
  follow as (
    select distinct on (c.id) c.id, l.id as letter_id, c.customer_id, c.topic, c.began_at, c.duration_s
      from wide l join letter_topic_contact t on t.topic = l.topic
      join contact_log c on c.customer_id = l.customer_id and c.topic = t.contact_topic
       and c.began_at > l.published_at and c.began_at <= l.published_at + make_interval(days => ${followDays})
     order by c.id, l.published_at desc, l.id desc),
  caused as (
    select f.*, exists (select 1 from contact_log n where n.customer_id = f.customer_id and n.topic = f.topic and n.began_at > f.began_at
                           and n.began_at <= f.began_at + interval '7 days') as again,
           case when exists (select 1 from print_job p where p.letter_id = f.letter_id and p.state = 'returned') then 'address'
                when exists (select 1 from letter_event e where e.letter_id = f.letter_id and e.what in ('opened', 'downloaded') and e.happened_at < f.began_at) then 'misunderstood'
                when not exists (select 1 from print_job p where p.letter_id = f.letter_id and p.ordered_at < f.began_at and p.state not in ('cancelled', 'refused')) then 'unread'
                when f.topic = 'letter' then 'lost' else 'misunderstood' end as cause
      from follow f),
  followed as (
    select letter_id, count(*) as contacts, count(duration_s) as timed, coalesce(sum(duration_s), 0) as seconds,
           count(*) filter (where not again) as resolved, count(*) filter (where cause = 'lost') as lost, count(*) filter (where cause = 'address') as address,
           count(*) filter (where cause = 'unread') as unread, count(*) filter (where cause = 'misunderstood') as misunderstood
      from caused group by letter_id)`

const around = ({ baseDays }: Windows) => sql`
  before as (
    select l.id as letter_id, count(*) as contacts
      from cohort l join letter_topic_contact t on t.topic = l.topic
      join contact_log c on c.customer_id = l.customer_id and c.topic = t.contact_topic
       and c.began_at <= l.published_at and c.began_at > l.published_at - make_interval(days => ${baseDays})
     group by l.id),
  paper as (
    select p.letter_id, bool_or(p.because = 'not-opened') as escalated, bool_or(p.registered) as registered, sum(p.sheets) as sheets,
           sum(p.postage_cents) as postage, count(*) filter (where p.state = 'returned') as returned, count(*) - 1 as more
      from print_job p join cohort l on l.id = p.letter_id where p.state not in ('cancelled', 'refused') group by p.letter_id),
  told as (
    select n.letter_id, count(*) filter (where n.via = 'e-mail') as email, count(*) filter (where n.via = 'sms') as sms, count(*) filter (where n.act = 'reminder') as reminders
      from letter_notice n join cohort l on l.id = n.letter_id where n.state in ('sent', 'delivered') group by n.letter_id),
  seen as (
    select e.letter_id, bool_or(e.what = 'opened') as opened, bool_or(e.what = 'downloaded') as downloaded
      from letter_event e join cohort l on l.id = e.letter_id where e.what in ('opened', 'downloaded') group by e.letter_id),
  said as (
    select f.letter_id, count(*) as feedback, count(*) filter (where f.understood) as understood, count(*) filter (where not f.understood) as not_understood,
           count(*) filter (where f.solved) as solved from letter_feedback f join cohort l on l.id = f.letter_id group by f.letter_id),
  asked as (select q.letter_id, count(*) as questions from letter_question q join cohort l on l.id = q.letter_id group by q.letter_id)`

/**
 * Counts the letters of these days anew: letters by the day they were published, with all that followed since. Idempotent; a day whose
 * letters were erased meanwhile keeps what was counted, because nobody calls it for days that are years away.
 */
export async function countDays(
  tx: Tx,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
  windows: Windows,
  now: Temporal.Instant,
): Promise<void> {
  await sql`delete from letter_figure_day where day between ${from} and ${until}`.execute(on(tx))
  await sql`
    with ${letters(from, until, windows)}, ${followUps(windows)}, ${around(windows)}
    insert into letter_figure_day
    select l.day, l.kind, l.kind_version, count(*), sum(l.pages), count(*) filter (where p.letter_id is null and d.way is distinct from 'elsewhere'), count(p.letter_id),
           count(*) filter (where p.escalated), count(*) filter (where p.registered), coalesce(sum(p.sheets), 0), coalesce(sum(p.postage), 0),
           coalesce(sum(p.returned), 0), coalesce(sum(p.more), 0), count(*) filter (where d.because = 'no-channel'),
           coalesce(sum(t.email), 0), coalesce(sum(t.sms), 0), coalesce(sum(t.reminders), 0), count(*) filter (where s.opened), count(*) filter (where s.downloaded),
           coalesce(sum(a.feedback), 0), coalesce(sum(a.understood), 0), coalesce(sum(a.not_understood), 0), coalesce(sum(a.solved), 0), coalesce(sum(q.questions), 0),
           coalesce(sum(f.contacts), 0), coalesce(sum(f.timed), 0), coalesce(sum(f.seconds), 0), coalesce(sum(f.resolved), 0), coalesce(sum(b.contacts), 0),
           coalesce(sum(f.lost), 0), coalesce(sum(f.address), 0), coalesce(sum(f.unread), 0), coalesce(sum(f.misunderstood), 0), ${now}::timestamptz
      from cohort l left join letter_delivery d on d.letter_id = l.id left join paper p on p.letter_id = l.id left join told t on t.letter_id = l.id
      left join seen s on s.letter_id = l.id left join said a on a.letter_id = l.id left join asked q on q.letter_id = l.id
      left join followed f on f.letter_id = l.id left join before b on b.letter_id = l.id
     group by l.day, l.kind, l.kind_version`.execute(on(tx))
}

/** Counts the use of the letter centre in a month anew. */
export async function countUsage(tx: Tx, month: Temporal.PlainDate): Promise<void> {
  const next = month.add({ months: 1 })
  const within = (column: string) =>
    sql`${sql.ref(column)} >= ${berlin(month)} and ${sql.ref(column)} < ${berlin(next)}`
  await sql`delete from letter_usage_month where month = ${month}`.execute(on(tx))
  await sql`
    insert into letter_usage_month
    select ${month}::date, what, category, count(*), count(distinct customer_id) from (
      select e.what, l.category, e.customer_id from letter_event e join letter l on l.id = e.letter_id where e.what in ('opened', 'downloaded') and ${within('e.happened_at')}
      union all select 'asked', l.category, q.customer_id from letter_question q join letter l on l.id = q.letter_id where ${within('q.asked_at')}
      union all select 'feedback', l.category, f.customer_id from letter_feedback f join letter l on l.id = f.letter_id where ${within('f.given_at')}
      union all select case n.via when 'e-mail' then 'told-email' else 'told-sms' end, l.category, n.customer_id
        from letter_notice n join letter l on l.id = n.letter_id where n.via in ('e-mail', 'sms') and n.state in ('sent', 'delivered') and ${within('n.not_before')}) used
     group by what, category`.execute(on(tx))
}
