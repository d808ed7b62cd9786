import { expect, test } from 'vitest'
import { cents } from '#platform/money'
import { giroCodeText, isIban } from './giro-code.ts'

const payment = {
  name: 'Stadtwerke Musterstadt',
  iban: 'DE02 1203 0000 0000 2020 51',
  amount: cents(12_345),
  purpose: 'R-2026-0001',
}

test('the lines stand in the order of EPC069-12, without a BIC and without empty lines at the end', () => {
  expect(giroCodeText(payment).split('\n')).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    'Stadtwerke Musterstadt',
    'DE02120300000000202051',
    'EUR123.45',
    '',
    '',
    'R-2026-0001',
  ])
})

test.each([
  ['a wrong IBAN', { iban: 'DE03120300000000202051' }],
  ['nothing to pay', { amount: cents(0) }],
  ['more than a billion', { amount: cents(100_000_000_000) }],
  ['a name of 71 signs', { name: 'x'.repeat(71) }],
  ['a purpose of 141 signs', { purpose: 'x'.repeat(141) }],
  ['a line break in a field', { purpose: 'a\nb' }],
])('%s is refused', (_what, wrong) => {
  expect(() => giroCodeText({ ...payment, ...wrong })).toThrow(RangeError)
})

test.each([
  ['DE02120300000000202051', true],
  ['GB82WEST12345698765432', true],
  ['DE02120300000000202015', false],
  ['02120300000000202051', false],
])('%s: %s', (iban, right) => {
  expect(isIban(iban)).toBe(right)
})
