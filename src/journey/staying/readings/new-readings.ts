import { randomUUID } from 'node:crypto'
import type { Actor, Channel } from '#company/journal'
import { Refusal, wrongFields } from '#platform/refusal'
import type { EnterReadings } from './enter-readings.ts'
import type { ReadingReason } from './reading.ts'

/** What a form or a program sent about one day. */
type Sent = {
  readonly day: string
  readonly reason: ReadingReason
  readonly submission: string
  readonly entries: readonly {
    readonly registerId: string
    readonly value?: string | undefined
    readonly confirmed?: boolean | undefined
    readonly explanation?: string | undefined
    readonly note?: string | undefined
  }[]
}

type By = {
  readonly customerId: string
  readonly channel: Channel
  readonly actor: Actor
  readonly source: EnterReadings['source']
  readonly now: Temporal.Instant
}

/**
 * What was sent, as a command; lines left empty are left out.
 * @throws Refusal 422 if nothing is left, or if a register has two values
 */
export function newReadings(sent: Sent, by: By): EnterReadings {
  const { entries, ...rest } = sentIn(sent)
  if (entries.length === 0)
    throw new Refusal(422, 'staying.nothing-entered', {
      fields: [{ field: 'entries.0.value', code: 'staying.nothing-entered' }],
    })
  refuseTwice(sent.entries.map((entry) => (entry.value ? entry.registerId : undefined)))
  return { ...by, ...rest, entries }
}

/** What was sent without the lines that were left empty; nothing of it is refused yet. */
export const sentIn = (sent: Sent): Pick<EnterReadings, 'day' | 'reason' | 'submission' | 'entries'> => ({
  day: Temporal.PlainDate.from(sent.day),
  reason: sent.reason,
  submission: sent.submission,
  entries: sent.entries.flatMap((entry, place) =>
    entry.value === undefined || entry.value === ''
      ? []
      : [
          {
            registerId: entry.registerId,
            value: entry.value,
            confirmed: entry.confirmed,
            explanation: [entry.explanation, entry.note].filter(Boolean).join(': ') || undefined,
            place,
          },
        ],
  ),
})

/** One register shows one value on one day. */
function refuseTwice(registerIds: readonly (string | undefined)[]): void {
  const twice = registerIds.findIndex((id, at) => id !== undefined && registerIds.indexOf(id) < at)
  if (twice >= 0) throw wrongFields([{ field: `entries.${twice}.value`, code: 'platform.field.wrong-form' }])
}

/** What a form may carry to be the same form again. */
export const submissionPattern = /^[\w-]{16,64}$/

/** The submission of a form that is shown again; a new one where what came is none. */
export function submissionOf(typed: Readonly<Record<string, string | readonly string[]>>): string {
  const submission = typed['submission']
  return typeof submission === 'string' && submissionPattern.test(submission) ? submission : randomUUID()
}
