import { expect, test } from 'vitest'
import { dueAt, type LadderStep } from './ladder.ts'

const published = Temporal.Instant.from('2026-11-02T14:30:00Z')
const step = (n: number, afterDays: number, act: LadderStep['act']): LadderStep => ({ step: n, afterDays, act })
const at = (one: LadderStep, until?: string) =>
  dueAt(one, published, until ? Temporal.PlainDate.from(until) : null)
    .toZonedDateTimeISO('Europe/Berlin')
    .toString()
    .slice(0, 16)

// 2 November 2026, 15:30 in Germany, is the day of publishing.
test.each([
  [step(0, 0, 'notice'), undefined, '2026-11-02T15:30'],
  [step(1, 3, 'other-channel'), undefined, '2026-11-05T08:00'],
  [step(2, 7, 'reminder'), undefined, '2026-11-09T08:00'],
  [step(3, 14, 'paper'), undefined, '2026-11-16T08:00'],
  // To act until the 12th: paper leaves four days before, the reminder keeps its day.
  [step(3, 14, 'paper'), '2026-11-12', '2026-11-08T08:00'],
  [step(2, 7, 'reminder'), '2026-11-12', '2026-11-09T08:00'],
  [step(2, 7, 'reminder'), '2026-11-06', '2026-11-05T08:00'],
  // To act until tomorrow: what would be due before it was published is due on the next morning.
  [step(3, 14, 'paper'), '2026-11-03', '2026-11-03T08:00'],
])('%o until %s is due at %s', (one, until, due) => {
  expect(at(one, until)).toBe(due)
})

test('the hour is that of the wall clock, also after the clocks have changed', () => {
  const summer = Temporal.Instant.from('2026-10-20T10:00:00Z')
  expect(dueAt(step(2, 7, 'reminder'), summer, null).toString()).toBe('2026-10-27T07:00:00Z')
})
