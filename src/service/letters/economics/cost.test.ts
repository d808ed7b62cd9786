import { describe, expect, test } from 'vitest'
import {
  costOf,
  type Counts,
  excessContacts,
  experienceOf,
  type Factor,
  type Factors,
  factorItems,
  fullCost,
  savingOf,
} from './cost.ts'
import { economicsCsv } from './economics-csv.ts'
import { factorsOn, hideFew, summarize } from './summary.ts'

const exact = (value: number): Factor => ({ low: value, value, high: value, measured: true })
const guess = (low: number, value: number, high: number): Factor => ({ low, value, high, measured: false })
const factors: Factors = {
  'print-sheet': guess(1, 2.5, 4),
  envelope: exact(2),
  inserting: exact(2.5),
  handling: exact(6),
  'postage-discount': guess(0, 10, 20),
  'notice-email': exact(0.05),
  'notice-sms': exact(7.5),
  'return-handling': exact(120),
  'address-search': exact(150),
  'contact-minute': exact(95),
  'contact-minutes': guess(4, 5.5, 7),
  'paper-sheet': exact(4.99),
  'co2-sheet': exact(4.5),
  'co2-transport': exact(20),
  'follow-up-days': exact(7),
  'base-days': exact(28),
  adoption: guess(40, 60, 80),
  reprint: guess(2, 3, 5),
}
const none: Counts = {
  letters: 0,
  digital: 0,
  printed: 0,
  escalated: 0,
  sheets: 0,
  postageCents: 0,
  returned: 0,
  resent: 0,
  noChannel: 0,
  noticesEmail: 0,
  noticesSms: 0,
  reminders: 0,
  opened: 0,
  feedback: 0,
  understood: 0,
  notUnderstood: 0,
  contacts: 0,
  contactsTimed: 0,
  contactSeconds: 0,
  contactsResolved: 0,
  contactsBefore: 0,
}
/** 100 letters: 60 on paper with 2 sheets at 0.95 EUR, 3 came back and were sent again, 40 told by mail and 10 by SMS. */
const counts: Counts = {
  ...none,
  letters: 100,
  digital: 40,
  printed: 60,
  escalated: 5,
  noChannel: 15,
  sheets: 126,
  postageCents: 63 * 95,
  returned: 3,
  resent: 3,
  noticesEmail: 40,
  noticesSms: 10,
  reminders: 4,
  notUnderstood: 2,
  contacts: 20,
  contactsTimed: 12,
  // Twelve contacts of five minutes.
  contactSeconds: 12 * 300,
  contactsBefore: 32,
}

describe('the cost of 100 letters, by hand', () => {
  const cents = Object.fromEntries(costOf(counts, factors).map((one) => [one.name, one.cents]))
  test.each([
    // 5,985 ct at the list price, less 20, 10 and 0 %.
    ['postage', 4_788, 5_386.5, 5_985],
    ['print', 126, 315, 504],
    ['envelope', 126, 126, 126],
    ['inserting', 157.5, 157.5, 157.5],
    ['handling', 378, 378, 378],
    // 3 x (120 + 150)
    ['returns', 810, 810, 810],
    // 40 x 0.05 + 10 x 7.5
    ['notices', 77, 77, 77],
    // 20 - 32 x 7 / 28 = 12 above the base rate, 5 minutes each, 95 ct a minute.
    ['contacts', 5_700, 5_700, 5_700],
  ] as const)('%s', (name, low, value, high) => {
    expect(cents[name]?.low).toBeCloseTo(low, 6)
    expect(cents[name]?.value).toBeCloseTo(value, 6)
    expect(cents[name]?.high).toBeCloseTo(high, 6)
  })

  test('in all, and what of it is measured', () => {
    const { total, measuredCents, assumedCents } = fullCost(costOf(counts, factors))
    expect(total.value).toBeCloseTo(12_950, 6)
    expect(measuredCents).toBeCloseTo(126 + 157.5 + 378 + 810 + 77 + 5_700, 6)
    expect(measuredCents + assumedCents).toBeCloseTo(total.value, 6)
  })

  test('the saving: 40 of 60 could move, and it is a range', () => {
    const saving = savingOf(counts, costOf(counts, factors), factors, false)
    // Paper 5,386.5 + 315 + 126 + 157.5 + 378 + 810 = 7,173 ct for 60: 119.55 each; 40 x 60 % x 97 % x (119.55 - 0.05).
    expect(saving.value).toBeCloseTo(40 * 0.6 * 0.97 * 119.5, 4)
    expect(saving.low).toBeLessThan(saving.value)
    expect(saving.high).toBeGreaterThan(saving.value)
    expect(savingOf(counts, costOf(counts, factors), factors, true)).toEqual({ low: 0, value: 0, high: 0 })
  })

  test('the experience: what went wrong against what was sent', () => {
    // 12 contacts above the base rate, 3 returned, 4 reminded, 2 not understood.
    expect(experienceOf(counts, factors)).toBeCloseTo(1 - 21 / 100, 6)
    expect(experienceOf({ ...counts, letters: 4 }, factors)).toBeNull()
  })
})

