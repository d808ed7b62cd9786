import { randomUUID } from 'node:crypto'
import { legalDay } from '#platform/calendar'
import { day, line, z } from '#platform/contract'
import {
  addressKey,
  type Again,
  type Call,
  fieldErrors,
  form,
  nobody,
  page,
  type PageContent,
  takeLimits,
} from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { parseValue } from '../meters/register.ts'
import { stayingRefusals } from '../refusals.ts'
import { loadRules, type ReadingRules, rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import { GuestDonePage, GuestEntryPage } from './pages/guest.page.tsx'
import { receiveGuestReading } from './receive-guest-reading.ts'
import { readingTexts } from './texts.ts'

const guests = nobody('Who has no account hands in a reading; nothing is looked up and nothing is shown.')

const guestBody = z.strictObject({
  meter: line(40, 1),
  contract: line(30, 1),
  value: line(24, 1),
  second: line(24).optional(),
  day: day(),
  submission: z.string().regex(/^[\w-]{16,64}$/),
})

/** Any register in use: 9 digits before and 3 after the comma. What the real one has is found out later. */
const anyRegister = { digitsBefore: 9, digitsAfter: 3 }

function refuseUnreadable(values: readonly (readonly [string, string])[]): void {
  for (const [field, typed] of values) {
    const parsed = parseValue(typed, anyRegister)
    if (!parsed.ok) throw wrongFields([{ field, code: `staying.value-${parsed.refusal}` }])
  }
}

/** The rules of the calendar, without a look at any register. */
function refuseDay(read: Temporal.PlainDate, now: Temporal.Instant, { ageDaysMax }: ReadingRules): void {
  const age = read.until(legalDay(now)).days
  if (age < 0) throw wrongFields([{ field: 'day', code: 'staying.date-in-future' }])
  if (age > ageDaysMax) throw wrongFields([{ field: 'day', code: 'staying.date-too-old', figures: { ageDaysMax } }])
}

function guestPage(call: Pick<Call, 'locale' | 'now'>, rules: ReadingRules, again?: Again): PageContent {
  const errors = again ? fieldErrors(again.refusal, call.locale, stayingRefusals) : []
  const today = legalDay(call.now)
  const typed = (name: string): string | undefined => {
    const value = again?.typed[name]
    return typeof value === 'string' ? value : value?.at(-1)
  }
  return {
    title: readingTexts(call.locale)('guest.title'),
    hasErrors: errors.length > 0,
    body: (
      <GuestEntryPage
        locale={call.locale}
        errors={errors}
        typed={typed}
        day={{
          day: typed('day.day') ?? String(today.day),
          month: typed('day.month') ?? String(today.month),
          year: typed('day.year') ?? String(today.year),
        }}
        ageDaysMax={rules.ageDaysMax}
        submission={typed('submission') ?? randomUUID()}
      />
    ),
  }
}

const showGuestEntry = page({
  path: '/zaehlerstand/gast',
  who: guests,
  contract: {},
  says: 'Page on which somebody who is not signed in hands in a reading with two numbers from a bill.',
  reads: ({ now }) => [rulesStatement(legalDay(now))],
  show: ([rules], call) => guestPage(call, rulesOf(rules ?? [])),
})

const TEN_MINUTES = 600

const sendGuestEntry = form({
  path: '/zaehlerstand/gast',
  who: guests,
  contract: { body: guestBody },
  says: 'Keeps what a guest typed; the answer is the same whether the numbers exist or not.',
  prepare: (call, pools) =>
    takeLimits(pools.worker, [{ name: 'guest-reading', key: addressKey(call.address), max: 20, seconds: TEN_MINUTES }]),
  act: async (tx, call) => {
    const { meter, contract, value, second, submission } = call.input.body
    const typed = [['value', value] as const, ...(second ? [['second', second] as const] : [])]
    const read = Temporal.PlainDate.from(call.input.body.day)
    refuseUnreadable(typed)
    refuseDay(read, call.now, await loadRules(tx, legalDay(call.now)))
    const values = typed.map(([, one]) => one)
    const { now } = call
    return receiveGuestReading(tx, { meterNumber: meter, contractNumber: contract, values, day: read, submission, now })
  },
  done: (reference) => ({ to: `/zaehlerstand/gast/danke?nr=${reference}` }),
  again: async (tx, again, call) => guestPage(call, await loadRules(tx, legalDay(call.now)), again),
})

const showGuestDone = page({
  path: '/zaehlerstand/gast/danke',
  who: guests,
  contract: { query: z.strictObject({ nr: z.string().regex(/^G-[0-9A-Z]{5}-[0-9A-Z]{5}$/) }) },
  says: 'Says that the reading is here and is being checked, with a reference.',
  reads: () => [],
  show: (_rows, { locale, input }) => ({
    title: readingTexts(locale)('guest.doneTitle'),
    body: <GuestDonePage locale={locale} reference={input.query.nr} />,
  }),
})

export const guestRoutes = [showGuestEntry, sendGuestEntry, showGuestDone]
