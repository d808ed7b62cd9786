import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeReceipt, type ReceiptOutcome, type TakeoverState } from './receipt.ts'

const at = (minute: number) => Temporal.Instant.from('2026-11-22T09:00:00Z').add({ minutes: minute })

test.each([
  // before, answered at minute, receipt, its minute -> effect, state
  ['waiting', null, 'taken-over', 1, 'applied', 'taken-over'],
  ['waiting', null, 'refused', 1, 'applied', 'refused'],
  ['taken-over', 1, 'taken-over', 1, 'repeated', 'taken-over'],
  ['refused', 1, 'refused', 5, 'repeated', 'refused'],
  ['refused', 1, 'taken-over', 5, 'applied', 'taken-over'],
  ['taken-over', 5, 'refused', 1, 'late', 'taken-over'],
  ['taken-over', 1, 'refused', 5, 'applied', 'refused'],
  ['settled', 1, 'refused', 5, 'late', 'settled'],
  ['settled', null, 'taken-over', 5, 'late', 'settled'],
] as const)(
  '%s (answered at %s) and then %s of minute %i is %s: %s',
  (state, answered, outcome, minute, effect, after) => {
    const before = { state, answeredAt: answered === null ? null : at(answered) }
    expect(judgeReceipt(before, { outcome, answeredAt: at(minute) })).toEqual({ effect, state: after })
  },
)

test('answers with different times lead to the same state in whatever order and however often they come', () => {
  const answer = fc.record({ outcome: fc.constantFrom<ReceiptOutcome>('taken-over', 'refused'), minute: fc.nat(1000) })
  fc.assert(
    fc.property(
      fc.uniqueArray(answer, { selector: (one) => one.minute, minLength: 1, maxLength: 8 }),
      fc.integer(),
      (list, seed) => {
        const newest = list.toSorted((a, b) => b.minute - a.minute)[0]
        const shuffled = [...list, ...list].toSorted(
          (a, b) => ((a.minute * 7919 + seed) % 101) - ((b.minute * 7919 + seed) % 101),
        )
        let stand: { state: TakeoverState; answeredAt: Temporal.Instant | null } = {
          state: 'waiting',
          answeredAt: null,
        }
        for (const one of shuffled) {
          const { effect, state } = judgeReceipt(stand, { outcome: one.outcome, answeredAt: at(one.minute) })
          // A repeated answer that is newer moves the time on, as the use case does.
          const newer = stand.answeredAt === null || Temporal.Instant.compare(at(one.minute), stand.answeredAt) > 0
          stand = { state, answeredAt: effect !== 'late' && newer ? at(one.minute) : stand.answeredAt }
        }
        expect(stand.state).toBe(newest?.outcome)
      },
    ),
  )
})
