import { formatDay, legalDay } from '#platform/calendar'
import type { Locale } from '#platform/i18n'
import { feedbackOf, labelOf, showCount, unitOf } from './entry-view.ts'
import { countOf } from './home.ts'
import type { DoneReading } from './pages/reading-done.page.tsx'
import type { Judgement } from './reading.ts'
import type { ReadingByIdRow } from './readings.sql.ts'
import { readingTexts } from './texts.ts'

/** A stored reading with the sentence that the person gets about it. */
export function doneReadingOf(
  row: ReadingByIdRow,
  locale: Locale,
  now: Temporal.Instant,
  checkDays: number,
): DoneReading {
  const digits = { digitsBefore: row.digits_before, digitsAfter: row.digits_after }
  const t = readingTexts(locale)
  const feedbacks: Partial<Record<ReadingByIdRow['status'], string>> = {
    'in-check': t('done.inCheck', { day: formatDay(legalDay(now).add({ days: checkDays }), locale) }),
    replaced: t('done.replaced'),
    refused: t('done.refused'),
  }
  const feedback = feedbacks[row.status] ?? feedbackOf(row.judgement as Judgement | null, row.unit, locale)
  return {
    readingId: row.id,
    label: labelOf(row, locale),
    value: showCount(countOf(row.value, digits), row.digits_after, locale),
    unit: unitOf(row.unit),
    feedback,
  }
}
