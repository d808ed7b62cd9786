import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { FileTable, LetterTables } from '../store/letter-tables.ts'
import type { z } from '#platform/contract'
import type { classifyBody } from './desk.contract.ts'

export type DeskLetterRow = {
  readonly id: string
  readonly title: string
  readonly kindDe: string
  readonly kindEn: string
  readonly importance: string
  readonly state: string
  readonly cutOff: boolean
  readonly pages: number | null
  readonly orderedAt: Temporal.Instant
  readonly publishedAt: Temporal.Instant | null
  readonly openedAt: Temporal.Instant | null
  readonly endedBecause: string | null
  readonly replacedBy: string | null
  readonly understood: boolean | null
  readonly solved: boolean | null
  readonly rowVersion: number
}

const SHOWN_MAX = 100

/** Letters of a customer as staff sees them: with what became of them. */
export const deskLettersStatement = (customerId: string): Statement<DeskLetterRow> =>
  sql<DeskLetterRow>`
    select l.id, l.title, k.title_de as "kindDe", k.title_en as "kindEn", l.importance, l.state, l.cut_off as "cutOff", l.pages,
           l.ordered_at as "orderedAt", l.published_at as "publishedAt", l.ended_because as "endedBecause",
           l.replaced_by_letter_id as "replacedBy", l.row_version as "rowVersion", f.understood, f.solved,
           (select min(e.happened_at) from letter_event e where e.letter_id = l.id and e.what = 'opened') as "openedAt"
      from letter l join letter_kind k on k.code = l.kind
      left join lateral (select understood, solved from letter_feedback f where f.letter_id = l.id order by f.id desc limit 1) f on true
     where l.customer_id = ${customerId} order by l.id desc limit ${sql.lit(SHOWN_MAX)}`.compile(
    statements<LetterTables>(),
  )

export async function letterFile(tx: Tx, letterId: string): Promise<Pick<FileTable, 'sha256' | 'title'> | undefined> {
  return tables<LetterTables>(tx)
    .selectFrom('letter_file')
    .select(['sha256', 'title'])
    .where('letter_id', '=', letterId)
    .where('position', '=', 0)
    .executeTakeFirst()
}

export type EndedLetter = {
  readonly customerId: string
  readonly contractId: string | null
  readonly rowVersion: number
}

/**
 * Marks a published letter as withdrawn or replaced, with its link in the chain.
 * @returns undefined if it is not published any more, or was changed meanwhile
 */
export async function endLetter(
  tx: Tx,
  ending: {
    readonly letterId: string
    readonly rowVersion: number
    readonly because: string
    readonly cutOff: boolean
    readonly replacedBy: string | null
  },
  now: Temporal.Instant,
): Promise<EndedLetter | undefined> {
  const on = tables<LetterTables>(tx)
  const act = ending.replacedBy === null ? 'withdrawn' : 'replaced'
  const { rows } = await sql<EndedLetter>`
    update letter set state = ${act}, ended_at = ${now}, ended_because = ${ending.because}, cut_off = ${ending.cutOff},
           replaced_by_letter_id = ${ending.replacedBy}, row_version = row_version + 1
     where id = ${ending.letterId} and state = 'published' and row_version = ${ending.rowVersion}
    returning customer_id as "customerId", contract_id as "contractId", row_version as "rowVersion"`.execute(on)
  if (!rows[0]) return undefined
  await sql`insert into letter_event (letter_id, customer_id, what, happened_at)
    values (${ending.letterId}, ${rows[0].customerId}, ${act}, ${now})`.execute(on)
  await sql`insert into letter_record (letter_id, act) values (${ending.letterId}, ${act})`.execute(on)
  return rows[0]
}

export async function ownerOf(tx: Tx, letterId: string): Promise<string | undefined> {
  const row = await tables<LetterTables>(tx)
    .selectFrom('letter')
    .select('customer_id')
    .where('id', '=', letterId)
    .executeTakeFirst()
  return row?.customer_id
}

export type KindRow = {
  readonly code: string
  readonly titleDe: string
  readonly titleEn: string
  readonly importance: string
  readonly category: string
  readonly topic: string
  readonly confirmed: boolean
  readonly rowVersion: number
}

export const kindsStatement = (): Statement<KindRow> =>
  sql<KindRow>`select code, title_de as "titleDe", title_en as "titleEn", importance, category, topic, confirmed,
      row_version as "rowVersion" from letter_kind order by confirmed, code`.compile(statements<LetterTables>())

/** Says what a kind is; its letters move to the class. @returns undefined if somebody changed it meanwhile or it does not exist */
export async function classify(
  tx: Tx,
  code: string,
  to: z.infer<typeof classifyBody>,
): Promise<{ readonly rowVersion: number; readonly letters: number } | undefined> {
  const on = tables<LetterTables>(tx)
  const { rows } = await sql<{ rowVersion: number }>`
    update letter_kind set title_de = ${to.titleDe}, title_en = ${to.titleEn}, importance = ${to.importance}, category = ${to.category},
           topic = ${to.topic}, confirmed = true, row_version = row_version + 1
     where code = ${code} and row_version = ${to.rowVersion} returning row_version as "rowVersion"`.execute(on)
  if (!rows[0]) return undefined
  // What calls for an action until a day keeps that class: the day stands on the letter itself.
  const moved =
    await sql`update letter set importance = case when importance = 'action' then importance else ${to.importance} end,
      category = ${to.category}, row_version = row_version + 1 where kind = ${code}`.execute(on)
  return { rowVersion: rows[0].rowVersion, letters: Number(moved.numAffectedRows ?? 0n) }
}

export type QuestionRow = {
  readonly letterId: string
  readonly letterTitle: string
  readonly words: string
  readonly askedAt: Temporal.Instant
}

export const questionStatement = (id: string): Statement<QuestionRow> =>
  sql<QuestionRow>`select q.letter_id as "letterId", l.title as "letterTitle", q.words, q.asked_at as "askedAt"
      from letter_question q join letter l on l.id = q.letter_id where q.id = ${id}`.compile(statements<LetterTables>())
