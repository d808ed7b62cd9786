import type { z } from '#platform/contract'
import { apiAct, type Call, machine, type MachineWho, type Route } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { receiveReceipt, type Receipt, type ReceiptSender } from '../takeover/receive-receipt.ts'
import { systemOfMachine } from '../takeover/takeover.sql.ts'
import { toChangeAnswer } from './change-answer.ts'
import {
  changePath,
  changesAnswer,
  changesQuery,
  changeWithAnswers,
  receiptAnswer,
  receiptBody,
  receiptsAnswer,
  receiptsBody,
} from './changes.contract.ts'
import { changeById, changesAfter, takeoversOf } from './changes.sql.ts'
import type { OutObject } from './out-object.ts'

const PAGE = 200

/** Objects that a machine may be told of by its scopes. */
export const visibleTo = (objects: readonly OutObject[], who: Pick<MachineWho, 'scopes'>): string[] =>
  objects.filter((one) => who.scopes.includes(one.scope)).map((one) => one.object)

const read = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'GET',
    path: '/api/changes',
    who: machine('changes:read'),
    contract: { query: changesQuery },
    answer: changesAnswer,
    says: 'Changes made here in their order after a cursor, of the objects that the scopes allow, each with its whole state.',
    act: async (tx, { input, who }) => {
      const { query } = input
      const limit = query.limit ?? PAGE
      const visible = visibleTo(objects, who).filter((one) => query.object === undefined || one === query.object)
      const rows = await changesAfter(tx, {
        objects: visible,
        after: query.after ?? '0',
        objectId: query.objectId,
        limit: limit + 1,
      })
      const shown = rows.slice(0, limit)
      return {
        changes: shown.map(toChangeAnswer),
        cursor: shown.at(-1)?.id ?? query.after ?? '0',
        hasMore: rows.length > limit,
      }
    },
  })

const readOne = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'GET',
    path: '/api/changes/:id',
    who: machine('changes:read'),
    contract: { params: changePath },
    answer: changeWithAnswers,
    says: 'One change and what the leading systems said to it.',
    act: async (tx, { input, who }) => {
      const row = await changeById(tx, input.params.id)
      if (!row || !visibleTo(objects, who).includes(row.object)) throw notFound()
      const takeovers = await takeoversOf(tx, [row.id])
      return {
        change: toChangeAnswer(row),
        takeovers: takeovers.map(({ system, state, answeredAt, reference, reasonCode, reason }) => ({
          system,
          state,
          reference,
          reasonCode,
          reason,
          answeredAt: answeredAt?.toString() ?? null,
        })),
      }
    },
  })

type Sent = Omit<z.infer<typeof receiptBody>, 'key'> & { readonly key: string }

const toReceipt = (changeId: string, sent: Sent, now: Temporal.Instant): Receipt => {
  const { answeredAt, ...rest } = sent
  const said = answeredAt === undefined ? now : Temporal.Instant.from(answeredAt)
  // A clock over there that goes wrong must not make later answers late for ever.
  return { ...rest, changeId, answeredAt: Temporal.Instant.compare(said, now) > 0 ? now : said }
}

async function senderOf(
  tx: Parameters<typeof systemOfMachine>[0],
  objects: readonly OutObject[],
  { who, now }: Pick<Call, 'now'> & { readonly who: MachineWho },
): Promise<ReceiptSender> {
  const system = await systemOfMachine(tx, who.machineId)
  if (!system) throw new Refusal(403, 'exchange.speaks-for-no-system')
  return {
    system,
    way: 'api',
    objects,
    context: { channel: 'api', actor: { kind: 'machine', id: who.machineId }, occurredAt: now },
  }
}

const answerOne = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'POST',
    path: '/api/changes/:id/receipts',
    who: machine('changes:write'),
    contract: { params: changePath, body: receiptBody },
    answer: receiptAnswer,
    says: 'Says that the system for which this machine speaks took a change over, or why it refused it; once by its key.',
    act: async (tx, call) => {
      const sender = await senderOf(tx, objects, call)
      const answer = await receiveReceipt(tx, sender, toReceipt(call.input.params.id, call.input.body, call.now))
      if (answer.effect === 'unknown') throw notFound()
      return answer
    },
  })

const answerMany = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'POST',
    path: '/api/receipts',
    who: machine('changes:write'),
    contract: { body: receiptsBody },
    answer: receiptsAnswer,
    says: 'Up to 1,000 receipts at once; what became of each is said one by one, in the order of the changes.',
    act: async (tx, call) => {
      const sender = await senderOf(tx, objects, call)
      // Locked in the order of their ids, so that two calls never wait for each other.
      const sorted = call.input.body.receipts.toSorted((a, b) => Number(BigInt(a.changeId) - BigInt(b.changeId)))
      const results = []
      for (const { changeId, ...sent } of sorted)
        results.push({ changeId, ...(await receiveReceipt(tx, sender, toReceipt(changeId, sent, call.now))) })
      return { results }
    },
  })

/** Changes and receipts for other systems; which objects there are is composed in `apps`. */
export const changeRoutes = (objects: readonly OutObject[]): readonly Route[] =>
  [read, readOne, answerOne, answerMany].map((made) => made(objects))
