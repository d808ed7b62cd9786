import { randomUUID } from 'node:crypto'
import { formatDay, legalDay } from '#platform/calendar'
import { z } from '#platform/contract'
import { flight, sendTogether, type Tx } from '#platform/database'
import { type Call, form, nobody, page, type PageContent, tokenHash } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { Refusal } from '#platform/refusal'
import { loadRules, rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import { doneReadingOf } from './done-view.ts'
import {
  type Entered,
  type EnterReadings,
  enterReadings,
  loadHome,
  sentOf,
  YEARS_OF_HISTORY,
} from './enter-readings.ts'
import { entryPage } from './entry-page.tsx'
import { labelOf } from './entry-view.ts'
import { type HomeRegister, homeOf } from './home.ts'
import { keepPhotos } from './keep-photos.ts'
import { newReadings, submissionOf } from './new-readings.ts'
import { LinkEndedPage } from './pages/link-ended.page.tsx'
import { ReadingDonePage } from './pages/reading-done.page.tsx'
import { countUploads } from './photos.sql.ts'
import { enterReadingsBody } from './readings.contract.ts'
import {
  type HistoryRow,
  historyStatement,
  loadReadingsById,
  submissionStatement,
  type RegisterRow,
  registersStatement,
} from './readings.sql.ts'
import { linkedRequestStatement, lockLinkedRequest, type OpenRequestRow, type RequestTable } from './requests.sql.ts'
import { readingTexts } from './texts.ts'

/** 256 bits from our own generator: there is nothing to guess, and what is shown is the one home that we asked about. */
const byLink = nobody(
  'The link is unguessable, was sent by us for one request, and ends when it is used or after its term.',
)
const params = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) })
const limit = { name: 'reading-link', max: 60, seconds: 60, by: 'address' } as const

const linkEnded = () => new Refusal(404, 'staying.link-ended')

export const linkEndedContent = (locale: Locale): PageContent => ({
  title: readingTexts(locale)('link.ended.title'),
  status: 404,
  body: <LinkEndedPage locale={locale} />,
})

const asked = (home: readonly HomeRegister[], request: Pick<OpenRequestRow, 'market_location_ids'>) =>
  home.filter((one) => request.market_location_ids.includes(one.row.market_location_id))

function entry(
  call: Pick<Call, 'locale' | 'now'> & { readonly input: { readonly params: { token: string } } },
  request: OpenRequestRow,
  more: Omit<Parameters<typeof entryPage>[0], 'call' | 'action' | 'requests'>,
): PageContent {
  const late = Temporal.PlainDate.compare(legalDay(call.now), request.due_on) > 0
  const lead = readingTexts(call.locale)(late ? 'link.overdue' : 'link.lead', {
    day: formatDay(request.due_on, call.locale),
  })
  const action = `/z/${call.input.params.token}`
  return { ...entryPage({ reason: request.reason, ...more, requests: [request], call, action, lead }), section: 'link' }
}

const showLinked = page({
  path: '/z/:token',
  who: byLink,
  contract: { params },
  says: 'Entry page behind a link or QR code that we sent: the meters of one request, without signing in.',
  limit,
  reads: ({ input, now }) => {
    const hash = tokenHash(input.params.token)
    const today = legalDay(now)
    const customer = { linkHash: hash, now }
    return [
      linkedRequestStatement(hash, now),
      registersStatement(customer, today.subtract({ years: YEARS_OF_HISTORY }), today),
      historyStatement(customer, today.subtract({ years: 2 })),
      rulesStatement(today),
    ]
  },
  show: ([requests, registers, history, rules], call) => {
    const request = requests?.[0] as OpenRequestRow | undefined
    if (!request) return linkEndedContent(call.locale)
    const home = homeOf(registers as RegisterRow[], history as HistoryRow[], legalDay(call.now))
    return entry(call, request, { home: asked(home, request), rules: rulesOf(rules ?? []), submission: randomUUID() })
  },
})

type Sent = { readonly entered: readonly Entered[]; readonly missing: readonly string[]; readonly page: PageContent }

