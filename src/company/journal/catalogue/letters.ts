import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

const letterId = { letterId: id() }

export const letterOrdered = defineFact({
  name: 'letters.letter-ordered',
  phase: 'any',
  meaning: 'A letter to the customer was ordered; the press makes it next.',
  figures: [],
  onTimeline: false,
  payload: { ...letterId, kind: z.string() },
})

export const letterPublished = defineFact({
  name: 'letters.letter-published',
  phase: 'any',
  meaning:
    'A letter is in the letter centre from now on. Being notified, opened and received in law are facts of their own.',
  figures: [44, 45],
  payload: {
    ...letterId,
    kind: z.string(),
    importance: z.string(),
    pages: z.number().int(),
    byPost: z.boolean(),
    source: z.string(),
  },
})

export const letterNotified = defineFact({
  name: 'letters.letter-notified',
  phase: 'any',
  meaning: 'A message that a letter is there has left the house by this channel.',
  figures: [44],
  onTimeline: false,
  payload: { ...letterId, by: z.enum(['e-mail', 'sms', 'push', 'post']) },
})

export const letterPosted = defineFact({
  name: 'letters.letter-posted',
  phase: 'any',
  meaning: 'A letter on paper was handed to the post, by the print house or by the post room that empties the folder.',
  figures: [44],
  onTimeline: false,
  payload: { ...letterId, printJobId: id(), registered: z.boolean() },
})

export const letterReturned = defineFact({
  name: 'letters.letter-returned',
  phase: 'any',
  meaning: 'A letter on paper came back: nobody of this name lives there. Somebody looks for the address.',
  figures: [44],
  onTimeline: false,
  payload: { ...letterId, printJobId: id() },
})

export const noticesStopped = defineFact({
  name: 'letters.notices-stopped',
  phase: 'any',
  meaning: 'Too many notices of a channel came back within a day: none leaves until somebody has looked.',
  figures: [],
  onTimeline: false,
  payload: { via: z.enum(['e-mail', 'sms', 'push']), sent: z.number().int(), bounced: z.number().int() },
})

export const letterWayDecided = defineFact({
  name: 'letters.kind-way-decided',
  phase: 'any',
  meaning: 'The house decided that a kind of letters goes digitally, or by post again.',
  figures: [45],
  onTimeline: false,
  payload: { kind: z.string(), way: z.enum(['digital', 'post']) },
})

export const letterOpened = defineFact({
  name: 'letters.letter-opened',
  phase: 'any',
  meaning: 'An account opened the reading view of a letter for the first time.',
  figures: [45],
  onTimeline: false,
  payload: letterId,
})

export const letterDownloaded = defineFact({
  name: 'letters.letter-downloaded',
  phase: 'any',
  meaning: 'An account loaded the file of a letter for the first time.',
  figures: [45],
  onTimeline: false,
  payload: letterId,
})

export const letterDeemedReceived = defineFact({
  name: 'letters.letter-deemed-received',
  phase: 'any',
  meaning: 'The letter counts as received in law from now on, and why.',
  figures: [],
  onTimeline: false,
  payload: { ...letterId, because: z.enum(['opened', 'posted', 'agreed']) },
})

export const letterWithdrawn = defineFact({
  name: 'letters.letter-withdrawn',
  phase: 'any',
  meaning: 'A letter was wrong and is marked as withdrawn; cut off means that its content is closed to the recipient.',
  figures: [],
  payload: { ...letterId, cutOff: z.boolean() },
})

export const letterReplaced = defineFact({
  name: 'letters.letter-replaced',
  phase: 'any',
  meaning: 'A letter was replaced by another one.',
  figures: [],
  payload: { ...letterId, byLetterId: id() },
})

export const letterFailed = defineFact({
  name: 'letters.letter-failed',
  phase: 'any',
  meaning: 'A letter could not be made after several attempts and waits for a person.',
  figures: [],
  onTimeline: false,
  payload: { ...letterId, kind: z.string() },
})

export const letterDeletionDecided = defineFact({
  name: 'letters.deletion-decided',
  phase: 'any',
  meaning: 'A second person released or refused the deletion of letters that are past both clocks.',
  figures: [],
  onTimeline: false,
  payload: { deletionId: id(), decision: z.enum(['released', 'refused']) },
})

export const letterDeletionDone = defineFact({
  name: 'letters.deletion-done',
  phase: 'any',
  meaning: 'Letters of a released deletion were erased; what was held or no longer due stayed.',
  figures: [],
  onTimeline: false,
  payload: { deletionId: id(), erased: z.number().int() },
})

export const letterHoldSet = defineFact({
  name: 'letters.hold-set',
  phase: 'any',
  meaning: 'Letters are kept beyond their terms, for a reason that staff gave.',
  figures: [],
  onTimeline: false,
  payload: { holdId: id() },
})

export const letterHoldLifted = defineFact({
  name: 'letters.hold-lifted',
  phase: 'any',
  meaning: 'A hold on letters ended, for a reason that staff gave.',
  figures: [],
  onTimeline: false,
  payload: { holdId: id() },
})

export const letterViewEnding = defineFact({
  name: 'letters.view-ending',
  phase: 'leaving',
  meaning: 'A former customer was told until when the letters are in the portal.',
  figures: [],
  payload: { until: z.string() },
})

export const letterQuestionAsked = defineFact({
  name: 'letters.question-asked',
  phase: 'any',
  meaning: 'A customer asked about a letter; the question waits as a task.',
  figures: [8],
  payload: { ...letterId, questionId: id() },
})

export const letterFeedbackGiven = defineFact({
  name: 'letters.feedback-given',
  phase: 'any',
  meaning: 'A customer said whether a letter was understood and solved the matter.',
  figures: [45],
  onTimeline: false,
  payload: { ...letterId, understood: z.boolean().nullable(), solved: z.boolean().nullable() },
})

export const letterKindMet = defineFact({
  name: 'letters.kind-met',
  phase: 'any',
  meaning: 'A finished letter of a kind that nobody has classified came in; it is shown in the default class.',
  figures: [],
  onTimeline: false,
  payload: { kind: z.string() },
})

export const lettersTaken = defineFact({
  name: 'letters.letters-taken',
  phase: 'any',
  meaning: 'A folder of finished letters of another system was read to its end.',
  figures: [44],
  onTimeline: false,
  payload: { batchId: id(), taken: z.number().int(), refused: z.number().int() },
})

export const letterDesignReleased = defineFact({
  name: 'letters.design-released',
  phase: 'any',
  meaning: 'A version of a kind of letter was released by a second person; orders use it from its first day on.',
  figures: [],
  onTimeline: false,
  payload: { kind: z.string(), version: z.number().int() },
})

export const letterRunApproved = defineFact({
  name: 'letters.run-approved',
  phase: 'any',
  meaning: 'A serial letter was approved by a second person and begins at its time.',
  figures: [44],
  onTimeline: false,
  payload: { runId: id(), kind: z.string(), customers: z.number().int() },
})

export const letterRunEnded = defineFact({
  name: 'letters.run-ended',
  phase: 'any',
  meaning: 'Every letter of a serial letter is ordered, or was refused and became a task.',
  figures: [44],
  onTimeline: false,
  payload: { runId: id(), ordered: z.number().int(), refused: z.number().int() },
})
