import type { ChangeAnswer } from './changes.contract.ts'
import type { ChangeRow } from './changes.sql.ts'

/** A change in the one shape in which it leaves the house. */
export const toChangeAnswer = (row: ChangeRow): ChangeAnswer => ({
  id: row.id,
  object: row.object,
  objectId: row.objectId,
  customerId: row.customerId,
  fact: row.fact,
  fields: [...row.fields],
  occurredAt: row.occurredAt.toString(),
  by: { channel: row.channel, kind: row.actorKind, machineId: row.actorKind === 'machine' ? row.actorId : null },
  state: row.state,
})
