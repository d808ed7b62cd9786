import { describe, expect, it } from 'vitest'
import { day, decimal, oneOf, text, whole } from './columns.ts'
import { type NumberStyle, readNumber, styleOf } from './number-style.ts'

const refused = (code: string) => ({ code: `exchange.cell.${code}` })

describe('a number of a file', () => {
  it.each<[string, NumberStyle, unknown]>([
    ['1234.5', 'unknown', '1234.5'],
    ['1.234,5', 'unknown', '1234.5'],
    ['1,234.5', 'unknown', '1234.5'],
    ['1234,5', 'plain', '1234.5'],
    ['12.5', 'german', '12.5'],
    ['1.234.567', 'unknown', '1234567'],
    ['0.950', 'unknown', '0.950'],
    ['11.234', 'plain', '11.234'],
    ['11.234', 'german', '11234'],
    ['11.234', 'unknown', refused('ambiguous-number')],
    ['1234.567', 'german', '1234.567'],
    ['-3,5', 'unknown', '-3.5'],
    ['007', 'unknown', '7'],
    ['1 234,5', 'unknown', '1234.5'],
    ['12,5,6', 'unknown', refused('no-number')],
    ['1.23.456', 'unknown', refused('no-number')],
    ['1e5', 'unknown', refused('no-number')],
    ['zwölf', 'unknown', refused('no-number')],
    [',5', 'unknown', refused('no-number')],
    ['=1+1', 'unknown', refused('no-number')],
  ])('%s in a file of style %s is %j', (typed, style, value) => {
    expect(readNumber(typed, style)).toEqual(value)
  })

  it.each([
    ['1.234,5', 'german'],
    ['12,5', 'german'],
    ['1.234.567', 'german'],
    ['1234.5', 'plain'],
    ['1,234.5', 'plain'],
    ['0.950', 'plain'],
    ['1.234', undefined],
    ['1234', undefined],
    ['abc', undefined],
  ])('%s tells that the file is %s', (typed, style) => {
    expect(styleOf(typed)).toBe(style)
  })
})

describe('a cell', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['22.11.2026', '2026-11-22'],
    ['1.2.26', '2026-02-01'],
    ['29.02.2025', refused('no-day')],
    ['2026-13-01', refused('no-day')],
    ['11/22/2026', refused('no-day')],
    ['0001-01-01', refused('day-out-of-range')],
  ])('with the day %s is %j', (typed, value) => {
    expect(day('d').read(typed, 'unknown')).toEqual(value)
  })

  it.each([
    ['12.50', '12.50'],
    ['12.500', '12.5'],
    ['12.555', refused('too-many-decimals')],
    ['1234', refused('number-too-large')],
    ['-1', refused('negative')],
  ])('with the decimal %s of three digits and two is %j', (typed, value) => {
    expect(decimal('d', { before: 3, after: 2 }).read(typed, 'plain')).toEqual(value)
  })

  it.each([
    ['12', '12'],
    ['12,0', '12.0'],
    ['1,5', refused('not-whole')],
    ['13', refused('out-of-range')],
  ])('with the whole number %s up to 12 is %j', (typed, value) => {
    const read = whole('n', 1, 12).read(typed, 'unknown')
    expect(typeof read === 'string' ? Number(read) : read).toEqual(typeof value === 'string' ? Number(value) : value)
  })

  it.each([
    ['  Müller ', 'Müller'],
    ['Mu\u0308ller', 'Müller'],
    ['Keller\nlinks', 'Keller links'],
    ["'=HYPERLINK(1)", '=HYPERLINK(1)'],
    ["''=x", "'=x"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['a\u0007b', refused('control-character')],
    ['a\u0085b', refused('control-character')],
    ['x'.repeat(31), refused('too-long')],
  ])('with the text %j is %j', (typed, value) => {
    expect(text('t', 30).read(typed, 'unknown')).toEqual(value)
  })

  it('with a word that is not in the list is refused', () => {
    const kind = oneOf('kind', ['flat', 'house'])
    expect(kind.read(' Flat ', 'unknown')).toBe('flat')
    expect(kind.read('Wohnung', 'unknown')).toEqual(refused('not-in-list'))
  })
})
