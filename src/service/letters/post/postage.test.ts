import { expect, test } from 'vitest'
import { nextCutOff, postageFor } from './postage.ts'

const rule = { cutOff: '16:00', sheetG: 5, envelopeG: 5 }
const rates = [
  { product: 'standard', registered: false, weightMaxG: 20, cents: 95 },
  { product: 'kompakt', registered: false, weightMaxG: 50, cents: 110 },
  { product: 'gross', registered: false, weightMaxG: 500, cents: 180 },
  { product: 'standard', registered: true, weightMaxG: 20, cents: 330 },
]

test.each([
  // 1 sheet: 5 + 5 g. 6 pages: 3 x 5 + 5 = 20 g, the last that is Standard. 7 pages: 4 x 5 + 5 = 25 g.
  [[1], false, { sheets: 1, weightG: 10, product: 'standard', cents: 95 }],
  [[6], false, { sheets: 3, weightG: 20, product: 'standard', cents: 95 }],
  [[7], false, { sheets: 4, weightG: 25, product: 'kompakt', cents: 110 }],
  // An enclosure of one page begins its own sheet: 1 + 1, not 1.
  [[1, 1], false, { sheets: 2, weightG: 15, product: 'standard', cents: 95 }],
  // 9 sheets are 50 g, 10 are 55 g.
  [[18], false, { sheets: 9, weightG: 50, product: 'kompakt', cents: 110 }],
  [[20], false, { sheets: 10, weightG: 55, product: 'gross', cents: 180 }],
  [[2], true, { sheets: 1, weightG: 10, product: 'standard', cents: 330 }],
])('files of %o pages, registered %s', (pages, registered, expected) => {
  expect(postageFor(pages, registered, rule, rates)).toEqual(expected)
})

test('what no product carries has no postage', () => {
  expect(postageFor([200], false, rule, rates)).toBeUndefined()
})

test.each([
  // Sunday -> Monday 16:00 (15:00 UTC in winter).
  ['2026-11-22T09:00:00Z', '2026-11-23T15:00:00Z'],
  ['2026-11-23T14:59:59Z', '2026-11-23T15:00:00Z'],
  ['2026-11-23T15:00:00Z', '2026-11-24T15:00:00Z'],
  // Friday after the cut-off -> Monday; in summer 16:00 is 14:00 UTC.
  ['2026-07-17T15:00:00Z', '2026-07-20T14:00:00Z'],
])('after %s letters leave at %s', (now, at) => {
  expect(nextCutOff(Temporal.Instant.from(now), '16:00').toString()).toBe(at)
})
