import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameMeterNumber, meterNumberKey, meterNumberTail, parseDeviceNumber } from './meter-number.ts'

describe('a meter number as somebody writes it', () => {
  it.each([
    ['1EMH0012345678', '1 EMH 00 1234 5678'],
    ['1EMH0012345678', '1emh-00.12345678'],
    ['1EMH0012345678', '1EMHOO12345678'],
    ['1EMH0012345678', '12345678'],
    ['1EMH0012345678', '0012345678'],
    ['1EMH0012345678', '1EMH12345678'],
    ['0004711', '4711'],
    ['4711', '00 04711'],
    ['7ELS0098765432', '7ELS/0098765432'],
    ['1ITR0012345678', '1lTR0012345678'],
    ['12.345.678', '12345678'],
  ])('%s is found by %s', (known, written) => {
    expect(isSameMeterNumber(written, known)).toBe(true)
  })

  it.each([
    ['1EMH0012345678', '1EMH0012345679'],
    ['1EMH0012345678', '1ELS0012345678'],
    ['1EMH0012345678', '345678'],
    ['1EMH0000000678', '678'],
    ['1EMH0012345678', ''],
    ['', ''],
    ['---', '...'],
  ])('%s is not %s', (known, written) => {
    expect(isSameMeterNumber(written, known)).toBe(false)
  })

  it('has one key however it is spaced, dotted and cased', () => {
    const mess = fc.constantFrom('', ' ', '.', '-', '/', '  ')
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9A-Z][0-9A-Z]{3,13}$/),
        fc.array(mess, { minLength: 14, maxLength: 14 }),
        (known, gaps) => {
          const written = [...known].map((sign, i) => sign.toLowerCase() + (gaps[i] ?? '')).join('')
          expect(meterNumberKey(written)).toBe(meterNumberKey(known))
        },
      ),
    )
  })

  it('never grows with hostile input', () => {
    expect(meterNumberKey('9'.repeat(100_000)).length).toBe(40)
  })
})

describe('the digits at the end', () => {
  it('are what stands large on the plate', () => {
    expect(meterNumberTail('1EMH0012345678')).toBe('12345678')
  })

  it('are not used when they are fewer than four', () => {
    expect(meterNumberTail('1EMH678')).toBeUndefined()
  })
})

describe('a number of DIN 43863-5', () => {
  it('tells medium and manufacturer', () => {
    expect(parseDeviceNumber('1 EMH 00 1234 5678')).toEqual({
      medium: 1,
      commodity: 'power',
      manufacturer: 'EMH',
      block: '00',
      serial: '12345678',
    })
    expect(parseDeviceNumber('7GMT0098765432')?.commodity).toBe('gas')
    expect(parseDeviceNumber('4711')).toBeUndefined()
  })
})
