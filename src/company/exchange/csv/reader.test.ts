import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvReader, RECORD_CHARS_MAX, separatorOf } from './reader.ts'

/** Reads a text that arrives in pieces of the given size. */
function read(text: string, size = text.length || 1, separator = ';') {
  const reader = new CsvReader('test.csv', separator)
  const records = []
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)))
  return [...records, ...reader.end()]
}

const fieldsOf = (text: string, size?: number) => read(text, size).map((record) => record.fields)

describe('a CSV file', () => {
  it.each([
    [
      'a;b\nc;d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a;b\r\nc;d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a;b";c\n', [['a;b', 'c']]],
    ['"say ""yes""";\n', [['say "yes"', '']]],
    [
      '"two\nlines";x\ny;z\n',
      [
        ['two\nlines', 'x'],
        ['y', 'z'],
      ],
    ],
    ['12" pipe;x\n', [['12" pipe', 'x']]],
    [
      'x;12" pipe\r\ny;z\r\n',
      [
        ['x', '12" pipe'],
        ['y', 'z'],
      ],
    ],
    [
      'a;b\n\n\nc;d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [';;\n', [['', '', '']]],
    ['"";""\n', [['', '']]],
  ])('%j has the records %j', (text, records) => {
    expect(fieldsOf(text)).toEqual(records)
  })

  it('knows the line on which each record begins, quoted line breaks included', () => {
    expect(read('h\n"a\nb\nc"\nd\n\ne').map((record) => record.line)).toEqual([1, 2, 5, 7])
  })

  it('marks a line whose quoted field is followed by text', () => {
    expect(read('"a"b;c\n')[0]).toMatchObject({ fields: ['ab', 'c'], strayQuote: true })
  })

  it('that ends inside quotes is cut off, and the line says where', () => {
    expect(() => read('a;b\nc;"d\ne')).toThrow(
      expect.objectContaining({ code: 'exchange.file.cut-off', figures: { file: 'test.csv', line: 2, column: '' } }),
    )
  })

  it.each([
    ['of one endless line', 'x'.repeat(RECORD_CHARS_MAX + 10)],
    ['of ten thousand columns and more', ';'.repeat(RECORD_CHARS_MAX + 10)],
    ['whose quote is never closed', `a;"${'line\n'.repeat(RECORD_CHARS_MAX)}`],
    ['of quotes only', '"'.repeat(RECORD_CHARS_MAX * 3)],
  ])('%s ends in a clear error before it fills the memory', (_what, text) => {
    expect(() => read(text, 1_000)).toThrow(expect.objectContaining({ code: 'exchange.file.line-too-long' }))
  })

  it('reads what a writer with quotes has written, wherever the pieces end', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ';', '"', '\n', ' ', '\r\n'), maxLength: 6 })
    const quote = (value: string) => `"${value.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        (rows, size) => {
          expect(fieldsOf(rows.map((row) => `${row.map(quote).join(';')}\n`).join(''), size)).toEqual(rows)
        },
      ),
    )
  })
})

it.each([
  ['a;b;c', ';'],
  ['a,b,c', ','],
  ['a\tb', '\t'],
  ['"a,b,c";d', ';'],
  ['alone', ';'],
])('the separator of %j is %j', (line, separator) => {
  expect(separatorOf(line)).toBe(separator)
})
