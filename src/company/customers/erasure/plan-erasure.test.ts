import { describe, expect, test } from 'vitest'
import { type ErasureCase, firstFreeDay, planErasure, type RetentionRule } from './plan-erasure.ts'

const day = Temporal.PlainDate.from
const rules: RetentionRule[] = [
  { category: 'vouchers', validFrom: day('2002-01-01'), years: 10, fromYearEnd: true, statute: '§ 147 AO (10)' },
  { category: 'vouchers', validFrom: day('2025-01-01'), years: 8, fromYearEnd: true, statute: '§ 147 AO (8)' },
  { category: 'letters', validFrom: day('2002-01-01'), years: 6, fromYearEnd: true, statute: '§ 257 HGB' },
  { category: 'mandates', validFrom: day('2014-02-01'), years: 2, fromYearEnd: false, statute: '§ 676b BGB' },
  { category: 'consents', validFrom: day('2018-05-25'), years: 3, fromYearEnd: true, statute: '§ 195 BGB' },
]
const today = day('2026-11-22')
const gone: ErasureCase = {
  lastContractEnd: day('2026-03-31'),
  holds: [],
  lastMandateEnd: day('2026-03-31'),
  lastConsent: day('2025-06-01'),
}
const actOf = (known: ErasureCase, part: string, at = today) =>
  planErasure(known, rules, at).parts.find((one) => one.part === part)

describe('who has left', () => {
  test('is forgotten at once where no law keeps anything: contact, wishes, earlier values, date of birth', () => {
    for (const part of ['contact', 'wishes', 'changes', 'birthDate'])
      expect(actOf(gone, part)).toEqual({ part, act: 'erase' })
  })

  test.each([
    // End of 2026 + 8 years = 31 December 2034; the first free day is the next.
    ['vouchers', '2035-01-01', '§ 147 AO (8)'],
    // End of 2026 + 6 years.
    ['letters', '2033-01-01', '§ 257 HGB'],
    // 31 March 2026 + 2 years.
    ['mandates', '2028-04-01', '§ 676b BGB'],
    // End of 2025 + 3 years.
    ['consents', '2029-01-01', '§ 195 BGB'],
  ])('%s are blocked until %s', (part, until, statute) => {
    expect(actOf(gone, part)).toEqual({ part, act: 'restrict', until: day(until), statute })
  })

  test('is free on the day after the longest term, and everything goes on that day', () => {
    expect(planErasure(gone, rules, today).free?.toString()).toBe('2035-01-01')
    const then = planErasure(gone, rules, day('2035-01-01'))
    expect(then.parts.every((part) => part.act === 'erase')).toBe(true)
    expect(planErasure(gone, rules, day('2034-12-31')).parts.find((one) => one.part === 'vouchers')?.act).toBe(
      'restrict',
    )
  })

  test('was never under contract: everything goes at once', () => {
    const plan = planErasure(
      { lastContractEnd: undefined, holds: [], lastMandateEnd: undefined, lastConsent: undefined },
      rules,
      today,
    )
    expect(plan.parts.every((part) => part.act === 'erase')).toBe(true)
    expect(plan.free).toEqual(today)
  })
})

test.each([
  ['a contract runs', { ...gone, lastContractEnd: null }, 'contract-runs'],
  ['a contract runs until today', { ...gone, lastContractEnd: today }, 'contract-runs'],
  ['a bill is open', { ...gone, holds: [{ kind: 'open-balance' }] }, 'open-balance'],
  ['there is a dispute', { ...gone, holds: [{ kind: 'dispute' }] }, 'dispute'],
] as const)('while %s what is needed for it stays, the rest goes', (_why, known, because) => {
  const plan = planErasure(known, rules, today)
  expect(plan.free).toBeNull()
  expect(plan.holding).toEqual([because])
  for (const part of ['contact', 'mandates', 'letters', 'vouchers'])
    expect(plan.parts.find((one) => one.part === part)).toEqual({ part, act: 'keep', because })
  for (const part of ['wishes', 'changes', 'birthDate'])
    expect(plan.parts.find((one) => one.part === part)).toEqual({ part, act: 'erase' })
})

test('the term is that of the rule that holds today, also for what ended before it', () => {
  expect(firstFreeDay(rules, 'vouchers', day('2018-05-01'), day('2024-12-31')).until.toString()).toBe('2029-01-01')
  expect(firstFreeDay(rules, 'vouchers', day('2018-05-01'), day('2025-01-01')).until.toString()).toBe('2027-01-01')
})