test('a base rate above what follows is no saving of contacts', () => {
  expect(excessContacts({ ...counts, contacts: 3 }, factors)).toBe(0)
})

test('without measured times the assumed minutes count, as a range', () => {
  const part = costOf({ ...counts, contactsTimed: 2, contactSeconds: 60 }, factors).find(
    (one) => one.name === 'contacts',
  )
  expect(part?.measured).toBe(false)
  expect(part?.cents).toEqual({ low: 12 * 4 * 95, value: 12 * 5.5 * 95, high: 12 * 7 * 95 })
})

const day = Temporal.PlainDate.from
const rowsOf = (value: number, from = '2025-01-01') =>
  factorItems.map((item) => ({
    item,
    validFrom: day(from),
    ...factors[item],
    source: 'Test',
    ...(item === 'envelope' && exact(value)),
  }))

test('a price holds from its day on, and never before', () => {
  const rows = [...rowsOf(2), ...rowsOf(3, '2026-07-01')]
  expect(factorsOn(rows, day('2026-06-30')).envelope.value).toBe(2)
  expect(factorsOn(rows, day('2026-07-01')).envelope.value).toBe(3)
})

test('letters under different prices are reckoned apart; the law’s kinds save nothing; the CSV begins no formula', () => {
  const figures = {
    ...counts,
    version: 1,
    causeLost: 1,
    causeAddress: 2,
    causeUnread: 3,
    causeMisunderstood: 4,
    downloaded: 0,
    questions: 0,
    solved: 0,
  }
  const answer = summarize({
    rows: [
      { ...figures, kind: 'paying.bill', pricedOn: day('2025-01-01') },
      { ...figures, kind: 'paying.bill', pricedOn: day('2026-07-01') },
      { ...figures, kind: 'paying.notice', pricedOn: day('2025-01-01') },
    ],
    kinds: [
      { kind: 'paying.bill', titleDe: '=cmd()', titleEn: 'Bill', phase: 'paying', lawSource: null },
      { kind: 'paying.notice', titleDe: 'Sperrung', titleEn: 'Cut', phase: 'paying', lawSource: 'EnWG § 41f' },
    ],
    factors: [...rowsOf(2), ...rowsOf(3, '2026-07-01')],
    usage: [],
    countedAt: null,
    until: day('2026-11-22'),
    today: day('2026-11-22'),
  })
  expect(answer.total.letters).toBe(300)
  // Twice 12,950, once 63 envelopes at one cent more.
  expect(answer.total.cost.value).toBe(3 * 12_950 + 63)
  expect(answer.kinds.map((kind) => [kind.kind, kind.letters, kind.saving.value > 0])).toEqual([
    ['paying.bill', 200, true],
    ['paying.notice', 100, false],
  ])
  expect(answer.causes).toEqual({ lost: 3, address: 6, unread: 9, misunderstood: 12 })
  expect(answer.provisional).toBe(true)
  expect(economicsCsv(answer, 'de')).toContain(`;'=cmd();`)
})

test('groups of fewer than five people are hidden whole', () => {
  const row = { month: day('2026-11-01'), what: 'opened', category: 'paying' }
  expect(hideFew({ ...row, times: 40, customers: 4 })).toMatchObject({ times: null, customers: null })
  expect(hideFew({ ...row, times: 40, customers: 5 })).toMatchObject({ times: 40, customers: 5 })
})
