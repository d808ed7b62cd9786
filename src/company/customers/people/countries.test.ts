import { expect, test } from 'vitest'
import { countryCodes, fitsCountry, isCountry } from './countries.ts'

test('only countries of ISO 3166-1 are countries, in capitals', () => {
  expect(['DE', 'AT', 'NL', 'UA'].every(isCountry)).toBe(true)
  expect(['XX', 'ZZ', 'EU', 'UK', 'de', ''].some(isCountry)).toBe(false)
  expect(new Set(countryCodes).size).toBe(249)
})

test.each([
  ['12345', 'DE', true],
  ['1234', 'DE', false],
  ['1010', 'AT', true],
  ['12345', 'AT', false],
  ['1012 AB', 'NL', true],
  ['1012', 'NL', false],
  ['SW1A 1AA', 'GB', true],
  ['00-950', 'PL', true],
  ['whatever 9', 'JP', true],
])('%s in %s: %s', (code, country, fits) => {
  expect(fitsCountry(code, country)).toBe(fits)
})