const sendLinked = form({
  path: '/z/:token',
  who: byLink,
  contract: { params, body: enterReadingsBody },
  says: 'Stores the readings of one request for the holder of its link, with the same feedback as for the signed-in.',
  limit,
  files: true,
  prepare: async (call, pools) => {
    if (!call.files?.length) return
    const [rows] = await flight(pools.worker, [linkedRequestStatement(tokenHash(call.input.params.token), call.now)])
    const request = rows?.[0] as OpenRequestRow | undefined
    if (!request) throw linkEnded()
    const { submission } = call.input.body
    const { KW_FILES: folder, PHOTOS_A_DAY_MAX: photosADayMax } = call.settings
    await keepPhotos(pools, {
      files: call.files,
      folder,
      customerId: request.customer_id,
      submission,
      photosADayMax,
      guestAddress: call.address,
      now: call.now,
    })
  },
  act: async (tx, call): Promise<Sent> => {
    const { body } = call.input
    const request = await lockLinkedRequest(tx, tokenHash(call.input.params.token))
    if (!request) throw linkEnded()
    const command = newReadings(body, {
      customerId: request.customer_id,
      source: 'customer',
      channel: 'link',
      actor: { kind: 'guest' },
      now: call.now,
    })
    if (hasEnded(request, call.now) && !(await isRepeated(tx, command))) throw linkEnded()
    const entered = await enterReadings(tx, { ...command, marketLocationIds: request.market_location_ids })
    return done(tx, call, request, entered)
  },
  done: ({ page: content }) => ({ page: content }),
  again: async (tx, again, call) => {
    if (again.refusal.code === 'staying.link-ended') return linkEndedContent(call.locale)
    const request = await lockLinkedRequest(tx, tokenHash(call.input.params.token))
    if (!request || hasEnded(request, call.now)) return linkEndedContent(call.locale)
    const { registers, rules } = await loadHome(tx, request.customer_id, legalDay(call.now), call.now)
    const submission = submissionOf(again.typed)
    const photosKept = await countUploads(tx, request.customer_id, submission)
    return entry(call, request, { home: asked(registers, request), rules, submission, again, photosKept })
  },
})

const hasEnded = (request: RequestTable, now: Temporal.Instant): boolean =>
  request.answered_at !== null ||
  request.link_ends_at === null ||
  Temporal.Instant.compare(request.link_ends_at, now) <= 0

/** The same form sent twice by an impatient finger: the first one has used the link up, and the answer is the same. */
async function isRepeated(tx: Tx, command: EnterReadings): Promise<boolean> {
  const sent = command.entries.map((entry) => ({ ...entry, ...sentOf(command) }))
  const before = submissionStatement({ id: command.customerId }, sent)
  return ((await sendTogether(tx, [before]))[0] ?? []).length > 0
}

async function done(
  tx: Tx,
  call: Pick<Call, 'locale' | 'now'> & { readonly input: { readonly params: { token: string } } },
  request: RequestTable,
  entered: readonly Entered[],
): Promise<Sent> {
  const { locale, now } = call
  const t = readingTexts(locale)
  const rows = await loadReadingsById(
    tx,
    entered.map((one) => one.readingId),
    request.customer_id,
  )
  const { checkDays } = await loadRules(tx, legalDay(now))
  const readings = rows.map((row) => doneReadingOf(row, locale, now, checkDays))
  const { registers } = await loadHome(tx, request.customer_id, legalDay(now), now)
  const missing = asked(registers, request)
    .filter((one) => one.row.meter_kind !== 'smart' && !isRead(registers, one, request))
    .map((one) => labelOf(one.row, locale))
  const body = (
    <ReadingDonePage
      locale={locale}
      reference={`Z-${readings[0]?.readingId}`}
      readings={readings}
      signedIn={false}
      {...(missing.length > 0 && { missing, moreHref: `/z/${call.input.params.token}` })}
    />
  )
  return { entered, missing, page: { title: t(readings.length === 1 ? 'done.one' : 'done.title'), body } }
}

/** A place counts as read when one of its registers has a value of today's request. */
const isRead = (home: readonly HomeRegister[], at: HomeRegister, request: RequestTable): boolean =>
  home.some(
    (one) =>
      one.row.market_location_id === at.row.market_location_id &&
      one.readings.some((row) => Temporal.Instant.compare(row.entered_at, request.asked_at) >= 0),
  )

export const linkRoutes = [showLinked, sendLinked]
