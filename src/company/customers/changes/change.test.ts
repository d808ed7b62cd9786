import { describe, expect, test } from 'vitest'
import { changedFields, undoUntil, whyNotUndone } from './change.ts'

const at = Temporal.Instant.from('2026-11-22T09:00:00Z')
const change = { before: { city: 'A' }, after: { city: 'B' }, undoUntil: at.add({ hours: 336 }), undoneAt: null }

describe('a change', () => {
  test('of address or bank can be taken back for 14 days, to the second', () => {
    expect(undoUntil('bank', at, false)?.toString()).toBe('2026-12-06T09:00:00Z')
    expect(whyNotUndone(change, Temporal.Instant.from('2026-12-06T09:00:00Z'))).toBeUndefined()
    expect(whyNotUndone(change, Temporal.Instant.from('2026-12-06T09:00:01Z'))).toBe('customers.undo-too-late')
  })

  test('that revoked a mandate, or took another back, stands', () => {
    expect(undoUntil('mandate', at, false)).toBeNull()
    expect(undoUntil('bank', at, true)).toBeNull()
    expect(whyNotUndone({ ...change, undoUntil: null }, at)).toBe('customers.not-to-be-undone')
  })

  test('is taken back once, and not when its values have been forgotten', () => {
    expect(whyNotUndone({ ...change, undoneAt: at }, at)).toBe('customers.undone-already')
    expect(whyNotUndone({ ...change, before: null }, at)).toBe('customers.not-to-be-undone')
  })

  test('names the fields that differ; nothing and null are the same', () => {
    expect(changedFields(['title', 'city'], { city: 'A' }, { title: null, city: 'B' })).toEqual(['city'])
  })
})
