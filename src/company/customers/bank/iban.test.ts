import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bankCodeOf, groupedIban, ibanRest, isCreditorId, maskedIban, parseIban } from './iban.ts'

describe('an IBAN', () => {
  test.each([
    ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['iban: de89370400440532013000', 'DE89370400440532013000'],
    ['AT61.1904.3002.3457.3201', 'AT611904300234573201'],
    ['NL91ABNA0417164300', 'NL91ABNA0417164300'],
    ['CH9300762011623852957', 'CH9300762011623852957'],
    ['MT84MALT011000012345MTLCAST001S', 'MT84MALT011000012345MTLCAST001S'],
  ])('%s is read', (typed, iban) => {
    expect(parseIban(typed)).toEqual({ iban })
  })

  test.each([
    ['', { code: 'customers.iban-missing' }],
    ['DE89 3704 0044 0532 0130 0', { code: 'customers.iban-wrong-length', figures: { expected: 22, typed: 21 } }],
    ['DE89 3704 0044 0532 0130 000', { code: 'customers.iban-wrong-length', figures: { expected: 22, typed: 23 } }],
    ['DE88 3704 0044 0532 0130 00', { code: 'customers.iban-check-digits' }],
    ['DE89 3704 0044 0532 O130 00', { code: 'customers.iban-letters' }],
    ['37040044 532013000', { code: 'customers.iban-no-country' }],
    ['US64SVBKUS6S3300958879', { code: 'customers.iban-no-sepa-country', figures: { country: 'US' } }],
    ['DE89;3704', { code: 'customers.iban-wrong-signs' }],
  ])('%s is refused with what is wrong', (typed, fault) => {
    expect(parseIban(typed)).toEqual({ fault })
  })

  test('with any one wrong digit is refused: 97 is prime and no digit times a power of ten is a multiple of it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
        fc.nat(17),
        fc.integer({ min: 1, max: 9 }),
        (n, at, by) => {
          const bban = String(n).padStart(18, '0')
          const check = String(98 - ibanRest(`DE00${bban}`)).padStart(2, '0')
          expect(parseIban(`DE${check}${bban}`)).toEqual({ iban: `DE${check}${bban}` })
          const wrong = [...bban].with(at, String((Number(bban[at]) + by) % 10)).join('')
          expect(parseIban(`DE${check}${wrong}`)).toEqual({ fault: { code: 'customers.iban-check-digits' } })
        },
      ),
    )
  })

  test('is shown in groups to its owner and masked in messages', () => {
    expect(groupedIban('DE89370400440532013000')).toBe('DE89 3704 0044 0532 0130 00')
    expect(maskedIban('DE89370400440532013000')).toBe('DE89 … 3000')
    expect(bankCodeOf('DE89370400440532013000')).toBe('37040044')
    expect(bankCodeOf('AT611904300234573201')).toBeUndefined()
  })
})

test.each([
  ['DE98ZZZ09999999999', true],
  ['DE98ABC09999999999', true],
  ['DE97ZZZ09999999999', false],
  ['DE98ZZZ', false],
])('the creditor identifier %s is right: %s (the business code does not count)', (id, right) => {
  expect(isCreditorId(id)).toBe(right)
})
