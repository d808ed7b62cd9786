import { randomUUID } from 'node:crypto'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { apiAct, apiRead, type Call, customer, form, page, type PageContent } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { readingRules } from './calendar-rules.ts'
import { type EnterReadings, type Entered, enterReadings, loadHome } from './enter-readings.ts'
import { entryPage } from './entry-page.tsx'
import { doneReadingOf } from './done-view.ts'
import { homeOf } from './home.ts'
import type { Judgement } from './reading.ts'
import { ReadingDonePage } from './pages/reading-done.page.tsx'
import {
  enteredAnswer,
  type EnterReadingsBody,
  enterReadingsBody,
  type judgementAnswer,
  readingsAnswer,
} from './readings.contract.ts'
import {
  answerRequests,
  type HistoryRow,
  historyStatement,
  loadOpenRequests,
  type OpenRequestRow,
  openRequestsStatement,
  type ReadingByIdRow,
  readingsByIdStatement,
  type RegisterRow,
  registersStatement,
} from './readings.sql.ts'
import { readingTexts } from './texts.ts'

const readers = customer('readings', 'readings')

/** What the customer's form or program sent, as a command; lines left empty are left out. */
function commandOf(call: Call<typeof readers>, body: EnterReadingsBody, channel: 'portal' | 'api'): EnterReadings {
  const entries = body.entries.flatMap((entry) =>
    entry.value === undefined || entry.value === ''
      ? []
      : [
          {
            registerId: entry.registerId,
            value: entry.value,
            confirmed: entry.confirmed,
            explanation: [entry.explanation, entry.note].filter(Boolean).join(': ') || undefined,
          },
        ],
  )
  if (entries.length === 0)
    throw new Refusal(422, 'staying.nothing-entered', {
      fields: [{ field: 'entries.0.value', code: 'staying.nothing-entered' }],
    })
  return {
    customerId: call.who.customerId,
    day: Temporal.PlainDate.from(body.day),
    reason: body.reason,
    source: 'customer',
    channel,
    actor: { kind: 'customer', id: call.who.accountId },
    entries,
    submission: body.submission,
    now: call.now,
  }
}

export function judgementOf(judgement: Judgement): z.input<typeof judgementAnswer> {
  return {
    verdict: judgement.verdict,
    causes: judgement.verdict === 'questionable' ? judgement.because.map((reason) => reason.cause) : [],
    usage: judgement.usage ?? null,
    ratio: judgement.ratio ?? null,
    ratioToLastYear: judgement.ratioToLastYear ?? null,
    band: judgement.band ?? null,
  }
}

const enteredOf = (entered: readonly Entered[]) => ({
  readings: entered.map((one) => ({ ...one, judgement: judgementOf(one.judgement) })),
})

const showEntry = page({
  path: '/zaehlerstand',
  who: readers,
  contract: {},
  says: 'Page on which a customer enters the readings of all registers of the home.',
  reads: ({ now }) => {
    const today = legalDay(now)
    return [
      registersStatement('session', today),
      historyStatement('session', today.subtract({ years: 2 })),
      openRequestsStatement('session'),
    ]
  },
  show: ([registers, history, requests], call) =>
    entryPage({
      home: homeOf(registers as RegisterRow[], history as HistoryRow[]),
      requests: requests as OpenRequestRow[],
      call,
      action: '/zaehlerstand',
      submission: randomUUID(),
    }),
})

const sendEntry = form({
  path: '/zaehlerstand',
  who: readers,
  contract: { body: enterReadingsBody },
  says: 'Stores the readings of a day, or asks about those that may be wrong.',
  limit: { name: 'readings', max: 60, seconds: 60, by: 'address' },
  act: async (tx, call) => {
    const entered = await enterReadings(tx, commandOf(call, call.input.body, 'portal'))
    await answerRequests(tx, call.who.customerId, call.now)
    return entered
  },
  done: (entered) => ({ to: `/zaehlerstand/danke?nr=${entered.map((one) => one.readingId).join('.')}` }),
  again: async (tx, again, call): Promise<PageContent> => {
    const today = legalDay(call.now)
    const { registers } = await loadHome(tx, call.who.customerId, today, call.now)
    return entryPage({
      home: registers,
      requests: await loadOpenRequests(tx, { id: call.who.customerId }),
      call,
      action: '/zaehlerstand',
      submission: String(again.typed['submission'] ?? randomUUID()),
      again,
    })
  },
})

const doneQuery = z.strictObject({ nr: z.string().regex(/^\d{1,18}(\.\d{1,18}){0,59}$/) })

const showDone = page({
  path: '/zaehlerstand/danke',
  who: readers,
  contract: { query: doneQuery },
  says: 'Confirms readings with their reference and says what they mean.',
  reads: ({ input }) => [readingsByIdStatement(input.query.nr.split('.'))],
  show: ([rows], call) => {
    const readings = (rows as ReadingByIdRow[]).map((row) => doneReadingOf(row, call.locale, call.now))
    if (readings.length === 0) throw notFound()
    const t = readingTexts(call.locale)
    return {
      title: t(readings.length === 1 ? 'done.one' : 'done.title'),
      section: 'readings',
      body: (
        <ReadingDonePage locale={call.locale} reference={`Z-${readings[0]?.readingId}`} readings={readings} signedIn />
      ),
    }
  },
})

const readingsOfOwn = apiRead({
  path: '/api/readings',
  who: readers,
  contract: { query: z.strictObject({ register: id().optional() }) },
  answer: readingsAnswer,
  says: 'Readings of the own registers of the last six years, oldest first.',
  reads: ({ now }) => [historyStatement('session', legalDay(now).subtract({ years: 6 }))],
  give: ([rows], call) => ({
    readings: (rows as HistoryRow[])
      .filter((row) => !call.input.query.register || row.register_id === call.input.query.register)
      .map((row) => ({
        readingId: row.id,
        registerId: row.register_id,
        day: row.read_on.toString(),
        value: trimDecimal(row.value),
        reason: row.reason,
        source: row.source,
        status: row.status === 'in-check' ? ('in-check' as const) : ('valid' as const),
      })),
  }),
})

/** `12345.600000` as stored is `12345.6` for programs. */
export const trimDecimal = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)

const enterByApi = apiAct({
  method: 'POST',
  path: '/api/readings',
  who: readers,
  contract: { body: enterReadingsBody },
  answer: enteredAnswer,
  status: 201,
  says: 'Hands in readings of a day; 422 with a question for each value that may be wrong and is not confirmed.',
  act: async (tx, call) => {
    const entered = await enterReadings(tx, commandOf(call, call.input.body, 'api'))
    await answerRequests(tx, call.who.customerId, call.now)
    return enteredOf(entered)
  },
})

export const readingRoutes = [showEntry, sendEntry, showDone, readingsOfOwn, enterByApi]
export { readingRules }
