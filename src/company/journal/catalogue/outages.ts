import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

export const faultReported = defineFact({
  name: 'staying.fault-reported',
  phase: 'staying',
  meaning: 'Somebody reported a fault; nobody was asked who they are.',
  figures: [40],
  onTimeline: false,
  payload: { reportId: id(), kind: z.string(), taskId: id().optional() },
})

export const outagePublished = defineFact({
  name: 'staying.outage-published',
  phase: 'staying',
  meaning: 'It was said publicly that something is out in an area.',
  figures: [40],
  onTimeline: false,
  payload: { outageId: id(), commodity: z.string(), planned: z.boolean(), tell: z.boolean() },
})

export const outageUpdated = defineFact({
  name: 'staying.outage-updated',
  phase: 'staying',
  meaning: 'More became known about an outage.',
  figures: [],
  onTimeline: false,
  payload: { outageId: id() },
})

export const outageEnded = defineFact({
  name: 'staying.outage-ended',
  phase: 'staying',
  meaning: 'An outage is over.',
  figures: [40],
  onTimeline: false,
  payload: { outageId: id(), tell: z.boolean() },
})
