import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

const about = { changeId: id(), system: z.string(), object: z.string(), objectId: id() }
const fields = z.array(z.string()).max(50)

export const changeTakenOver = defineFact({
  name: 'exchange.change-taken-over',
  phase: 'any',
  meaning: 'The system that leads took over a change made here.',
  figures: [],
  payload: { ...about, fields },
})

export const changeRefused = defineFact({
  name: 'exchange.change-refused',
  phase: 'any',
  meaning: 'The system that leads refused a change made here; its reason stands with the change, not here.',
  figures: [],
  onTimeline: false,
  payload: { ...about, fields },
})

export const conflictDecided = defineFact({
  name: 'exchange.conflict-decided',
  phase: 'any',
  meaning: 'Staff decided which of two values stands; the outcome is sent to the other systems again.',
  figures: [],
  onTimeline: false,
  payload: { conflictId: id(), object: z.string(), objectId: id(), fields, decision: z.enum(['kept', 'taken']) },
})

export const leadingSystemChanged = defineFact({
  name: 'exchange.leading-system-changed',
  phase: 'any',
  meaning: 'Another system leads a field from now on.',
  figures: [],
  onTimeline: false,
  payload: { object: z.string(), field: z.string(), system: z.string() },
})

export const deliveryFailed = defineFact({
  name: 'exchange.delivery-failed',
  phase: 'any',
  meaning: 'A change could not be delivered to a receiver after all tries, or the receiver is gone for good.',
  figures: [],
  onTimeline: false,
  payload: { subscriptionId: id(), changeId: id().nullable(), gone: z.boolean() },
})

export const changesReplayed = defineFact({
  name: 'exchange.changes-replayed',
  phase: 'any',
  meaning: 'Changes were put up for delivery once more.',
  figures: [],
  onTimeline: false,
  payload: { subscriptionId: id(), changes: z.number().int() },
})
