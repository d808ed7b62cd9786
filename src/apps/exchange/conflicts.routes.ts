import {
  canTake,
  type ConflictAnswer,
  type ConflictRow,
  conflictDecisionAnswer,
  conflictDecisionBody,
  conflictPath,
  conflictsAnswer,
  conflictsOf,
  conflictsQuery,
  countOpen,
  decideConflict,
  withOurs,
} from '#company/exchange'
import { closedAmong } from '#company/journal'
import { finishTaskOf } from '#company/tasks'
import { apiAct, type Route, staffMay } from '#platform/http'
import { importConflictsKey } from './conflicts.ts'
import { refusalKey } from './exchange-tasks.ts'
import { outObjects } from './out-objects.ts'

const SHOWN_MAX = 200
const deciders = staffMay('conflicts.decide')

const toAnswer = (row: ConflictRow): ConflictAnswer => ({
  id: row.id,
  source: row.source,
  object: row.object,
  objectId: row.objectId,
  customerId: row.customerId,
  system: row.system,
  line: row.line === null ? null : Number(row.line),
  reasonCode: row.reasonCode,
  reason: row.reason,
  fields: row.fields.map((one) => ({
    field: one.field,
    ours: one.ours,
    theirs: one.theirs ?? null,
    theirsKnown: 'theirs' in one,
  })),
  canTake: canTake(outObjects, row),
  state: row.state,
  seenAt: row.seenAt.toString(),
})

const taskKeyOf = ({ batchId, changeId, system }: ConflictRow): string =>
  batchId ? importConflictsKey(batchId) : refusalKey(changeId ?? '', system ?? '')

const list = apiAct({
  method: 'GET',
  path: '/desk/api/conflicts',
  who: deciders,
  contract: { query: conflictsQuery },
  answer: conflictsAnswer,
  says: 'Where this house and another system differ, by import or by refused change: both values, ours as they stand now.',
  act: async (tx, { input }) => {
    const found = await conflictsOf(tx, input.query, SHOWN_MAX)
    const closed = await closedAmong(
      tx,
      found.map((row) => row.customerId),
    )
    const rows = found.filter((row) => !closed.has(row.customerId ?? ''))
    const conflicts = []
    for (const row of rows) conflicts.push(toAnswer(await withOurs(tx, outObjects, row)))
    return { conflicts }
  },
})

const decide = apiAct({
  method: 'POST',
  path: '/desk/api/conflicts/:id/decision',
  who: deciders,
  contract: { params: conflictPath, body: conflictDecisionBody },
  answer: conflictDecisionAnswer,
  says: 'Keeps our value, which is sent again, or takes the other one; the last decision ends the task.',
  act: async (tx, { input, who: { staffId }, now }) => {
    const wanted = { conflictId: input.params.id, ...input.body }
    const context = { channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: now } as const
    const [conflict, ...siblings] = await decideConflict(tx, outObjects, wanted, staffId, context)
    let open = 0
    for (const one of [conflict, ...siblings].filter((decided) => decided !== undefined)) {
      const left = await countOpen(tx, one)
      if (one === conflict) open = left
      if (left === 0) await finishTaskOf(tx, taskKeyOf(one), { outcome: 'decided', staffId, note: undefined, now })
    }
    return { open }
  },
})

export const conflictRoutes: readonly Route[] = [list, decide]
