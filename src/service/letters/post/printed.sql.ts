import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'
import type { Reading } from '../blocks.ts'

export type PrintedLetter = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly recipient: readonly string[]
  readonly reading: Reading
  readonly orderedAt: Temporal.Instant
  readonly isPosted: boolean
}

/** The newest letters on paper with their text, for the demo's mailbox. */
export const printedLettersStatement = (only: {
  readonly id?: string
  readonly limit: number
}): Statement<PrintedLetter> =>
  sql<PrintedLetter>`select j.id, l.kind, l.title, j.recipient, c.reading, j.ordered_at as "orderedAt", j.state = 'posted' as "isPosted"
      from print_job j join letter l on l.id = j.letter_id join letter_content c on c.letter_id = j.letter_id
     where ${only.id ?? null}::bigint is null or j.id = ${only.id ?? null}
     order by j.id desc limit ${only.limit}`.compile(statements<Record<string, never>>())
