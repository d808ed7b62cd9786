import { decimal, id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

export const readingEntered = defineFact({
  name: 'staying.reading-entered',
  phase: 'staying',
  meaning: 'Somebody handed in the value of a register and it was accepted as it is.',
  figures: [11, 25, 26],
  payload: {
    readingId: id(),
    registerId: id(),
    day: z.iso.date(),
    value: decimal(),
    source: z.string(),
    reason: z.string(),
    verdict: z.enum(['plausible', 'questionable', 'unknown']),
    because: z.array(z.string()),
  },
})

export const readingCorrected = defineFact({
  name: 'staying.reading-corrected',
  phase: 'staying',
  meaning: 'The value of a reading was replaced; the former value is kept.',
  figures: [26, 28],
  payload: {
    readingId: id(),
    replacesReadingId: id(),
    registerId: id(),
    day: z.iso.date(),
    value: decimal(),
    former: decimal(),
  },
})

export const readingDecided = defineFact({
  name: 'staying.reading-decided',
  phase: 'staying',
  meaning: 'Staff looked at a questionable reading and accepted or refused it.',
  figures: [26],
  payload: { readingId: id(), registerId: id(), decision: z.enum(['accepted', 'refused']) },
})

export const guestReadingReceived = defineFact({
  name: 'staying.guest-reading-received',
  phase: 'staying',
  meaning: 'Somebody who is not signed in handed in a reading; it waits for the check of its numbers.',
  figures: [25],
  onTimeline: false,
  payload: { guestReadingId: id() },
})

export const readingRequested = defineFact({
  name: 'staying.reading-requested',
  phase: 'staying',
  meaning: 'The customer was asked to hand in readings until a day.',
  figures: [25],
  payload: { registerIds: z.array(id()).max(100), due: z.iso.date() },
})

export const readingReminded = defineFact({
  name: 'staying.reading-reminded',
  phase: 'staying',
  meaning: 'The customer was reminded of readings that had been asked for.',
  figures: [25],
  payload: { requestId: id(), due: z.iso.date() },
})

export const readingOverdue = defineFact({
  name: 'staying.reading-overdue',
  phase: 'staying',
  meaning:
    'Readings that had been asked for did not come after a reminder either; staff calls, asks again or has them estimated.',
  figures: [25, 26],
  onTimeline: false,
  payload: { requestId: id(), due: z.iso.date() },
})

export const readingsImported = defineFact({
  name: 'staying.readings-imported',
  phase: 'staying',
  meaning: 'A batch of readings came in from another system.',
  figures: [25],
  onTimeline: false,
  payload: { batchId: id(), rows: z.number().int(), questionable: z.number().int(), refused: z.number().int() },
})

export const meterExchanged = defineFact({
  name: 'staying.meter-exchanged',
  phase: 'staying',
  meaning: 'A meter was replaced by another.',
  figures: [],
  payload: { oldMeterId: id(), newMeterId: id(), day: z.iso.date() },
})

export const campaignChanged = defineFact({
  name: 'staying.campaign-changed',
  phase: 'staying',
  meaning: 'A campaign that asks for readings or has meters exchanged was started, stopped, resumed or ended.',
  figures: [25],
  onTimeline: false,
  payload: {
    campaignId: id(),
    verb: z.enum(['start', 'stop', 'resume', 'end']),
    purpose: z.enum(['reading', 'exchange']),
    customers: z.number().int(),
  },
})

export const meterExchangeReported = defineFact({
  name: 'staying.meter-exchange-reported',
  phase: 'staying',
  meaning: 'A customer or a partner reported that a meter was exchanged; staff checks it before anything changes.',
  figures: [25],
  payload: { reportId: id(), meterId: id(), day: z.iso.date() },
})

export const meterExchangeDecided = defineFact({
  name: 'staying.meter-exchange-decided',
  phase: 'staying',
  meaning: 'Staff accepted or refused a reported meter exchange.',
  figures: [26],
  payload: { reportId: id(), meterId: id(), decision: z.enum(['accepted', 'refused']) },
})
