import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { facts, type NewEntry, recordFacts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { id, line, paragraph, z } from '#platform/contract'
import { type Pools, transaction, type Tx } from '#platform/database'
import {
  type Call,
  cookieNames,
  customer,
  type CustomerWho,
  form,
  formFaults,
  page,
  type PageContent,
  raw,
  tokenHash,
} from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { type OwnViewEnd, ownViewEndStatement } from '../retention/retention.sql.ts'
import { letterArchive } from '../store/archive.ts'
import { categories } from '../store/letter-tables.ts'
import {
  insertFeedback,
  insertQuestion,
  type ListedLetter,
  LETTERS_PER_PAGE,
  noteFirst,
  openAgain,
  ownDelivery,
  type OwnFile,
  ownFiles,
  ownLetter,
  ownLettersStatement,
  unreadCountStatement,
} from './centre.sql.ts'
import { LetterPage, type LetterProps } from './letter.page.tsx'
import { ListPage } from './list.page.tsx'
import { centreTexts } from './texts.ts'
import { safeFileName, zipOf } from './zip.ts'

/** Row-level security shows who acts for some contracts only the letters of these. */
const readers = customer('letters', 'open', 'part')
const ofLetter = z.strictObject({ id: id() })

const listQuery = z.strictObject({
  suche: line(80).optional(),
  thema: z.enum(categories).optional(),
  ungelesen: z.enum(['ja']).optional(),
  vor: id().optional(),
})

const showList = page({
  path: '/briefe',
  who: readers,
  contract: { query: listQuery },
  says: 'The letter centre: all letters by importance and topic, with search and filter.',
  reads: ({ input: { query } }) => [
    ownLettersStatement({
      search: query.suche,
      category: query.thema,
      unreadOnly: query.ungelesen === 'ja',
      after: query.vor,
    }),
    unreadCountStatement(),
    ownViewEndStatement(),
  ],
  show: ([rows, counted, ends], { locale, now, input }) => {
    const all = rows as ListedLetter[]
    const letters = all.slice(0, LETTERS_PER_PAGE)
    const { vor: _vor, ...filter } = input.query
    const older = new URLSearchParams({ ...filter, vor: letters.at(-1)?.id ?? '' })
    return {
      title: centreTexts(locale)('title'),
      section: 'letters',
      body: (
        <ListPage
          locale={locale}
          now={now}
          letters={letters}
          unread={(counted?.[0] as { unread: number } | undefined)?.unread ?? 0}
          filter={filter as never}
          viewEnd={(ends?.[0] as OwnViewEnd | undefined)?.until ?? undefined}
          olderHref={all.length > letters.length ? `/briefe?${older}` : undefined}
        />
      ),
    }
  },
})

/** Facts of what an account did for the first time. */
const firstTimes = (
  first: readonly { readonly id: string; readonly contractId: string | null }[],
  kind: typeof facts.letterOpened | typeof facts.letterDownloaded,
  who: CustomerWho,
  now: Temporal.Instant,
): NewEntry[] =>
  first.map((letter) => ({
    kind,
    payload: { letterId: letter.id },
    context: {
      customerId: who.customerId,
      contractId: letter.contractId,
      channel: 'portal',
      actor: { kind: 'customer', id: who.accountId },
      occurredAt: now,
    },
  }))

/** We answer in two working days; a weekend in between is given on top, holidays are not counted here. */
function answerDay(now: Temporal.Instant): Temporal.PlainDate {
  let day = legalDay(now)
  for (let left = 2; left > 0; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5) left -= 1
  }
  return day
}

type LetterCall = Pick<Call, 'locale' | 'now'>

function letterContent(props: Omit<LetterProps, 'locale' | 'answerBy'>, call: LetterCall): PageContent {
  return {
    title: props.letter.title,
    section: 'letters',
    hasErrors: (props.faults?.length ?? 0) > 0,
    body: <LetterPage {...props} locale={call.locale} answerBy={answerDay(call.now)} />,
  }
}

async function loadLetter(tx: Tx, letterId: string) {
  const letter = await ownLetter(tx, letterId)
  // Not there, not published yet, or somebody else's: one answer.
  if (!letter) throw notFound()
  return { letter, files: await ownFiles(tx, letterId), delivery: await ownDelivery(tx, letterId) }
}

