import { expect, test } from 'vitest'
import { savingOf } from './saving.ts'

test('a release saves a range, by what is measured and what is assumed', () => {
  // 1,000 letters of 2 sheets at 0.95 EUR.
  // Low: (95,000 x 0.62 + 2,000 x 2 + 1,000 x 5) x 0.54 = 67,900 x 0.54 = 36,666.
  // High: (95,000 + 2,000 x 6 + 1,000 x 20) x 0.98 = 127,000 x 0.98 = 124,460.
  expect(savingOf({ letters: 1_000, sheets: 2_000, postageCents: 95_000 })).toEqual({
    fromCents: 36_666,
    toCents: 124_460,
  })
  expect(savingOf({ letters: 0, sheets: 0, postageCents: 0 })).toEqual({ fromCents: 0, toCents: 0 })
})
