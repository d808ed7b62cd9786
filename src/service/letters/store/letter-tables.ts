import type { Generated } from 'kysely'
import type { Frame, Reading } from '../blocks.ts'

export const importances = ['action', 'important', 'information'] as const
export type Importance = (typeof importances)[number]
export const categories = ['joining', 'staying', 'paying', 'leaving', 'account'] as const
export type Category = (typeof categories)[number]
export type LetterState = 'ordered' | 'published' | 'withdrawn' | 'replaced' | 'failed' | 'erased'

export type KindTable = {
  code: string
  title_de: string
  title_en: string
  importance: Importance
  category: Category
  topic: Generated<string>
  confirmed: Generated<boolean>
  by_customer: Generated<boolean>
  by_post: Generated<boolean>
  row_version: Generated<number>
}
export type LetterTable = {
  id: Generated<string>
  customer_id: string
  contract_id: string | null
  kind: string
  kind_version: number
  source: string
  source_key: string
  title: string
  language: 'de' | 'en'
  importance: Importance
  category: Category
  action_due_on: Temporal.PlainDate | null
  state: Generated<LetterState>
  pages: Generated<number | null>
  ordered_at: Temporal.Instant
  published_at: Generated<Temporal.Instant | null>
  ended_at: Generated<Temporal.Instant | null>
  ended_because: Generated<string | null>
  replaced_by_letter_id: Generated<string | null>
  cut_off: Generated<boolean>
  row_version: Generated<number>
}
export type OrderTable = {
  letter_id: string
  customer_id: string
  priority: Generated<number>
  recipient: string[]
  parameters: unknown
  attempts: Generated<number>
  next_try_at: Temporal.Instant
  last_error: Generated<string | null>
  told_directly: Generated<boolean>
  on_paper: Generated<boolean>
}
export type ContentTable = {
  letter_id: string
  customer_id: string
  frame: Frame | null
  reading: Reading
  search_text: string
  input_hash: Buffer
}
export type FileTable = {
  letter_id: string
  position: number
  customer_id: string
  form: 'letter' | 'large-print' | 'other-language' | 'enclosure'
  language: string
  title: string
  sha256: Buffer
  size_bytes: number
  pages: number
}
export type EventTable = {
  id: Generated<string>
  letter_id: string
  customer_id: string
  account_id: string | null
  what: 'published' | 'notified' | 'posted' | 'opened' | 'downloaded' | 'deemed-received' | 'withdrawn' | 'replaced'
  why: string | null
  happened_at: Temporal.Instant
}
export type FeedbackTable = {
  id: Generated<string>
  letter_id: string
  customer_id: string
  account_id: string
  understood: boolean | null
  solved: boolean | null
  words: string | null
  given_at: Temporal.Instant
}
export type QuestionTable = {
  id: Generated<string>
  letter_id: string
  customer_id: string
  account_id: string
  words: string
  asked_at: Temporal.Instant
}
export type RecordTable = { letter_id: string; act: 'published' | 'withdrawn' | 'replaced' }

/** Tables of the letters room. */
export type LetterTables = {
  letter_kind: KindTable
  letter: LetterTable
  letter_order: OrderTable
  letter_content: ContentTable
  letter_file: FileTable
  letter_event: EventTable
  letter_feedback: FeedbackTable
  letter_question: QuestionTable
  letter_record: RecordTable
}