const showLetter = page({
  path: '/briefe/:id',
  who: readers,
  contract: { params: ofLetter, query: z.strictObject({ gesendet: z.enum(['frage', 'rueckmeldung']).optional() }) },
  says: 'One letter as a page, with its files, help, and a way to ask. Opening it is noted once per account.',
  reads: () => [],
  load: async (tx, { input, who, now }) => {
    const loaded = await loadLetter(tx, input.params.id)
    if (!who.viewerStaffId) {
      const first = await noteFirst(tx, [input.params.id], 'opened', now)
      await recordFacts(tx, firstTimes(first, facts.letterOpened, who, now))
    }
    return [[loaded]]
  },
  show: ([rows], call) => {
    const loaded = (rows ?? [])[0] as Awaited<ReturnType<typeof loadLetter>>
    return letterContent({ ...loaded, sent: call.input.query.gesendet }, call)
  },
})

/** Session and rights were checked by the door; the content is read under the same row-level security. */
const asOwner = <Result,>(pools: Pools, caller: FileCall, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  transaction(pools.customer, async (tx) => {
    await openAgain(tx, tokenHash(caller.token), caller.who.viewerStaffId !== undefined)
    return work(tx)
  })

type FileCall = { readonly who: CustomerWho; readonly now: Temporal.Instant; readonly token: string }
/** The cookie with which this request came in; the door has opened the session behind it already. */
const withToken = (call: { readonly who: CustomerWho; readonly now: Temporal.Instant }, request: FastifyRequest) => ({
  who: call.who,
  now: call.now,
  token: request.cookies[cookieNames.portal] ?? '',
})

async function filesToSend(pools: Pools, call: FileCall, letterId?: string): Promise<OwnFile[]> {
  return asOwner(pools, call, async (tx) => {
    const files = await ownFiles(tx, letterId)
    if (!call.who.viewerStaffId && files.length > 0) {
      const ids = [...new Set(files.map((file) => file.letter_id))]
      const first = await noteFirst(tx, ids, 'downloaded', call.now)
      await recordFacts(tx, firstTimes(first, facts.letterDownloaded, call.who, call.now))
    }
    return files
  })
}

const fileName = (file: OwnFile): string =>
  `${legalDay(file.publishedAt)} ${safeFileName(file.title)} (${file.letter_id}${file.position > 0 ? `-${file.position}` : ''}).pdf`

const disposition = (how: 'inline' | 'attachment', name: string): string =>
  `${how}; filename="${name.replaceAll(/[^\w .()-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`

const sendLetterFile = raw({
  method: 'GET',
  path: '/briefe/:id/datei/:position',
  who: readers,
  contract: {
    params: z.strictObject({ id: id(), position: z.string().regex(/^\d{1,2}$/) }),
    query: z.strictObject({ als: z.enum(['datei']).optional() }),
  },
  says: 'The PDF of a letter or of what was enclosed.',
  handler: async (call, pools, request, reply: FastifyReply) => {
    const { params, query } = call.input
    const files = await filesToSend(pools, withToken(call, request), params.id)
    const file = files.find((one) => one.position === Number(params.position))
    const bytes = file && (await letterArchive(call.settings).get(file.sha256))
    if (!file || !bytes) throw notFound()
    return reply
      .type('application/pdf')
      .header('content-disposition', disposition(query.als ? 'attachment' : 'inline', fileName(file)))
      .send(bytes)
  },
})

const sendAll = raw({
  method: 'GET',
  path: '/briefe/alle.zip',
  who: readers,
  contract: {},
  says: 'All letters in one zip file, made while it is sent.',
  limit: { name: 'letters-zip', max: 20, seconds: 3_600, by: 'address' },
  handler: async (call, pools, request, reply: FastifyReply) => {
    const files = await filesToSend(pools, withToken(call, request))
    const archive = letterArchive(call.settings)
    const entries = files.map((file) => ({
      name: fileName(file),
      modified: file.publishedAt,
      read: async () => {
        const bytes = await archive.get(file.sha256)
        if (!bytes) throw new Error(`The file of letter ${file.letter_id} is not in the archive.`)
        return bytes
      },
    }))
    return reply
      .type('application/zip')
      .header('content-disposition', disposition('attachment', `Briefe ${legalDay(call.now)}.zip`))
      .send(Readable.from(zipOf(entries)))
  },
})

const contextOf = (call: { readonly who: CustomerWho; readonly now: Temporal.Instant }, contractId: string | null) =>
  ({
    customerId: call.who.customerId,
    contractId,
    channel: 'portal',
    actor: { kind: 'customer', id: call.who.accountId },
    occurredAt: call.now,
  }) as const

const ask = form({
  path: '/briefe/:id/frage',
  who: readers,
  contract: { params: ofLetter, body: z.strictObject({ words: paragraph(2_000, 3) }) },
  limit: { name: 'letter-question', max: 20, seconds: 3_600, by: 'address' },
  says: 'Asks about a letter: the question becomes a task that knows the letter.',
  act: async (tx, call) => {
    const { letter } = await loadLetter(tx, call.input.params.id)
    const { who, now } = call
    const asked = {
      letterId: letter.id,
      customerId: who.customerId,
      accountId: who.accountId,
      words: call.input.body.words,
    }
    const questionId = await insertQuestion(tx, asked, now)
    const context = contextOf(call, letter.contractId)
    await openTask(
      tx,
      {
        kind: 'letters.question',
        customerId: who.customerId,
        contractId: letter.contractId,
        subject: { letterId: letter.id, questionId, letterKind: letter.kind },
        group: 'service',
        priority: 2,
        dueOn: answerDay(now),
        dedupeKey: `letters.question:${questionId}`,
      },
      context,
    )
    await recordFacts(tx, [{ kind: facts.letterQuestionAsked, payload: { letterId: letter.id, questionId }, context }])
  },
  done: (_result, { input }) => ({ to: `/briefe/${input.params.id}?gesendet=frage` }),
  again: (tx, again, call) => letterAgain(tx, again, call),
})

const yesNo = z.enum(['yes', 'no']).optional()
const asBoolean = (answer: 'yes' | 'no' | undefined): boolean | null => (answer === undefined ? null : answer === 'yes')

const giveFeedback = form({
  path: '/briefe/:id/rueckmeldung',
  who: readers,
  contract: {
    params: ofLetter,
    body: z.strictObject({ understood: yesNo, solved: yesNo, remark: paragraph(1_000).optional() }),
  },
  limit: { name: 'letter-feedback', max: 60, seconds: 3_600, by: 'address' },
  says: 'Whether a letter was understood and has settled the matter.',
  act: async (tx, call) => {
    const { understood, solved, remark } = call.input.body
    if (!understood && !solved && !remark) throw new Refusal(422, 'letters.feedback-empty')
    const { letter } = await loadLetter(tx, call.input.params.id)
    const given = { understood: asBoolean(understood), solved: asBoolean(solved) }
    const { customerId, accountId } = call.who
    await insertFeedback(tx, { letterId: letter.id, customerId, accountId, ...given, words: remark || null }, call.now)
    await recordFacts(tx, [
      {
        kind: facts.letterFeedbackGiven,
        payload: { letterId: letter.id, ...given },
        context: contextOf(call, letter.contractId),
      },
    ])
  },
  done: (_result, { input }) => ({ to: `/briefe/${input.params.id}?gesendet=rueckmeldung` }),
  again: (tx, again, call) => letterAgain(tx, again, call),
})

type LetterFormCall = Call<typeof readers, { params: typeof ofLetter }>

async function letterAgain(
  tx: Tx,
  again: { readonly refusal: Refusal; readonly typed: Readonly<Record<string, string | readonly string[]>> },
  call: Pick<LetterFormCall, 'locale' | 'now' | 'reason'> & {
    readonly input: { readonly params: { readonly id: string } }
  },
): Promise<PageContent> {
  if (again.refusal.status === 404) throw again.refusal
  const loaded = await loadLetter(tx, call.input.params.id)
  return letterContent({ ...loaded, faults: formFaults(call, again.refusal), typed: again.typed }, call)
}

export const centreRoutes = [showList, showLetter, sendLetterFile, sendAll, ask, giveFeedback]
