import { id, instant, line, paragraph, z } from '#platform/contract/web'

export const contactChannels = ['phone', 'counter', 'letter', 'reading-card', 'e-mail', 'other'] as const
export type ContactChannel = (typeof contactChannels)[number]
export const contactOutcomes = ['answered', 'done', 'task-opened', 'forwarded', 'call-back', 'not-reached'] as const
/** How sure we were who it was: nobody asked, name and address, customer and meter number, the caller's PIN. */
export const verifications = ['none', 'name', 'numbers', 'pin'] as const
export const contactPhases = ['joining', 'staying', 'paying', 'leaving', 'any'] as const

const topic = () => z.string().regex(/^[a-z][a-z-]{1,29}$/)

/** A task that the contact leaves, in the same transaction. */
const followUp = z.strictObject({
  kind: z.enum(['customers.contact-follow-up', 'customers.complaint']),
  title: line(120, 1),
  group: z.string().regex(/^[a-z][a-z-]{1,29}$/),
})

export const recordContactBody = z.strictObject({
  customerId: id().optional(),
  contractId: id().optional(),
  channel: z.enum(contactChannels),
  direction: z.enum(['in', 'out']),
  topic: topic(),
  /** Left out: the phase that the topic mostly belongs to. */
  phase: z.enum(contactPhases).optional(),
  outcome: z.enum(contactOutcomes),
  solved: z.boolean().nullable(),
  verification: z.enum(verifications),
  /** Left out: now, less the duration. */
  beganAt: instant().optional(),
  durationS: z.number().int().min(0).max(86_400).optional(),
  note: paragraph(1000).optional(),
  task: followUp.optional(),
})
export type RecordContact = z.infer<typeof recordContactBody>

export const contactRecordedAnswer = z.object({ contactId: id(), taskId: id().nullable() })

export const contactAnswer = z.object({
  id: id(),
  customerId: id().nullable(),
  channel: z.enum(contactChannels),
  direction: z.enum(['in', 'out']),
  topic: z.string(),
  phase: z.enum(contactPhases),
  outcome: z.enum(contactOutcomes),
  solved: z.boolean().nullable(),
  verification: z.enum(verifications),
  beganAt: instant(),
  durationS: z.number().int().nullable(),
  note: z.string().nullable(),
  taskId: id().nullable(),
  enteredByName: z.string().nullable(),
  rowVersion: z.number().int(),
  files: z.array(z.object({ id: id(), name: z.string(), mediaType: z.string(), bytes: z.number().int() })),
})
export type ContactAnswer = z.infer<typeof contactAnswer>
export const contactsAnswer = z.object({ contacts: z.array(contactAnswer), next: z.string().nullable() })
export const contactsQuery = z.strictObject({
  /** Continues below this contact: its time and id. */
  before: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}Z_\d{1,18}$/)
    .optional(),
})

export const topicsAnswer = z.object({
  topics: z.array(z.object({ code: z.string(), nameDe: z.string(), nameEn: z.string(), phase: z.enum(contactPhases) })),
})
/** Topics with the likely ones first, and how many of them are likely. */
export const proposalAnswer = topicsAnswer.extend({ likely: z.number().int() })

export const correctContactBody = z.strictObject({
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  topic: topic(),
  phase: z.enum(contactPhases),
  outcome: z.enum(contactOutcomes),
  solved: z.boolean().nullable(),
})
export const correctedContactAnswer = z.object({ rowVersion: z.number().int() })
export const contactFileAnswer = z.object({ fileId: id() })
