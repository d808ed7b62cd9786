import { randomUUID } from 'node:crypto'
import { csvRow } from '#company/exchange'
import { sessionOpeners } from '#company/identity'
import { formatDayShort, legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import {
  type Again,
  type Call,
  customer,
  fieldErrors,
  form,
  page,
  type PageContent,
  raw,
  tokenHash,
  typedText,
} from '#platform/http'
import { notFound, notSignedIn, Refusal, wrongFields } from '#platform/refusal'
import { rulesOf, type ReadingRules, rulesStatement } from '../readings/calendar-rules.sql.ts'
import { type EachOutcome, enterEach, type ListedEntry } from '../readings/enter-each.ts'
import { labelOf, showCount, unitOf } from '../readings/entry-view.ts'
import { countOf, type HomeRegister, homeOf } from '../readings/home.ts'
import { submissionOf } from '../readings/new-readings.ts'
import {
  type HistoryRow,
  historyStatement,
  loadHistory,
  loadRegisters,
  type RegisterRow,
  registersStatement,
} from '../readings/readings.sql.ts'
import { loadOpenRequests, type OpenRequestRow, openRequestsStatement } from '../readings/requests.sql.ts'
import { loadRules } from '../readings/calendar-rules.sql.ts'
import { readingTexts } from '../readings/texts.ts'
import { stayingRefusals } from '../refusals.ts'
import { listRowOf, placeText, type Typed } from './list-view.ts'
import { fileBody, FORM_ROWS_MAX, listBody, type ListBody, type ListQuery, listQuery } from './meter-list.contract.ts'
import { listed, listHref } from './meter-list.ts'
import { MeterListPage, type MeterListProps } from './pages/meter-list.page.tsx'
import { LINES_MAX, type ReadLine, readLines } from './reading-lines.ts'
import { meterListTexts } from './texts.ts'

const readers = customer('readings', 'readings', 'part')
type ListCall = Pick<Call<typeof readers>, 'locale' | 'now' | 'reason'>

/** Two years are enough to say what was read last. */
const YEARS_SHOWN = 2

type Meters = {
  readonly home: readonly HomeRegister[]
  readonly requests: readonly OpenRequestRow[]
  readonly rules: ReadingRules
}

async function loadMeters(tx: Tx, customerId: string, now: Temporal.Instant): Promise<Meters> {
  const today = legalDay(now)
  const customer = { id: customerId }
  const registers = await loadRegisters(tx, customer, today)
  const history = await loadHistory(tx, customer, today.subtract({ years: YEARS_SHOWN }))
  const requests = await loadOpenRequests(tx, customer)
  return { home: homeOf(registers, history, today), requests, rules: await loadRules(tx, today) }
}

type Shown = {
  readonly query: ListQuery
  readonly submission: string
  readonly typed?: ReadonlyMap<string, Typed>
  readonly day?: MeterListProps['day']
  readonly reason?: string | undefined
  readonly result?: MeterListProps['result']
  readonly file?: MeterListProps['file']
  /** Only these, in this order: what a file was asked about. */
  readonly only?: readonly string[]
  readonly errors?: MeterListProps['errors']
}

/** The list, fresh or with what was typed and what became of it. */
function listPage(meters: Meters, shown: Shown, call: ListCall): PageContent {
  const today = legalDay(call.now)
  const found = listed(meters.home, meters.requests, shown.query, today)
  const byId = new Map(meters.home.map((one) => [one.row.register_id, one]))
  const rows = shown.only ? shown.only.flatMap((id) => byId.get(id) ?? []) : found.rows
  const errors = shown.errors ?? []
  const listRows = rows.map((one) => listRowOf(one, shown.typed?.get(one.row.register_id), call))
  const wrong = listRows.flatMap((row, index) =>
    row.verdict?.kind === 'refused' ? [{ name: `entries.${index}.value`, message: row.verdict.text }] : [],
  )
  return {
    title: meterListTexts(call.locale)('title'),
    section: 'readings',
    hasErrors: errors.length + wrong.length > 0,
    body: (
      <MeterListPage
        locale={call.locale}
        {...found}
        query={shown.query}
        rows={listRows}
        hrefOf={(seite) => listHref(shown.query, seite)}
        day={shown.day ?? { day: String(today.day), month: String(today.month), year: String(today.year) }}
        reason={shown.reason ?? 'regular'}
        rules={meters.rules}
        submission={shown.submission}
        errors={[...errors, ...wrong]}
        result={shown.result}
        file={shown.file}
        linesMax={LINES_MAX}
      />
    ),
  }
}

const showList = page({
  path: '/zaehlerliste',
  who: readers,
  contract: { query: listQuery },
  says: 'Meters of many sites on one page, to narrow and to enter readings side by side.',
  reads: ({ now }) => {
    const today = legalDay(now)
    return [
      registersStatement('session', today),
      historyStatement('session', today.subtract({ years: YEARS_SHOWN })),
      openRequestsStatement('session'),
      rulesStatement(today),
    ]
  },
  show: ([registers, history, requests, rules], call) =>
    listPage(
      {
        home: homeOf(registers as RegisterRow[], history as HistoryRow[], legalDay(call.now)),
        requests: requests as OpenRequestRow[],
        rules: rulesOf(rules ?? []),
      },
      { query: call.input.query, submission: randomUUID() },
      call,
    ),
})

const byWhom = (call: Call<typeof readers>) => ({
  customerId: call.who.customerId,
  source: 'customer' as const,
  channel: 'portal' as const,
  actor: { kind: 'customer', id: call.who.accountId } as const,
  now: call.now,
})

const queryOf = ({ suche, sparte, stand, seite }: ListBody): ListQuery => ({ suche, sparte, stand, seite })

const partsOf = (day: Temporal.PlainDate) => ({
  day: String(day.day),
  month: String(day.month),
  year: String(day.year),
})

const countsOf = (outcomes: readonly EachOutcome[]) => {
  const saved = outcomes.filter(({ outcome }) => outcome === 'valid' || outcome === 'in-check').length
  return { saved, left: outcomes.length - saved }
}

const saveList = form({
  path: '/zaehlerliste',
  who: readers,
  contract: { body: listBody },
  says: 'Stores the readings of one page of the list, each by itself, and says beside each what became of it.',
  limit: { name: 'reading-lists', max: 120, seconds: 60, by: 'address' },
  act: async (tx, call): Promise<PageContent> => {
    const { body } = call.input
    const day = Temporal.PlainDate.from(body.day)
    const sent = body.entries.filter((entry) => entry.value)
    if (sent.length === 0) throw new Refusal(422, 'staying.nothing-entered')
    const entries: ListedEntry[] = sent.map((entry) => ({
      registerId: entry.registerId,
      value: entry.value ?? '',
      confirmed: entry.confirmed,
      day: entry.day ? Temporal.PlainDate.from(entry.day) : day,
      reason: body.reason,
    }))
    const outcomes = await enterEach(tx, { ...byWhom(call), submission: body.submission, entries })
    refuseDayAtOnce(outcomes)
    const typed = new Map(
      sent.map((entry, at): [string, Typed] => [
        entry.registerId,
        {
          value: entry.value ?? '',
          day: entry.day ? Temporal.PlainDate.from(entry.day) : undefined,
          confirmed: entry.confirmed ?? false,
          outcome: outcomes[at],
        },
      ]),
    )
    return listPage(
      await loadMeters(tx, call.who.customerId, call.now),
      {
        query: queryOf(body),
        submission: body.submission,
        typed,
        day: partsOf(day),
        reason: body.reason,
        result: countsOf(outcomes),
        only: body.entries.map((entry) => entry.registerId),
      },
      call,
    )
  },
  done: (content) => ({ page: content }),
  again: async (tx, again, call) => againPage(tx, again, call),
})

/** A day that cannot be is wrong for all rows: it is said once, at the day. */
function refuseDayAtOnce(outcomes: readonly EachOutcome[]): void {
  const [first] = outcomes
  const allRefused = outcomes.every((one) => one.outcome === 'refused' && one.refusal.fields[0]?.field === 'day')
  if (allRefused && first?.outcome === 'refused') throw first.refusal
}

async function againPage(tx: Tx, again: Again, call: Call<typeof readers>): Promise<PageContent> {
  const { typed } = again
  const ids = Object.keys(typed)
    .filter((name) => /^entries\.\d+\.registerId$/.test(name))
    .map((name) => [typedText(typed, name), typedText(typed, name.replace('registerId', 'value'))] as const)
  const parsed = listQuery.safeParse({
    ...(typedText(typed, 'suche') && { suche: typedText(typed, 'suche') }),
    ...(typedText(typed, 'seite') && { seite: typedText(typed, 'seite') }),
    ...(typedText(typed, 'sparte') && { sparte: typedText(typed, 'sparte') }),
    ...(typedText(typed, 'stand') && { stand: typedText(typed, 'stand') }),
  })
  const part = (name: string) => typedText(typed, `day.${name}`)
  const isTyped = part('day') !== ''
  return listPage(
    await loadMeters(tx, call.who.customerId, call.now),
    {
      query: parsed.success ? parsed.data : {},
      submission: submissionOf(typed),
      typed: new Map(ids.map(([id, value]): [string, Typed] => [id, { value, confirmed: false }])),
      ...(isTyped && { day: { day: part('day'), month: part('month'), year: part('year') } }),
      reason: typedText(typed, 'reason') || undefined,
      ...(ids.length > 0 && { only: ids.map(([id]) => id) }),
      errors: fieldErrors(again.refusal, call.locale, stayingRefusals),
    },
    call,
  )
}

const sendFile = form({
  path: '/zaehlerliste/datei',
  who: readers,
  contract: { body: fileBody },
  says: 'Stores the readings of a CSV file, line by line, and shows what is left to look at.',
  limit: { name: 'reading-files', max: 20, seconds: 60, by: 'address' },
  files: true,
  prepare: async (call) => call.files?.[0],
  act: async (tx, call, file): Promise<PageContent> => {
    const { body } = call.input
    if (!file || file.bytes.length === 0) throw wrongFields([{ field: 'datei', code: 'staying.file-missing' }])
    const meters = await loadMeters(tx, call.who.customerId, call.now)
    const lines = linesOf(file.bytes, meters)
    const good = lines.filter((line) => line.ok)
    const day = Temporal.PlainDate.from(body.tag)
    const entries = good.map(
      (line): ListedEntry => ({
        registerId: line.registerId,
        value: line.value,
        confirmed: line.confirmed,
        day: line.day ?? day,
        reason: body.reason,
      }),
    )
    const outcomes = await enterEach(tx, { ...byWhom(call), submission: body.submission, entries })
    const left = good.flatMap((line, at) => {
      const outcome = outcomes[at] as EachOutcome
      const entry = entries[at] as ListedEntry
      return outcome.outcome === 'asked' || outcome.outcome === 'refused' ? [{ line, outcome, entry }] : []
    })
    // A register twice in one file: the row shows the first of the two.
    const asked = [...new Map(left.toReversed().map((one) => [one.entry.registerId, one])).values()].toReversed()
    const rows = asked.slice(0, FORM_ROWS_MAX)
    return listPage(
      meters,
      {
        query: {},
        submission: body.submission,
        typed: new Map(
          rows.map(({ entry, outcome }): [string, Typed] => [
            entry.registerId,
            { value: entry.value, day: entry.day, confirmed: false, outcome },
          ]),
        ),
        day: partsOf(day),
        reason: body.reason,
        result: countsOf(outcomes),
        only: rows.map(({ entry }) => entry.registerId),
        file: { ...badLines(lines, call), more: left.length - rows.length },
      },
      call,
    )
  },
  done: (content) => ({ page: content }),
  again: async (tx, again, call) => againPage(tx, again, call),
})

/** What is wrong with the file as a whole is said at its field. */
function linesOf(bytes: Buffer, { home }: Meters): ReadLine[] {
  const readable = home
    .filter((one) => one.row.meter_kind !== 'smart')
    .map(({ row }) => ({ registerId: row.register_id, meterNumber: row.meter_number, obis: row.obis }))
  try {
    return readLines(bytes, readable)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw wrongFields([{ field: 'datei', code: error.code, figures: error.figures }])
  }
}

const BAD_SHOWN = 20

function badLines(lines: readonly ReadLine[], call: Call<typeof readers>) {
  const t = meterListTexts(call.locale)
  const bad = lines.filter((line) => !line.ok)
  return {
    badTotal: bad.length,
    bad: bad
      .slice(0, BAD_SHOWN)
      .map(({ line, meterNumber, code }) =>
        t('file.badLine', { line, meter: meterNumber || '?', reason: call.reason(code) }),
      ),
  }
}

/** Semicolons and a byte order mark: German spreadsheets open it with a double click, and read umlauts rightly. */
function templateOf({ home }: Meters, call: Pick<ListCall, 'locale' | 'now'>): string {
  const t = meterListTexts(call.locale)
  const say = readingTexts(call.locale)
  const columns = [
    'meter',
    'register',
    'kind',
    'place',
    'hint',
    'unit',
    'lastDay',
    'lastValue',
    'day',
    'value',
    'confirmed',
  ] as const
  const head = csvRow(columns.map((column) => t(`column.${column}`)))
  const lines = home
    .filter((one) => one.row.meter_kind !== 'smart')
    .map((one) => {
      const { row, register } = one
      const last = one.readings.at(-1)
      return csvRow([
        row.meter_number,
        row.obis,
        row.rate === 'total' && row.direction === 'consumption'
          ? say(`commodity.${row.commodity}`)
          : (labelOf(row, call.locale).split(':')[0] ?? ''),
        placeText(one),
        row.location_hint ?? '',
        unitOf(row.unit),
        last ? formatDayShort(last.read_on, call.locale) : '',
        last ? showCount(countOf(last.value, register), row.digits_after, call.locale) : '',
        '',
        '',
        '',
      ])
    })
  return `\ufeff${head}${lines.join('')}`
}

const template = raw({
  method: 'GET',
  path: '/zaehlerliste/vorlage',
  who: readers,
  contract: {},
  says: 'The own meters as a CSV file to fill in and send back.',
  handler: async (call, pools, _request, reply) => {
    const token = call.browser.cookies.portal
    if (!token) throw notSignedIn()
    const meters = await transaction(
      pools.customer,
      (tx, [opened]) => {
        const who = sessionOpeners.customer.who(opened ?? [])
        if (who?.kind !== 'customer') throw notFound()
        return loadMeters(tx, who.customerId, call.now)
      },
      [sessionOpeners.customer.statement(tokenHash(token))],
    )
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="zaehler-${legalDay(call.now)}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(templateOf(meters, call))
  },
})

export const meterListRoutes = [showList, saveList, sendFile, template]
