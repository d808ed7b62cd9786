import { day, decimal, id, instant, line, paragraph, z } from '#platform/contract/web'
import { enterReadingsBody, judgementAnswer } from './readings.contract.ts'
import { readingReasons, readingSources } from './reading.ts'

/** How a reading reached the customer service. */
export const assistedChannels = ['phone', 'counter', 'letter'] as const

export const deskEntryBody = enterReadingsBody.extend({
  reason: z.enum(readingReasons),
  channel: z.enum(assistedChannels),
})

export const askBody = z.strictObject({
  /** Where to read; empty for all places. */
  marketLocationIds: z.array(id()).max(200),
  due: day(),
  reason: z.enum(readingReasons),
})
export const askAnswer = z.object({
  requestId: id(),
  sentBy: z.enum(['e-mail', 'print', 'letter', 'portal', 'nothing']),
})

const statuses = z.enum(['valid', 'in-check', 'replaced', 'refused'])

/** A reading as staff see it. */
export const deskReading = z.object({
  readingId: id(),
  day: day(),
  value: decimal(),
  reason: z.enum(readingReasons),
  source: z.enum(readingSources),
  status: statuses,
  explanation: z.string().nullable(),
  estimateReason: z.string().nullable(),
  estimateFactors: z.string().nullable(),
  replacesReadingId: id().nullable(),
  enteredAt: instant(),
})

export const deskRegister = z.object({
  registerId: id(),
  registerKey: z.string(),
  meterId: id(),
  meterNumber: z.string(),
  meterKind: z.enum(['conventional', 'modern', 'smart']),
  commodity: z.enum(['power', 'gas', 'water', 'heat']),
  obis: z.string(),
  rate: z.enum(['total', 'high', 'low']),
  direction: z.enum(['consumption', 'feed-in']),
  unit: z.enum(['kWh', 'm3', 'MWh']),
  digitsBefore: z.number().int(),
  digitsAfter: z.number().int(),
  factor: decimal(),
  marketLocationId: id(),
  contractId: id(),
  contractNumber: z.string(),
  place: z.string(),
  installedOn: day(),
  removedOn: day().nullable(),
  /** Hangs there today under a contract that runs. */
  current: z.boolean(),
  readings: z.array(deskReading),
})

export const rulesAnswer = z.object({
  ageDaysMax: z.number().int(),
  distanceDaysMin: z.number().int(),
  checkDays: z.number().int(),
})

export const registersAnswer = z.object({
  registers: z.array(deskRegister),
  requests: z.array(z.object({ requestId: id(), due: day(), askedAt: instant(), marketLocationIds: z.array(id()) })),
  rules: rulesAnswer,
})

/** Everything that somebody needs who decides about a reading. */
export const checkAnswer = z.object({
  reading: deskReading,
  rowVersion: z.number().int(),
  judgement: judgementAnswer.nullable(),
  /** The value that would be right for the most likely cause. */
  candidate: decimal().nullable(),
  channel: z.string(),
  customer: z.object({ customerId: id(), customerNumber: z.string(), shownName: z.string() }),
  register: deskRegister,
  photos: z.array(z.object({ photoId: id(), mediaType: z.string(), bytes: z.number().int(), href: z.string() })),
  task: z.object({ taskId: id(), state: z.string(), due: day() }).nullable(),
})

export const decisionBody = z.strictObject({
  decision: z.enum(['accepted', 'refused']),
  /** Of the reading as it was looked at. */
  rowVersion: z.number().int().min(1),
  note: paragraph(2_000).optional(),
})
export const decisionAnswer = z.object({ readingId: id(), status: statuses, rowVersion: z.number().int() })

export const guestReadingAnswer = z.object({
  guestReadingId: id(),
  reference: z.string(),
  meterNumber: z.string(),
  contractNumber: z.string(),
  values: z.array(z.string()),
  day: day(),
  receivedAt: instant(),
  state: z.enum(['received', 'taken-over', 'unmatched']),
  because: z.string().nullable(),
  readingIds: z.array(id()),
  /** Whose meter it is, where the numbers say so. */
  customerId: id().nullable(),
  /** What stands already for that day and speaks against it. */
  known: z.array(
    z.object({ readingId: id(), meterNumber: z.string(), obis: z.string(), value: decimal(), day: day() }),
  ),
})
export const guestCloseBody = z.strictObject({ outcome: z.enum(['entered', 'not-ours']), note: line(500).optional() })

/** A request that nobody answered, with what the meters probably showed on the day that was asked for. */
export const requestAnswer = z.object({
  requestId: id(),
  customerId: id(),
  askedAt: instant(),
  due: day(),
  remindedAt: instant().nullable(),
  answeredAt: instant().nullable(),
  registers: z.array(
    z.object({
      registerId: id(),
      meterNumber: z.string(),
      commodity: z.enum(['power', 'gas', 'water', 'heat']),
      rate: z.enum(['total', 'high', 'low']),
      direction: z.enum(['consumption', 'feed-in']),
      unit: z.enum(['kWh', 'm3', 'MWh']),
      place: z.string(),
      last: z.object({ day: day(), value: decimal() }).nullable(),
      expected: z.object({ value: decimal(), low: decimal(), high: decimal() }).nullable(),
    }),
  ),
})

export const listAnswer = z.object({
  origin: z.string(),
  madeAt: instant(),
  total: z.number().int(),
  readings: z.array(
    z.object({
      readingId: id(),
      customerId: id().nullable(),
      meterNumber: z.string(),
      obis: z.string(),
      day: day(),
      value: decimal(),
      causes: z.array(z.string()),
      status: statuses,
    }),
  ),
  after: id().nullable(),
})
