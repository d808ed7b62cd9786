import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { foldForSearch, type Reading } from '../blocks.ts'
import type { Category, EventTable, FileTable, Importance, LetterState, LetterTables } from '../store/letter-tables.ts'

/** A letter as its owner sees it in a list. */
export type ListedLetter = {
  readonly id: string
  readonly title: string
  readonly kindDe: string
  readonly kindEn: string
  readonly topic: string
  readonly importance: Importance
  readonly category: Category
  readonly actionDueOn: Temporal.PlainDate | null
  readonly state: LetterState
  readonly cutOff: boolean
  readonly pages: number
  readonly language: 'de' | 'en'
  readonly publishedAt: Temporal.Instant
  readonly replacedBy: string | null
  readonly unread: boolean
}

/** One page of a list holds so many; few people ever get more. */
export const LETTERS_PER_PAGE = 100
const SEARCH_WORDS_MAX = 8

export type ListFilter = {
  readonly search?: string | undefined
  readonly category?: Category | undefined
  readonly unreadOnly?: boolean
  /** Goes on after this letter. */
  readonly after?: string | undefined
}

const own = sql`l.customer_id = (select app_customer_id()) and l.published_at is not null`
const opened = sql`exists (select 1 from letter_event e where e.letter_id = l.id and e.what = 'opened'
                            and e.account_id = (select app_account_id()))`
const listed = sql`l.id, l.title, k.title_de as "kindDe", k.title_en as "kindEn", k.topic, l.importance, l.category,
  l.action_due_on as "actionDueOn", l.state, l.cut_off as "cutOff", l.pages, l.language, l.published_at as "publishedAt",
  l.replaced_by_letter_id as "replacedBy", not ${opened} as unread`

/**
 * Letters of the customer that the session acts for, newest first, one more than a page holds. Row-level security is the wall; the
 * condition names the customer first all the same, because a search without its index would read everybody's.
 */
export function ownLettersStatement(filter: ListFilter): Statement<ListedLetter> {
  const words = foldForSearch(filter.search ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, SEARCH_WORDS_MAX)
  const found = words.map(
    (word) =>
      sql` and exists (select 1 from letter_content c where c.letter_id = l.id and position(${word} in c.search_text) > 0)`,
  )
  const conditions = [
    ...found,
    filter.category ? sql` and l.category = ${filter.category}` : sql``,
    filter.unreadOnly ? sql` and not ${opened}` : sql``,
    filter.after
      ? sql` and (l.published_at, l.id) < (select b.published_at, b.id from letter b where b.id = ${filter.after})`
      : sql``,
  ]
  return sql<ListedLetter>`select ${listed} from letter l join letter_kind k on k.code = l.kind
    where ${own}${sql.join(conditions, sql``)}
    order by l.published_at desc, l.id desc limit ${sql.lit(LETTERS_PER_PAGE + 1)}`.compile(statements<LetterTables>())
}

/** What the home page says of letters: how many this login has not opened, and the nearest day on which one of them asks for something. */
export type LettersAtHome = { readonly unread: number; readonly dueOn: Temporal.PlainDate | null }

/** Counted to a bound, because more is only "many"; one index scan of the customer's newest letters. */
export const lettersAtHomeStatement = (today: Temporal.PlainDate): Statement<LettersAtHome> =>
  sql<LettersAtHome>`select count(*)::int as unread,
        min(few.action_due_on) filter (where few.importance = 'action' and few.action_due_on >= ${today}::date) as "dueOn"
      from (select l.importance, l.action_due_on from letter l where ${own} and l.state = 'published' and not ${opened}
             order by l.published_at desc limit 100) few`.compile(statements<LetterTables>())

/** How many letters nobody with this login has opened yet, for the list. */
export const unreadCountStatement = (): Statement<{ unread: number }> =>
  sql<{ unread: number }>`select count(*)::int as unread from (
      select 1 from letter l where ${own} and not ${opened} limit 100) few`.compile(statements<LetterTables>())

/** By which way a letter came, and why. */
export type OwnDelivery = {
  readonly way: 'digital' | 'post' | 'both' | 'elsewhere'
  readonly because: string
  readonly lawSource: string | null
  readonly notifiedAt: Temporal.Instant | null
  readonly postedAt: Temporal.Instant | null
  readonly onPaper: boolean
}

