import { customerOnFile } from '#company/customers'
import { facts, recordFacts } from '#company/journal'
import { finishTaskOf, openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { transaction, type Tx } from '#platform/database'
import { apiAct, apiRead, type Call, raw, staff, staffMay } from '#platform/http'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import { sharedRenderPool } from '../engine/render-pool.ts'
import { madeKinds } from '../made/kinds/index.ts'
import { orderLetter } from '../made/order-letter.ts'
import { utilityOf } from '../made/utility.ts'
import { writeLetter } from '../made/write-letter.ts'
import { letterArchive } from '../store/archive.ts'
import {
  classifiedAnswer,
  classifyBody,
  deskLetters,
  endedLetterAnswer,
  letterKinds,
  letterQuestionAnswer,
  previewAnswer,
  replaceBody,
  singleParameters,
  withdrawBody,
  writeBody,
  writtenAnswer,
} from './desk.contract.ts'
import {
  classify,
  type DeskLetterRow,
  deskLettersStatement,
  endLetter,
  type KindRow,
  kindsStatement,
  letterFile,
  ownerOf,
  type QuestionRow,
  questionStatement,
} from './desk.sql.ts'

const agents = staff('agent')
const editors = staffMay('letters.kinds')
const ofOne = z.strictObject({ id: id() })
type StaffCall = Pick<Call<typeof agents>, 'who' | 'now'>

const contextOf = ({ who, now }: StaffCall, customerId: string | null, contractId: string | null = null) =>
  ({ customerId, contractId, channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now }) as const

const lettersOfCustomer = apiRead({
  path: '/desk/api/customers/:id/letters',
  who: agents,
  contract: { params: ofOne },
  answer: deskLetters,
  says: "A customer's letters, newest first, with whether they were opened and understood.",
  reads: ({ input }) => [deskLettersStatement(input.params.id)],
  give: ([rows]) => ({
    letters: (rows as DeskLetterRow[]).map((row) => ({
      ...row,
      orderedAt: row.orderedAt.toString(),
      publishedAt: row.publishedAt?.toString() ?? null,
      openedAt: row.openedAt?.toString() ?? null,
    })),
  }),
})

const preview = apiAct({
  method: 'POST',
  path: '/desk/api/customers/:id/letters/preview',
  who: agents,
  contract: { params: ofOne, body: singleParameters },
  answer: previewAnswer,
  says: 'The pages of a letter as it would be, for this customer; nothing is stored.',
  limit: { name: 'letter-preview', max: 600, seconds: 600, by: 'address' },
  prepare: async (call, pools) => {
    const onFile = await transaction(pools.staff, (tx) => customerOnFile(tx, call.input.params.id))
    if (!onFile) throw notFound()
    const sheet = writeLetter(
      madeKinds['letters.single'] as never,
      call.input.body,
      {
        name: onFile.shownName,
        customerNumber: onFile.customerNumber,
        language: onFile.language,
        recipient: onFile.addressLines.length > 0 ? onFile.addressLines : [onFile.shownName],
        day: legalDay(call.now),
      },
      utilityOf(call.settings),
    )
    return sharedRenderPool().picture(sheet)
  },
  act: async (_tx, _call, picture) => picture,
})

async function orderSingle(
  tx: Tx,
  customerId: string,
  body: z.infer<typeof writeBody>,
  call: StaffCall,
): Promise<string> {
  if (!(await customerOnFile(tx, customerId))) throw notFound()
  const { title, parts, key } = body
  return orderLetter(
    tx,
    { kind: 'letters.single', customerId, parameters: { title, parts }, key },
    contextOf(call, customerId),
  )
}

const write = apiAct({
  method: 'POST',
  path: '/desk/api/customers/:id/letters',
  who: agents,
  contract: { params: ofOne, body: writeBody },
  answer: writtenAnswer,
  status: 201,
  says: 'Orders one letter from modules to one customer; the same key twice is one letter.',
  act: async (tx, call) => ({ letterId: await orderSingle(tx, call.input.params.id, call.input.body, call) }),
})

/** A letter to the wrong person is a breach: the supervisory authority is told within 72 hours (GDPR article 33). */
const BREACH_DAYS = 3

const withdraw = apiAct({
  method: 'POST',
  path: '/desk/api/letters/:id/withdraw',
  who: agents,
  contract: { params: ofOne, body: withdrawBody },
  answer: endedLetterAnswer,
  says: 'Marks a letter as withdrawn, without deleting it; cut off, its content is closed to the recipient and a task says by when to report it.',
  act: async (tx, call) => {
    const { because, cutOff, rowVersion } = call.input.body
    const letterId = call.input.params.id
    const ended = await ending(tx, { letterId, because, cutOff, rowVersion, replacedBy: null }, call.now)
    const context = contextOf(call, ended.customerId, ended.contractId)
    await recordFacts(tx, [{ kind: facts.letterWithdrawn, payload: { letterId, cutOff }, context }])
    if (cutOff)
      await openTask(
        tx,
        {
          kind: 'letters.cut-off',
          customerId: ended.customerId,
          contractId: ended.contractId,
          subject: { letterId },
          group: 'service',
          priority: 1,
          dueOn: legalDay(call.now).add({ days: BREACH_DAYS }),
          dedupeKey: `letters.cut-off:${letterId}`,
        },
        context,
      )
    return { rowVersion: ended.rowVersion }
  },
})

async function ending(tx: Tx, wish: Parameters<typeof endLetter>[1], now: Temporal.Instant) {
  const owner = await ownerOf(tx, wish.letterId)
  if (!owner) throw notFound()
  const ended = await endLetter(tx, wish, now)
  if (!ended) throw new Refusal(409, 'letters.not-published')
  return ended
}

const replace = apiAct({
  method: 'POST',
  path: '/desk/api/letters/:id/replace',
  who: agents,
  contract: { params: ofOne, body: replaceBody },
  answer: writtenAnswer,
  status: 201,
  says: 'Orders a new letter in place of another, which stays readable and says that it was replaced.',
  act: async (tx, call) => {
    const { rowVersion, because, ...body } = call.input.body
    const letterId = call.input.params.id
    const customerId = await ownerOf(tx, letterId)
    if (!customerId) throw notFound()
    const byLetterId = await orderSingle(tx, customerId, body, call)
    const ended = await ending(tx, { letterId, because, cutOff: false, rowVersion, replacedBy: byLetterId }, call.now)
    const context = contextOf(call, ended.customerId, ended.contractId)
    await recordFacts(tx, [{ kind: facts.letterReplaced, payload: { letterId, byLetterId }, context }])
    return { letterId: byLetterId }
  },
})

const fileForStaff = raw({
  method: 'GET',
  path: '/desk/api/letters/:id/file',
  who: agents,
  contract: { params: ofOne },
  says: 'The PDF of a letter, for staff. It does not count as opened by the customer.',
  handler: async (call, pools, _request, reply) => {
    const file = await transaction(pools.staff, (tx) => letterFile(tx, call.input.params.id))
    const bytes = file && (await letterArchive(call.settings).get(file.sha256))
    if (!bytes) throw notFound()
    return reply.type('application/pdf').header('content-disposition', 'inline; filename="letter.pdf"').send(bytes)
  },
})

const question = apiRead({
  path: '/desk/api/letter-questions/:id',
  who: agents,
  contract: { params: ofOne },
  answer: letterQuestionAnswer,
  says: 'What a customer asked about a letter.',
  reads: ({ input }) => [questionStatement(input.params.id)],
  give: ([rows]) => {
    const row = rows?.[0] as QuestionRow | undefined
    if (!row) throw notFound()
    return { ...row, askedAt: row.askedAt.toString() }
  },
})

const kinds = apiRead({
  path: '/desk/api/letter-kinds',
  who: staffMay('letters.look'),
  contract: {},
  answer: letterKinds,
  says: 'All kinds of letters; those that nobody has classified first.',
  reads: () => [kindsStatement()],
  give: ([rows]) => ({ kinds: rows as KindRow[] }),
})

const classifyKind = apiAct({
  method: 'PUT',
  path: '/desk/api/letter-kinds/:code',
  who: editors,
  contract: { params: z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9.-]{1,59}$/) }), body: classifyBody },
  answer: classifiedAnswer,
  says: 'Says what a kind of letter is; its letters move to this class at once, and the task about it is done.',
  act: async (tx, call) => {
    const { code } = call.input.params
    const classified = await classify(tx, code, call.input.body)
    if (!classified) throw changedMeanwhile()
    await finishTaskOf(tx, `letters.classify-kind:${code}`, {
      outcome: 'classified',
      staffId: call.who.staffId,
      now: call.now,
    })
    return classified
  },
})

export const deskLetterRoutes = [
  lettersOfCustomer,
  preview,
  write,
  withdraw,
  replace,
  fileForStaff,
  question,
  kinds,
  classifyKind,
]
