import { apiAct, apiRead, type Call, ownOrigin, staff } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { lockCustomer } from '../customer/customer-view.sql.ts'
import { doneAnswer, mergeAnswer, mergeBody, pairAnswer, pairPath, pairsAnswer } from './duplicates.contract.ts'
import { decidePair, type DuplicatePair, openPairsStatement, pairById } from './duplicates.sql.ts'
import { mergeCustomers, undoMerge } from './merge-customers.ts'

const deciders = staff('agent', 'manager')
const SHOWN_MAX = 200

const byStaff = (call: Pick<Call<typeof deciders>, 'who' | 'now' | 'settings' | 'browser'>) => ({
  channel: 'desk' as const,
  actor: { kind: 'staff' as const, id: call.who.staffId },
  occurredAt: call.now,
  origin: ownOrigin(call),
})

export const duplicateRoutes = [
  apiRead({
    path: '/desk/api/duplicates',
    who: deciders,
    contract: {},
    says: 'Pairs of records that may be one person, the surest first.',
    answer: pairsAnswer,
    reads: () => [openPairsStatement(SHOWN_MAX)],
    give: ([rows]) => ({
      pairs: ((rows ?? []) as readonly DuplicatePair[]).map((one) => ({ ...one, reasons: [...one.reasons] })),
    }),
  }),
  apiAct({
    method: 'GET',
    path: '/desk/api/duplicates/:id',
    who: deciders,
    contract: { params: pairPath },
    says: 'Two records side by side.',
    answer: pairAnswer,
    act: async (tx, { input }) => {
      const pair = await pairById(tx, input.params.id)
      const a = pair && (await lockCustomer(tx, pair.aId))
      const b = pair && (await lockCustomer(tx, pair.bId))
      if (!pair || !a || !b) throw notFound()
      return { pair: { ...pair, reasons: [...pair.reasons] }, a: a satisfies CustomerAnswer, b }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/duplicates/:id/dismissal',
    who: deciders,
    contract: { params: pairPath },
    says: 'Says that two records are two people; the pair is not shown again.',
    answer: doneAnswer,
    act: async (tx, { input, who, now }) => {
      const pair = await pairById(tx, input.params.id)
      if (!pair) throw notFound()
      if (pair.state !== 'open') throw new Refusal(409, 'platform.changed-meanwhile')
      await decidePair(tx, pair, 'dismissed', who.staffId, now)
      return { done: true as const }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/merges',
    who: deciders,
    contract: { body: mergeBody },
    says: 'Makes one of two records, field by field as chosen; 409 if one was changed meanwhile.',
    answer: mergeAnswer,
    act: async (tx, call) => ({
      mergeId: await mergeCustomers(tx, { ...call.input.body, staffId: call.who.staffId }, byStaff(call)),
    }),
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/merges/:id/undo',
    who: deciders,
    contract: { params: pairPath },
    says: 'Takes a merge apart: what moved goes back.',
    answer: doneAnswer,
    act: async (tx, call) => {
      await undoMerge(tx, call.input.params.id, call.who.staffId, byStaff(call))
      return { done: true as const }
    },
  }),
]
