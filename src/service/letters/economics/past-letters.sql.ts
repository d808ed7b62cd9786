import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { PastLetter } from './past-letters.ts'

type NoTables = Record<string, never>

/** @returns ids in the order of the list */
export async function insertPastLetters(
  tx: Tx,
  list: readonly PastLetter[],
  at: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = JSON.stringify(list.map((one, index) => ({ ...one, index })))
  const { rows: made } = await sql<{ id: string }>`
    with past as (select * from jsonb_to_recordset(${rows}::jsonb) as p(index int, "customerId" bigint, kind text))
    insert into letter (customer_id, kind, kind_version, source, source_key, title, language, importance, category, action_due_on, ordered_at)
    select p."customerId", p.kind, 1, 'demo', 'past-' || extract(epoch from ${at}::timestamptz)::bigint || '-' || p.index, k.title_de, 'de', k.importance, k.category,
           case when k.importance = 'action' then legal_day(${at}::timestamptz) + 21 end, ${at}
      from past p join letter_kind k on k.code = p.kind order by p.index returning id`.execute(tables<NoTables>(tx))
  return made.map((row) => row.id)
}

/** What became of them: on paper or told, returned, opened, reminded, answered. */
export async function notePast(
  tx: Tx,
  list: readonly (PastLetter & { readonly letterId: string })[],
  at: Temporal.Instant,
): Promise<void> {
  const on = tables<NoTables>(tx)
  const past = sql`jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as p("letterId" bigint, "customerId" bigint, pages int, "onPaper" boolean,
    returned boolean, opened boolean, reminded boolean, understood boolean)`
  const after = (hours: number) => at.add({ hours })
  await sql`insert into letter_delivery (letter_id, customer_id, way, because, ladder, decided_at, step, ended_because)
    select p."letterId", p."customerId", case when p."onPaper" then 'post' else 'digital' end, case when p."onPaper" then 'kind-post' else 'kind-digital' end,
           'information', ${at}, 0, case when p."onPaper" then 'on-paper' else 'last-step' end from ${past} 
    on conflict (letter_id) do update set way = excluded.way, because = excluded.because, ended_because = excluded.ended_because, next_step_at = null`.execute(
    on,
  )
  await sql`insert into print_job (letter_id, customer_id, job_key, because, recipient, pages, sheets, weight_g, product, postage_cents, state, cut_off_at,
        next_try_at, ordered_at, handed_over_at, posted_at, returned_at, receipt_noted)
    select p."letterId", p."customerId", 'demo-past-' || p."letterId", 'kind-post', array['–'], p.pages, (p.pages + 1) / 2, 5 + 5 * ((p.pages + 1) / 2), 'standard', 95,
           case when p.returned then 'returned' else 'posted' end, ${after(7)}, ${after(7)}, ${at}, ${after(8)}, ${after(8)},
           case when p.returned then ${after(120)}::timestamptz end, true from ${past} where p."onPaper"`.execute(on)
  await sql`insert into letter_notice (letter_id, customer_id, step, act, via, address, language, not_before, state)
    select p."letterId", p."customerId", s.step, s.act, 'e-mail', 'demo@post.example', 'de', ${at}::timestamptz + make_interval(days => s.days), 'delivered'
      from ${past} cross join (values (0, 'notice', 0), (2, 'reminder', 7)) s(step, act, days) where not p."onPaper" and (s.step = 0 or p.reminded)`.execute(
    on,
  )
  await sql`insert into letter_event (letter_id, customer_id, account_id, what, happened_at)
    select p."letterId", p."customerId", null, 'opened', ${after(15)} from ${past} where p.opened`.execute(on)
}
