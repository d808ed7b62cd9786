import { expect, it } from 'vitest'
import { isEmailAddress } from './email-address.ts'
import { parsePhoneNumber } from './phone-number.ts'

it.each([
  ['0151 / 123 456-78', '+4915112345678'],
  ['+49 (0)151 12345678', '+4915112345678'],
  ['0049 151 12345678', '+4915112345678'],
  ['+4915112345678', '+4915112345678'],
  ['(030) 23125-101', '+493023125101'],
  ['+43 1 58858', '+43158858'],
  ['023125101', '+4923125101'],
])('the telephone number %s is %s', (typed, number) => {
  expect(parsePhoneNumber(typed)).toBe(number)
})

it.each(['23125', '123456789', 'nach 18 Uhr', '+', '', '+490', '+0301234567', '+4930123456789012345', '030-12x45'])(
  '%s is no telephone number that can be called from anywhere',
  (typed) => {
    expect(parsePhoneNumber(typed)).toBeUndefined()
  },
)

it.each([
  ['elif.yilmaz-becker@post.example', true],
  ['a+b@stadtwerke-münchen.de', true],
  ['a@b', false],
  ['a@b@c.de', false],
  ['a b@c.de', false],
  ['a@c.de, d@e.de', false],
  ['@c.de', false],
  [`${'x'.repeat(65)}@c.de`, false],
])('%s as a mail address: %s', (text, right) => {
  expect(isEmailAddress(text)).toBe(right)
})
