import { formatDay, legalDay } from '#platform/calendar'
import { type Again, type Call, fieldErrors, type PageContent } from '#platform/http'
import type { FormError } from '#ui'
import { stayingRefusals } from '../refusals.ts'
import type { ReadingRules } from './calendar-rules.sql.ts'
import { ReadingsQuestioned } from './enter-readings.ts'
import { questionViewOf, registerViewOf } from './entry-view.ts'
import type { HomeRegister } from './home.ts'
import { EnterReadingPage } from './pages/enter-reading.page.tsx'
import type { OpenRequestRow } from './requests.sql.ts'
import { readingTexts } from './texts.ts'

export type EntryPage = {
  readonly home: readonly HomeRegister[]
  readonly requests: readonly OpenRequestRow[]
  readonly rules: ReadingRules
  readonly call: Pick<Call, 'locale' | 'now'>
  readonly action: string
  readonly submission: string
  /** The day that is corrected; today otherwise. */
  readonly day?: Temporal.PlainDate | undefined
  readonly reason?: string | undefined
  readonly again?: Again
  /** The sentence under the heading, where the page's own does not fit. */
  readonly lead?: string
  /** Photos of this form that are here already. */
  readonly photosKept?: number
}

const textOf = (typed: string | readonly string[] | undefined, fallback: string): string =>
  typed === undefined ? fallback : typeof typed === 'string' ? typed : (typed.at(-1) ?? fallback)

/** The entry page, fresh or with what was typed, what is wrong and what is asked. */
export function entryPage(entry: EntryPage): PageContent {
  const { home, requests, rules, call, again } = entry
  const day = entry.day ?? legalDay(call.now)
  const typed = again?.typed
  const errors: readonly FormError[] = again ? fieldErrors(again.refusal, call.locale, stayingRefusals) : []
  // Meters that are read from afar need nobody to type.
  const readable = home.filter((one) => one.row.meter_kind !== 'smart')
  const questions = again?.refusal instanceof ReadingsQuestioned ? again.refusal.questions : []
  const t = readingTexts(call.locale)
  return {
    title: t('title'),
    section: 'readings',
    hasErrors: errors.length > 0,
    body: (
      <EnterReadingPage
        locale={call.locale}
        action={entry.action}
        registers={readable.map((one) => registerViewOf(one, call.locale))}
        rules={rules}
        due={requests[0]?.due_on}
        {...(entry.day && { corrects: formatDay(entry.day, call.locale) })}
        day={{
          day: textOf(typed?.['day.day'], String(day.day)),
          month: textOf(typed?.['day.month'], String(day.month)),
          year: textOf(typed?.['day.year'], String(day.year)),
        }}
        submission={entry.submission}
        {...(typed && { typed })}
        {...(entry.reason && { fixedReason: entry.reason })}
        errors={errors}
        questions={questions.map((question) => {
          const digits = readable.find((one) => one.row.register_id === question.registerId)?.row.digits_after ?? 0
          return questionViewOf(question, digits, call.locale)
        })}
        photosKept={entry.photosKept ?? 0}
        {...(entry.lead && { lead: entry.lead })}
      />
    ),
  }
}
