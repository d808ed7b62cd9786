import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf, formatCount, parseValue } from './register.ts'

const r60 = { digitsBefore: 6, digitsAfter: 0 }
const r61 = { digitsBefore: 6, digitsAfter: 1 }
const r53 = { digitsBefore: 5, digitsAfter: 3 }

describe('a typed value', () => {
  it.each([
    ['12345', r60, 12345],
    ['012345', r60, 12345],
    ['12.345', r60, 12345],
    ['12.345', r61, 123450],
    ['12.345', r53, 12345],
    ['12,345', r53, 12345],
    ['12345,6', r61, 123456],
    ['12345.6', r61, 123456],
    ['12.345,6', r61, 123456],
    ['12,345.6', r61, 123456],
    ['12 345,6', r61, 123456],
    ['1.234.567', r60, 1234567],
    ['0', r60, 0],
    [',5', r61, 5],
    ['12345,', r61, 123450],
  ])('%s on %o is the count %d', (text, register, count) => {
    expect(parseValue(text, register)).toMatchObject({ ok: true, count })
  })

  it('with more decimals than the register has is cut, never rounded up', () => {
    expect(parseValue('12345,69', r61)).toEqual({ ok: true, count: 123456, cut: true, beyondCapacity: false })
    expect(parseValue('12345,60', r61)).toMatchObject({ count: 123456, cut: false })
  })

  it('with more digits before the comma than the register has says so', () => {
    expect(parseValue('1234567', r60)).toMatchObject({ ok: true, beyondCapacity: true })
    expect(parseValue('0001234', r60)).toMatchObject({ ok: true, beyondCapacity: false })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['-5', 'negative'],
    ['abc', 'not-a-number'],
    ['12a45', 'not-a-number'],
    ['.', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['9'.repeat(40), 'too-long'],
  ])('"%s" is refused: %s', (text, refusal) => {
    expect(parseValue(text, r60)).toEqual({ ok: false, refusal })
  })

  it('written by formatCount is read back unchanged for every register', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 9 }),
        fc.integer({ min: 0, max: 5 }),
        fc.nat(),
        (digitsBefore, digitsAfter, n) => {
          fc.pre(digitsAfter !== 0)
          const register = { digitsBefore, digitsAfter }
          const count = n % capacityOf(register)
          const text = formatCount(count, digitsAfter).replace('.', ',')
          expect(parseValue(text, register)).toEqual({ ok: true, count, cut: false, beyondCapacity: false })
        },
      ),
    )
  })
})

describe('the capacity', () => {
  it('of six digits before and one after is ten million steps of a tenth', () => {
    expect(capacityOf(r61)).toBe(10_000_000)
  })
})
