import { describe, expect, test } from 'vitest'
import { maskedAddress, readEmail, readMobile } from './channel.ts'

describe('a mobile number', () => {
  test.each([
    ['0151 / 123 456-78', '+4915112345678'],
    ['+49 (0)151 12345678', '+4915112345678'],
    ['0049 151 12345678', '+4915112345678'],
    ['+43 664 1234567', '+436641234567'],
  ])('%s is %s', (typed, value) => {
    expect(readMobile(typed)).toEqual({ value })
  })

  test.each([
    ['030 23125101', 'customers.no-mobile'],
    ['0800 1234567', 'customers.no-mobile'],
    ['0900 1234567', 'customers.no-mobile'],
    ['01512', 'customers.no-phone'],
    ['nach 18 Uhr', 'customers.no-phone'],
    ['', 'customers.no-phone'],
    ['+1 151 12345678', 'customers.no-phone'],
  ])('%s is refused: text messages do not arrive there, or cost the one who gets them', (typed, code) => {
    expect(readMobile(typed)).toEqual({ code })
  })
})

test('a mail address is compared in small letters', () => {
  expect(readEmail(' Erika.Muster@Post.Example ')).toBe('erika.muster@post.example')
  expect(readEmail('nobody')).toBeUndefined()
})

test('an address is shown masked to those who only hold a link', () => {
  expect(maskedAddress('e-mail', 'erika@post.example')).toBe('er…@post.example')
  expect(maskedAddress('mobile', '+4915112345678')).toBe('+49 … 678')
})
