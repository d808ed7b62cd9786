import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { PostageRate, PrintRule } from './postage.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type PaperBecause =
  | 'law'
  | 'nature'
  | 'choice-post'
  | 'no-channel'
  | 'kind-post'
  | 'not-opened'
  | 'channel-lost'
  | 'again'

/** A letter as it would be printed. */
export type Printable = {
  readonly letterId: string
  readonly customerId: string
  readonly contractId: string | null
  /** Pages of the letter and of each enclosure. */
  readonly pagesOfFiles: readonly number[]
  /** Lines in the window of the file; null for a letter that another system made. */
  readonly window: readonly string[] | null
  /** True if a job of this letter is on its way or done. */
  readonly onPaper: boolean
}

export async function printablesOf(tx: Tx, letterIds: readonly string[]): Promise<Printable[]> {
  const { rows } = await sql<Printable>`
    select l.id as "letterId", l.customer_id as "customerId", l.contract_id as "contractId", c.frame -> 'recipient' as window,
           (select array_agg(f.pages::int order by f.position) from letter_file f
             where f.letter_id = l.id and f.form in ('letter', 'enclosure')) as "pagesOfFiles",
           exists (select 1 from print_job j where j.letter_id = l.id and j.state not in ('cancelled', 'refused', 'returned')) as "onPaper"
      from letter l join letter_content c on c.letter_id = l.id
     where l.id = any(${[...letterIds]}::bigint[]) order by l.id`.execute(on(tx))
  return rows
}

/** What holds on a day: postage of every product, cut-off and weights. */
export async function ratesOn(
  tx: Tx,
  day: Temporal.PlainDate,
): Promise<{ readonly rates: PostageRate[]; readonly rule: PrintRule }> {
  const { rows: rates } = await sql<PostageRate>`
    select distinct on (product, registered) product, registered, weight_max_g as "weightMaxG", cents from postage_rate
     where valid_from <= ${day}::date order by product, registered, valid_from desc`.execute(on(tx))
  const { rows } = await sql<PrintRule>`
    select to_char(cut_off, 'HH24:MI') as "cutOff", sheet_g::float8 as "sheetG", envelope_g::float8 as "envelopeG" from print_rule
     where valid_from <= ${day}::date order by valid_from desc limit 1`.execute(on(tx))
  const [rule] = rows
  if (!rule) throw new Error(`No print rule holds on ${day}.`)
  return { rates, rule }
}

export type NewPrintJob = {
  readonly letterId: string
  readonly customerId: string
  readonly jobKey: string
  readonly because: PaperBecause
  readonly recipient: readonly string[]
  readonly pages: number
  readonly sheets: number
  readonly weightG: number
  readonly product: string
  readonly registered: boolean
  readonly postageCents: number
  readonly state: 'waiting' | 'held'
  readonly endedBecause: string | null
  readonly cutOffAt: Temporal.Instant
}

