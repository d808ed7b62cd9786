import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { apiAct, type Call, ownOrigin, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { customerPath } from '../customer/customer-view.contract.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import { askForErasure, decideErasure } from './erase.ts'
import {
  askErasureBody,
  erasureAnswer,
  erasureDecisionBody,
  erasureDoneAnswer,
  erasurePath,
  holdAnswer,
  holdBody,
  holdPath,
} from './erasure.contract.ts'
import { endHold, erasureById, insertHold, loadCase } from './erasure.sql.ts'
import { planErasure } from './plan-erasure.ts'

const agents = staffMay('erasure.work')
/** Who took the demand down is not who releases it: a team lead looks at the plan. */
const releasers = staffMay('erasure.release')

const byStaff = (call: Pick<Call<typeof agents>, 'who' | 'now' | 'settings' | 'browser'>) => ({
  channel: 'desk' as const,
  actor: { kind: 'staff' as const, id: call.who.staffId },
  occurredAt: call.now,
  origin: ownOrigin(call),
})

export const erasureDeskRoutes = [
  apiAct({
    method: 'GET',
    path: '/desk/api/erasures/:id',
    who: agents,
    contract: { params: erasurePath },
    says: 'A demanded erasure with what would happen to each part today, and by which law.',
    answer: erasureAnswer,
    act: async (tx, { input, now }) => {
      const request = await erasureById(tx, input.params.id)
      if (!request) throw notFound()
      const { known, rules } = await loadCase(tx, request.customerId)
      const plan = planErasure(known, rules, legalDay(now))
      return {
        id: request.id,
        customerId: request.customerId,
        state: request.state,
        askedAt: request.askedAt.toString(),
        reason: request.reason,
        rowVersion: request.rowVersion,
        holding: [...plan.holding],
        free: plan.free?.toString() ?? null,
        parts: plan.parts.map((part) => ({
          part: part.part,
          act: part.act,
          because: part.act === 'keep' ? part.because : null,
          until: part.act === 'restrict' ? part.until.toString() : null,
          statute: part.act === 'restrict' ? part.statute : null,
        })),
      }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/erasures/:id/decision',
    who: releasers,
    contract: { params: erasurePath, body: erasureDecisionBody },
    says: 'Releases an erasure or refuses it with a reason; 409 if somebody decided meanwhile.',
    answer: erasureDoneAnswer,
    act: async (tx, call) => {
      await decideErasure(tx, call.input.params.id, { ...call.input.body, staffId: call.who.staffId }, byStaff(call))
      return { done: true as const }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/erasures',
    who: agents,
    contract: { params: customerPath, body: askErasureBody },
    says: 'Takes down that a customer asks to be forgotten.',
    answer: holdAnswer,
    act: async (tx, call) => {
      const doer = { ...byStaff(call), customerId: call.input.params.id, reason: call.input.body.reason }
      return { id: await askForErasure(tx, doer) }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/holds',
    who: agents,
    contract: { params: customerPath, body: holdBody },
    says: 'Notes why data of a customer must be kept: money owed, a dispute, an order of an authority.',
    answer: holdAnswer,
    act: async (tx, call) => {
      const { kind, note } = call.input.body
      if (!(await customerOnFile(tx, call.input.params.id))) throw notFound()
      const customerId = call.input.params.id
      const holdId = await insertHold(tx, { customerId, kind, note, staffId: call.who.staffId }, call.now)
      await recordFact(tx, facts.holdSet, { holdId, kind }, { ...byStaff(call), customerId })
      return { id: holdId }
    },
  }),
  apiAct({
    method: 'DELETE',
    path: '/desk/api/customers/:id/holds/:hold',
    who: agents,
    contract: { params: holdPath },
    says: 'Ends a hold, because its reason is gone.',
    answer: erasureDoneAnswer,
    act: async (tx, call) => {
      const { id: customerId, hold: holdId } = call.input.params
      if (!(await endHold(tx, holdId, customerId, call.now))) throw notFound()
      await recordFact(tx, facts.holdEnded, { holdId }, { ...byStaff(call), customerId })
      return { done: true as const }
    },
  }),
]