export async function ownDelivery(tx: Tx, letterId: string): Promise<OwnDelivery | undefined> {
  const { rows } = await sql<OwnDelivery>`
    select d.way, d.because, r.source as "lawSource",
           (select min(e.happened_at) from letter_event e where e.letter_id = d.letter_id and e.what = 'notified') as "notifiedAt",
           (select min(j.posted_at) from print_job j where j.letter_id = d.letter_id) as "postedAt",
           exists (select 1 from print_job j where j.letter_id = d.letter_id and j.state not in ('cancelled', 'refused')) as "onPaper"
      from letter_delivery d left join delivery_rule r on r.id = d.rule_id where d.letter_id = ${letterId}`.execute(
    tables<LetterTables>(tx),
  )
  return rows[0]
}

export type OwnLetter = ListedLetter & {
  readonly customerId: string
  readonly contractId: string | null
  readonly kind: string
  readonly endedAt: Temporal.Instant | null
  /** Undefined where the content is closed. */
  readonly reading: Reading | null
}

export async function ownLetter(tx: Tx, id: string): Promise<OwnLetter | undefined> {
  const { rows } =
    await sql<OwnLetter>`select ${listed}, l.customer_id as "customerId", l.contract_id as "contractId", l.kind,
           l.ended_at as "endedAt", c.reading
      from letter l join letter_kind k on k.code = l.kind left join letter_content c on c.letter_id = l.id
     where ${own} and l.id = ${id}`.execute(tables<LetterTables>(tx))
  return rows[0]
}

export type OwnFile = Pick<
  FileTable,
  'letter_id' | 'position' | 'form' | 'language' | 'title' | 'sha256' | 'size_bytes' | 'pages'
> & {
  readonly publishedAt: Temporal.Instant
}

/** Files of one letter, or of all; what is cut off has none here. */
export async function ownFiles(tx: Tx, letterId?: string): Promise<OwnFile[]> {
  const one = letterId === undefined ? sql`` : sql` and l.id = ${letterId}`
  const { rows } = await sql<OwnFile>`
    select f.letter_id, f.position, f.form, f.language, f.title, f.sha256, f.size_bytes, f.pages, l.published_at as "publishedAt"
      from letter l join letter_file f on f.letter_id = l.id
     where ${own}${one} and not l.cut_off order by l.published_at desc, l.id desc, f.position`.execute(
    tables<LetterTables>(tx),
  )
  return rows
}

/** Notes that this account opened or loaded letters. @returns those for which it is the first time */
export async function noteFirst(
  tx: Tx,
  ids: readonly string[],
  what: Extract<EventTable['what'], 'opened' | 'downloaded'>,
  now: Temporal.Instant,
): Promise<readonly { readonly id: string; readonly contractId: string | null }[]> {
  const { rows } = await sql<{ id: string; contractId: string | null }>`
    with first as (
      insert into letter_event (letter_id, customer_id, account_id, what, happened_at)
      select l.id, l.customer_id, app_account_id(), ${what}, ${now} from letter l
       where ${own} and l.id = any(${ids}::bigint[]) order by l.id
      on conflict (letter_id, what, account_id) do nothing returning letter_id
    )
    select l.id, l.contract_id as "contractId" from first join letter l on l.id = first.letter_id order by l.id`.execute(
    tables<LetterTables>(tx),
  )
  return rows
}

export async function insertQuestion(
  tx: Tx,
  question: {
    readonly letterId: string
    readonly customerId: string
    readonly accountId: string
    readonly words: string
  },
  now: Temporal.Instant,
): Promise<string> {
  const row = await tables<LetterTables>(tx)
    .insertInto('letter_question')
    .values({
      letter_id: question.letterId,
      customer_id: question.customerId,
      account_id: question.accountId,
      words: question.words,
      asked_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function insertFeedback(
  tx: Tx,
  feedback: {
    readonly letterId: string
    readonly customerId: string
    readonly accountId: string
    readonly understood: boolean | null
    readonly solved: boolean | null
    readonly words: string | null
  },
  now: Temporal.Instant,
): Promise<void> {
  await tables<LetterTables>(tx)
    .insertInto('letter_feedback')
    .values({
      letter_id: feedback.letterId,
      customer_id: feedback.customerId,
      account_id: feedback.accountId,
      understood: feedback.understood,
      solved: feedback.solved,
      words: feedback.words,
      given_at: now,
    })
    .execute()
}

/**
 * Opens the session once more in a further transaction of a streamed answer: the database derives customer and contracts from it as in the
 * first. A viewer's transaction only reads.
 */
export async function openAgain(tx: Tx, sessionHash: Buffer, isViewer: boolean): Promise<void> {
  const on = tables<LetterTables>(tx)
  await sql`select 1 from session_open(${sessionHash})`.execute(on)
  if (isViewer) await sql`set transaction read only`.execute(on)
}