/** @returns ids by letter of what is new; the same letter for the same cause is one job */
export async function insertPrintJobs(
  tx: Tx,
  jobs: readonly NewPrintJob[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, string>> {
  if (jobs.length === 0) return new Map()
  const { rows } = await sql<{ id: string; letterId: string }>`
    insert into print_job (letter_id, customer_id, job_key, because, recipient, pages, sheets, weight_g, product, registered,
                           postage_cents, state, ended_because, cut_off_at, next_try_at, ordered_at)
    select j."letterId", j."customerId", j."jobKey", j.because, array(select jsonb_array_elements_text(j.recipient)), j.pages, j.sheets,
           j."weightG", j.product, j.registered, j."postageCents", j.state, j."endedBecause", j."cutOffAt", j."cutOffAt", ${now}
      from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as j ("letterId" bigint, "customerId" bigint, "jobKey" text, because text,
           recipient jsonb, pages smallint, sheets smallint, "weightG" integer, product text, registered boolean, "postageCents" integer,
           state text, "endedBecause" text, "cutOffAt" timestamptz)
    on conflict do nothing returning id, letter_id as "letterId"`.execute(on(tx))
  return new Map(rows.map((row) => [row.letterId, row.id]))
}

/** A job as the print house gets it. */
export type DuePrintJob = {
  readonly id: string
  readonly jobKey: string
  readonly letterId: string
  readonly customerId: string
  readonly contractId: string | null
  readonly kind: string
  readonly recipient: readonly string[]
  readonly files: readonly Buffer[]
  readonly pages: number
  readonly sheets: number
  readonly weightG: number
  readonly product: string
  readonly registered: boolean
  readonly postageCents: number
  /** This attempt included. */
  readonly attempts: number
}

/**
 * Takes jobs whose cut-off is over and puts their next try ahead by the lease; those of letters that were withdrawn meanwhile are
 * cancelled. Two programs never take the same.
 */
export async function takeDueJobs(
  tx: Tx,
  options: { readonly now: Temporal.Instant; readonly limit: number; readonly leaseSeconds: number },
): Promise<DuePrintJob[]> {
  await sql`update print_job j set state = 'cancelled', ended_because = 'letter-ended', row_version = j.row_version + 1 from letter l
             where j.state = 'waiting' and j.next_try_at <= ${options.now} and l.id = j.letter_id and l.state <> 'published'`.execute(
    on(tx),
  )
  const { rows } = await sql<DuePrintJob>`
    with due as (
      select id from print_job where state in ('waiting', 'handing-over') and next_try_at <= ${options.now}
       order by id limit ${options.limit} for update skip locked
    ), taken as (
      update print_job j set state = 'handing-over', attempts = j.attempts + 1, row_version = j.row_version + 1,
             next_try_at = ${options.now.add({ seconds: options.leaseSeconds })} from due where j.id = due.id returning j.*
    )
    select t.id, t.job_key as "jobKey", t.letter_id as "letterId", t.customer_id as "customerId", l.contract_id as "contractId", l.kind,
           t.recipient, t.pages, t.sheets, t.weight_g as "weightG", t.product, t.registered, t.postage_cents as "postageCents", t.attempts,
           (select array_agg(f.sha256 order by f.position) from letter_file f
             where f.letter_id = t.letter_id and f.form in ('letter', 'enclosure')) as files
      from taken t join letter l on l.id = t.letter_id order by t.id`.execute(on(tx))
  return rows
}

export async function markAtPrinter(
  tx: Tx,
  jobs: readonly { readonly id: string; readonly printerRef: string }[],
  posted: boolean,
  now: Temporal.Instant,
  nextLook: Temporal.Instant,
): Promise<void> {
  await sql`update print_job j set state = ${posted ? 'posted' : 'at-printer'}, printer_ref = m."printerRef", handed_over_at = ${now},
       posted_at = case when ${posted} then ${now}::timestamptz end, last_error = null, attempts = 0, next_try_at = ${nextLook},
       row_version = j.row_version + 1
      from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as m (id bigint, "printerRef" text)
     where j.id = m.id and j.state = 'handing-over'`.execute(on(tx))
}

export async function noteTryFailed(tx: Tx, id: string, error: string, next: Temporal.Instant): Promise<void> {
  await sql`update print_job set last_error = ${error.slice(0, 300)}, next_try_at = ${next} where id = ${id}`.execute(
    on(tx),
  )
}

export async function markRefused(tx: Tx, id: string, why: string): Promise<void> {
  await sql`update print_job set state = 'refused', ended_because = ${why.slice(0, 300)}, row_version = row_version + 1
             where id = ${id} and state in ('waiting', 'handing-over', 'at-printer')`.execute(on(tx))
}

/** Jobs that the print house has, oldest look first. */
export async function takeToLookAt(
  tx: Tx,
  now: Temporal.Instant,
  next: Temporal.Instant,
  limit: number,
): Promise<{ readonly id: string; readonly printerRef: string; readonly state: string }[]> {
  const { rows } = await sql<{ id: string; printerRef: string; state: string }>`
    update print_job set next_try_at = ${next} where id in (
      select id from print_job where state = 'at-printer' and next_try_at <= ${now} order by next_try_at limit ${limit} for update skip locked)
    returning id, printer_ref as "printerRef", state`.execute(on(tx))
  return rows
}

export type MovedJob = {
  readonly id: string
  readonly letterId: string
  readonly customerId: string
  readonly contractId: string | null
  readonly registered: boolean
}

const moved = sql`j.id, j.letter_id as "letterId", j.customer_id as "customerId", l.contract_id as "contractId", j.registered`

/** @returns undefined if it was posted before */
export async function markPosted(
  tx: Tx,
  id: string,
  proof: string | null,
  at: Temporal.Instant,
): Promise<MovedJob | undefined> {
  const { rows } = await sql<MovedJob>`
    update print_job j set state = 'posted', posted_at = ${at}, posting_proof = ${proof}, row_version = j.row_version + 1
      from letter l where j.id = ${id} and l.id = j.letter_id and j.state in ('at-printer', 'handing-over') returning ${moved}`.execute(
    on(tx),
  )
  return rows[0]
}

/** @returns undefined if it has not been posted, or came back before */
export async function markReturned(
  tx: Tx,
  id: string,
  why: string,
  at: Temporal.Instant,
): Promise<MovedJob | undefined> {
  const { rows } = await sql<MovedJob>`
    update print_job j set state = 'returned', returned_at = ${at}, ended_because = ${why.slice(0, 300)}, row_version = j.row_version + 1
      from letter l where j.id = ${id} and l.id = j.letter_id and j.state in ('posted', 'at-printer') returning ${moved}`.execute(
    on(tx),
  )
  return rows[0]
}

/** Before the cut-off by anybody, later only if the print house lets go. @returns whether it was still here */
export async function cancelWaiting(
  tx: Tx,
  job: { readonly id: string; readonly rowVersion: number },
  why: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await sql`update print_job set state = 'cancelled', ended_because = ${why}, row_version = row_version + 1
     where id = ${job.id} and row_version = ${job.rowVersion}
       and (state = 'held' or state = 'waiting' and cut_off_at > ${now})`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

export async function noteEvents(
  tx: Tx,
  letterIds: readonly string[],
  what: 'posted' | 'notified',
  why: string,
  at: Temporal.Instant,
): Promise<void> {
  await sql`insert into letter_event (letter_id, customer_id, what, why, happened_at)
    select id, customer_id, ${what}, ${why}, ${at} from letter where id = any(${[...letterIds]}::bigint[])
    on conflict (letter_id, what, account_id) do nothing`.execute(on(tx))
}

/** A job as the desk shows it. */
export type PrintJobRow = {
  readonly id: string
  readonly letterId: string
  readonly customerId: string
  readonly title: string
  readonly because: PaperBecause
  readonly state: string
  readonly recipient: readonly string[]
  readonly sheets: number
  readonly weightG: number
  readonly product: string
  readonly registered: boolean
  readonly postageCents: number
  readonly cutOffAt: Temporal.Instant
  readonly orderedAt: Temporal.Instant
  readonly postedAt: Temporal.Instant | null
  readonly postingProof: string | null
  readonly lastError: string | null
  readonly endedBecause: string | null
  readonly rowVersion: number
}

export const printJobsStatement = (states: readonly string[], limit: number): Statement<PrintJobRow> =>
  sql<PrintJobRow>`select j.id, j.letter_id as "letterId", j.customer_id as "customerId", l.title, j.because, j.state, j.recipient, j.sheets,
        j.weight_g as "weightG", j.product, j.registered, j.postage_cents as "postageCents", j.cut_off_at as "cutOffAt",
        j.ordered_at as "orderedAt", j.posted_at as "postedAt", j.posting_proof as "postingProof", j.last_error as "lastError",
        j.ended_because as "endedBecause", j.row_version as "rowVersion"
      from print_job j join letter l on l.id = j.letter_id where j.state = any(${[...states]}::text[]) order by j.id desc limit ${limit}`.compile(
    statements<NoTables>(),
  )

export async function jobOf(tx: Tx, id: string): Promise<MovedJob | undefined> {
  const { rows } =
    await sql<MovedJob>`select ${moved} from print_job j join letter l on l.id = j.letter_id where j.id = ${id}`.execute(
      on(tx),
    )
  return rows[0]
}
