import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

const ended = { topic: z.string(), phase: z.string(), outcome: z.string(), solved: z.boolean().nullable() }

export const contactRecorded = defineFact({
  name: 'customers.contact-recorded',
  phase: 'any',
  meaning: 'Somebody was in touch with us: a call, a visit at the counter, a letter, a reading card.',
  figures: [1, 2, 3, 7],
  payload: {
    ...ended,
    contactId: id(),
    way: z.string(),
    direction: z.enum(['in', 'out']),
    verification: z.string(),
    durationS: z.number().int().optional(),
    taskId: id().optional(),
  },
})

export const contactCorrected = defineFact({
  name: 'customers.contact-corrected',
  phase: 'any',
  meaning: 'It was corrected what a contact was about or how it ended.',
  figures: [2, 3],
  onTimeline: false,
  payload: { ...ended, contactId: id(), rowVersion: z.number().int() },
})

export const contactsImported = defineFact({
  name: 'customers.contacts-imported',
  phase: 'any',
  meaning: 'A batch of contacts came in from the telephone system or a CRM.',
  figures: [1, 2, 3],
  onTimeline: false,
  payload: { batchId: id(), rows: z.number().int(), fresh: z.number().int(), refused: z.number().int() },
})
