import { legalDay } from '#platform/calendar'
import type { Again, Call, PageContent } from '#platform/http'
import type { FormError } from '#ui'
import { stayingRefusals } from '../refusals.ts'
import { readingRules } from './calendar-rules.ts'
import { ReadingsQuestioned } from './enter-readings.ts'
import { questionViewOf, registerViewOf } from './entry-view.ts'
import type { HomeRegister } from './home.ts'
import { EnterReadingPage } from './pages/enter-reading.page.tsx'
import type { OpenRequestRow } from './readings.sql.ts'
import { readingTexts } from './texts.ts'
import { fieldErrors } from '#platform/http'

type EntryPage = {
  readonly home: readonly HomeRegister[]
  readonly requests: readonly OpenRequestRow[]
  readonly call: Pick<Call, 'locale' | 'now'>
  readonly action: string
  readonly submission: string
  readonly again?: Again
}

const textOf = (typed: string | readonly string[] | undefined, fallback: string): string =>
  typed === undefined ? fallback : typeof typed === 'string' ? typed : (typed.at(-1) ?? fallback)

/** The entry page, fresh or with what was typed, what is wrong and what is asked. */
export function entryPage({ home, requests, call, action, submission, again }: EntryPage): PageContent {
  const today = legalDay(call.now)
  const typed = again?.typed
  const errors: readonly FormError[] = again ? fieldErrors(again.refusal, call.locale, stayingRefusals) : []
  // Meters that are read from afar need nobody to type.
  const readable = home.filter((one) => one.row.meter_kind !== 'smart')
  const questions = again?.refusal instanceof ReadingsQuestioned ? again.refusal.questions : []
  return {
    title: readingTexts(call.locale)('title'),
    section: 'readings',
    hasErrors: errors.length > 0,
    body: (
      <EnterReadingPage
        locale={call.locale}
        action={action}
        registers={readable.map((one) => registerViewOf(one, call.locale))}
        rules={readingRules}
        due={requests[0]?.due_on}
        day={{
          day: textOf(typed?.['day.day'], String(today.day)),
          month: textOf(typed?.['day.month'], String(today.month)),
          year: textOf(typed?.['day.year'], String(today.year)),
        }}
        submission={submission}
        {...(typed && { typed })}
        errors={errors}
        questions={questions.map((question) => {
          const digits = readable.find((one) => one.row.register_id === question.registerId)?.row.digits_after ?? 0
          return questionViewOf(question, digits, call.locale)
        })}
      />
    ),
  }
}
