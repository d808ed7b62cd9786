import { expect, test } from 'vitest'
import { contractNumberKey, contractNumbersOf, matchGuest } from './guest-match.ts'

const row = (register_id: string, obis: string, more: object = {}) => ({
  customer_id: '7',
  contract_number: 'V-00123',
  meter_number: '1EMH0012345678',
  register_id,
  obis,
  ...more,
})
const twoRates = [row('12', '1-1:1.8.2'), row('11', '1-1:1.8.1')]

test.each([
  ['V 00123', 'V00123'],
  ['v-00.123', 'V00123'],
  ['  00123 ', '123'],
])('a contract number typed as %s is %s', (typed, key) => {
  expect(contractNumberKey(typed)).toBe(key)
  expect(contractNumbersOf(typed)).toContain(key)
})

test.each([
  ['both numbers as they stand', '1EMH0012345678', 'V-00123', 1, { ok: true, customerId: '7', registerIds: ['11'] }],
  [
    'with blanks and small letters',
    '1 emh 00 12345678',
    'v 00123',
    2,
    { ok: true, customerId: '7', registerIds: ['11', '12'] },
  ],
  ['the large digits of the plate alone', '12345678', 'V00123', 1, { ok: true, customerId: '7', registerIds: ['11'] }],
  ['another meter', '1EMH0012345679', 'V-00123', 1, { ok: false, because: 'numbers-unknown' }],
  ['another contract', '1EMH0012345678', 'V-00124', 1, { ok: false, because: 'numbers-unknown' }],
  ['no contract at all', '1EMH0012345678', '...', 1, { ok: false, because: 'numbers-unknown' }],
  ['more values than registers', '1EMH0012345678', 'V-00123', 3, { ok: false, because: 'more-values-than-registers' }],
])('%s', (_what, meterNumber, contractNumber, values, match) => {
  expect(matchGuest({ meterNumber, contractNumber, values }, twoRates)).toEqual(match)
})

test('numbers that name two customers name nobody', () => {
  const match = matchGuest({ meterNumber: '12345678', contractNumber: 'V-00123', values: 1 }, [
    ...twoRates,
    row('13', '1-1:1.8.0', { customer_id: '8' }),
  ])
  expect(match).toEqual({ ok: false, because: 'numbers-unknown' })
})
