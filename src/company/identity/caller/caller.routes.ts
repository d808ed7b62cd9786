import { newestLetterStatement, type OrderedLetter } from '../activation/activation-letter.sql.ts'
import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { transaction } from '#platform/database'
import {
  apiAct,
  apiRead,
  type Call,
  customer,
  form,
  formFaults,
  freshly,
  page,
  staff,
  takeLimits,
} from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { hashPassword, verifyPassword } from '../passwords/argon2.ts'
import { callerAnswer, pinAnswer, pinBody, questionsBody } from './caller.contract.ts'
import { pinPage } from './caller.pages.tsx'
import {
  attemptPin,
  type CallerCheck,
  type CheckLevel,
  checkStatement,
  clearAttempts,
  deletePin,
  insertCheck,
  ownPin,
  pinOf,
  type PinState,
  pinStatement,
  setPin,
} from './caller.sql.ts'
import { bareDigits, judgePin, WRONG_MAX } from './pin-rule.ts'

const owner = freshly(customer('data'))
const agent = staff('agent')
const params = z.strictObject({ id: id() })
const HOUR_SECONDS = 3_600
export const PIN_PATH = '/konto/telefon-pin'

const ownRoutes = [
  page({
    path: PIN_PATH,
    who: owner,
    contract: { query: z.strictObject({ getan: z.enum(['gesetzt', 'geloescht']).optional() }) },
    says: 'Shows whether there is a PIN for the phone, to set or delete it.',
    reads: () => [pinStatement()],
    show: ([rows], { locale, input }) =>
      pinPage(locale, { pin: rows?.[0] as PinState | undefined, done: input.query.getan }),
  }),
  form({
    path: PIN_PATH,
    who: owner,
    contract: { body: z.strictObject({ pin: z.string().max(20).default('') }) },
    says: 'Sets the PIN by which the customer is known on the phone.',
    prepare: async (call) => {
      const verdict = judgePin(call.input.body.pin)
      if (verdict !== 'good')
        throw new Refusal(422, 'platform.wrong-fields', { fields: [{ field: 'pin', code: verdict }] })
      return hashPassword(bareDigits(call.input.body.pin))
    },
    act: async (tx, { who, now }, hash) => {
      const { accountId, customerId } = who
      await setPin(tx, { customerId, accountId, hash })
      await recordFact(
        tx,
        facts.callerPinSet,
        { accountId },
        { customerId, channel: 'portal', actor: { kind: 'customer', id: accountId }, occurredAt: now },
      )
    },
    done: () => ({ to: `${PIN_PATH}?getan=gesetzt` }),
    again: async (tx, { refusal }, call) =>
      pinPage(call.locale, { pin: await ownPin(tx), faults: formFaults(call, refusal) }),
  }),
  form({
    path: `${PIN_PATH}/loeschen`,
    who: owner,
    contract: { body: z.strictObject({}) },
    says: 'Deletes the PIN; on the phone questions are asked again.',
    act: async (tx, { who }) => {
      if (!(await deletePin(tx, who.customerId))) throw notFound()
    },
    done: () => ({ to: `${PIN_PATH}?getan=geloescht` }),
    again: async (tx, { refusal }, call) =>
      pinPage(call.locale, { pin: await ownPin(tx), faults: formFaults(call, refusal) }),
  }),
]

type Checking = Pick<Call, 'now'> & {
  readonly who: { readonly staffId: string }
  readonly input: { readonly params: { readonly id: string } }
}

async function keepCheck(tx: Parameters<typeof insertCheck>[0], call: Checking, level: CheckLevel): Promise<void> {
  const customerId = call.input.params.id
  const { staffId } = call.who
  if (!(await insertCheck(tx, { customerId, staffId, level }))) throw notFound()
  await recordFact(
    tx,
    facts.callerChecked,
    { level },
    { customerId, channel: 'phone', actor: { kind: 'staff', id: staffId }, occurredAt: call.now },
  )
}

const pinWord = (pin: PinState | undefined) => {
  if (!pin) return 'none' as const
  return pin.wrong >= WRONG_MAX ? ('locked' as const) : ('set' as const)
}

const deskRoutes = [
  apiRead({
    path: '/desk/api/customers/:id/caller',
    who: agent,
    contract: { params },
    says: 'How well this agent knows who is calling, whether there is a PIN, and the newest letter with a code.',
    answer: callerAnswer,
    reads: ({ input }) => [
      pinStatement(input.params.id),
      checkStatement(input.params.id),
      newestLetterStatement(input.params.id),
    ],
    give: ([pins, checks, letters]) => {
      const pin = pins?.[0] as PinState | undefined
      const check = checks?.[0] as CallerCheck | undefined
      const letter = letters?.[0] as OrderedLetter | undefined
      return {
        pin: pinWord(pin),
        level: check?.level ?? ('not-asked' as const),
        checkedAt: check?.checkedAt.toString() ?? null,
        letter: letter ? { askedAt: letter.askedAt.toString(), usedAt: letter.usedAt?.toString() ?? null } : null,
      }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/caller/pin',
    who: agent,
    contract: { params, body: pinBody },
    says: 'Compares what a caller says with the PIN; five wrong ones lock it until the customer sets a new one.',
    answer: pinAnswer,
    prepare: async (call, pools) => {
      const customerId = call.input.params.id
      await takeLimits(pools.worker, [
        { name: 'caller-pin-agent', key: call.who.staffId, max: 60, seconds: HOUR_SECONDS },
      ])
      const hash = await transaction(pools.worker, (tx) => attemptPin(tx, customerId))
      if (!hash) throw new Refusal(422, 'identity.no-caller-pin')
      const right = await verifyPassword(hash, bareDigits(call.input.body.pin))
      if (right) await transaction(pools.worker, (tx) => clearAttempts(tx, customerId))
      return right
    },
    act: async (tx, call, right) => {
      await keepCheck(tx, call, right ? 'pin' : 'failed')
      const pin = await pinOf(tx, call.input.params.id)
      return { right, attemptsLeft: WRONG_MAX - (pin?.wrong ?? WRONG_MAX) }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/caller/questions',
    who: agent,
    contract: { params, body: questionsBody },
    says: 'Notes whether a caller answered questions about the contract rightly.',
    answer: z.strictObject({}),
    act: async (tx, call) => {
      await keepCheck(tx, call, call.input.body.answered ? 'questions' : 'failed')
      return {}
    },
  }),
]

export const callerRoutes = [...ownRoutes, ...deskRoutes]
