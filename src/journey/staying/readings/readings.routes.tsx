import { randomUUID } from 'node:crypto'
import { legalDay } from '#platform/calendar'
import { day, id, z } from '#platform/contract'
import { apiAct, apiRead, type Call, customer, form, page, type PageContent } from '#platform/http'
import { notFound } from '#platform/refusal'
import { enteredOf, trimDecimal } from './answers.ts'
import { rulesFrom, rulesStatements } from './calendar-rules.sql.ts'
import { doneReadingOf } from './done-view.ts'
import { enterReadings, firstOfEntering, loadHome, YEARS_OF_HISTORY } from './enter-readings.ts'
import { entryPage } from './entry-page.tsx'
import { homeOf } from './home.ts'
import { keepPhotos } from './keep-photos.ts'
import { newReadings, sentIn, submissionOf } from './new-readings.ts'
import { ReadingDonePage } from './pages/reading-done.page.tsx'
import { countUploads } from './photos.sql.ts'
import {
  customerReasons,
  enteredAnswer,
  type EnterReadingsBody,
  enterReadingsBody,
  readingsAnswer,
} from './readings.contract.ts'
import {
  type HistoryRow,
  historyStatement,
  type ReadingByIdRow,
  readingsByIdStatement,
  type RegisterRow,
  registersStatement,
} from './readings.sql.ts'
import { loadOpenRequests, type OpenRequestRow, openRequestsStatement } from './requests.sql.ts'
import { readingTexts } from './texts.ts'

const readers = customer('readings', 'readings', 'part')

const commandOf = (call: Call<typeof readers>, body: EnterReadingsBody, channel: 'portal' | 'api') =>
  newReadings(body, {
    customerId: call.who.customerId,
    source: 'customer',
    channel,
    actor: { kind: 'customer', id: call.who.accountId },
    now: call.now,
  })

/** `tag` and `grund`: the reading that is to be corrected. */
const entryQuery = z.strictObject({ tag: day().optional(), grund: z.enum(customerReasons).optional() })

const showEntry = page({
  path: '/zaehlerstand',
  who: readers,
  contract: { query: entryQuery },
  says: 'Page on which a customer enters the readings of all registers of the home.',
  reads: ({ now }) => {
    const today = legalDay(now)
    const from = today.subtract({ years: YEARS_OF_HISTORY })
    return [
      registersStatement('session', from, today),
      historyStatement('session', today.subtract({ years: 2 })),
      openRequestsStatement('session'),
      ...rulesStatements(now),
    ]
  },
  show: ([registers, history, requests, rules], call) => {
    const { tag, grund } = call.input.query
    const corrected = tag === undefined ? undefined : Temporal.PlainDate.from(tag)
    return entryPage({
      home: homeOf(registers as RegisterRow[], history as HistoryRow[], corrected ?? legalDay(call.now)),
      requests: requests as OpenRequestRow[],
      rules: rulesFrom(rules, call.now),
      call,
      action: '/zaehlerstand',
      submission: randomUUID(),
      day: corrected,
      reason: grund,
    })
  },
})

const sendEntry = form({
  path: '/zaehlerstand',
  who: readers,
  contract: { body: enterReadingsBody },
  says: 'Stores the readings of a day, or asks about those that may be wrong.',
  limit: { name: 'readings', max: 60, seconds: 60, by: 'address' },
  files: true,
  prepare: (call, pools) =>
    keepPhotos(pools, {
      files: call.files,
      folder: call.settings.KW_FILES,
      customerId: call.who.customerId,
      submission: call.input.body.submission,
      photosADayMax: call.settings.PHOTOS_A_DAY_MAX,
      now: call.now,
    }),
  act: (tx, call) => enterReadings(tx, commandOf(call, call.input.body, 'portal')),
  done: (entered) => ({ to: `/zaehlerstand/danke?nr=${entered.map((one) => one.readingId).join('.')}` }),
  again: async (tx, again, call): Promise<PageContent> => {
    const submission = submissionOf(again.typed)
    const { registers, rules } = await loadHome(tx, call.who.customerId, legalDay(call.now), call.now)
    return entryPage({
      home: registers,
      requests: await loadOpenRequests(tx, { id: call.who.customerId }),
      rules,
      call,
      action: '/zaehlerstand',
      submission,
      again,
      photosKept: await countUploads(tx, call.who.customerId, submission),
    })
  },
})

const doneQuery = z.strictObject({ nr: z.string().regex(/^\d{1,18}(\.\d{1,18}){0,59}$/) })

const showDone = page({
  path: '/zaehlerstand/danke',
  who: readers,
  contract: { query: doneQuery },
  says: 'Confirms readings with their reference and says what they mean.',
  reads: ({ input, now }) => [readingsByIdStatement(input.query.nr.split('.')), ...rulesStatements(now)],
  show: ([rows, rules], call) => {
    const { checkDays } = rulesFrom(rules, call.now)
    const readings = (rows as ReadingByIdRow[]).map((row) => doneReadingOf(row, call.locale, call.now, checkDays))
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

const enterByApi = apiAct({
  method: 'POST',
  path: '/api/readings',
  who: readers,
  contract: { body: enterReadingsBody },
  answer: enteredAnswer,
  status: 201,
  says: 'Hands in readings of a day; 422 with a question for each value that may be wrong and is not confirmed.',
  ahead: ({ input, now }) => firstOfEntering('session', { ...sentIn(input.body), now }),
  act: async (tx, call, _, ahead) => enteredOf(await enterReadings(tx, commandOf(call, call.input.body, 'api'), ahead)),
})

export const entryRoutes = [showEntry, sendEntry, showDone, readingsOfOwn, enterByApi]
