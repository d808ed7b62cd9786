import { expect, test } from 'vitest'
import { Refusal } from '#platform/refusal'
import { readLines } from './reading-lines.ts'

const readable = [
  { registerId: '1', meterNumber: '1EMH0012345678', obis: '1-0:1.8.1' },
  { registerId: '2', meterNumber: '1EMH0012345678', obis: '1-0:1.8.2' },
  { registerId: '3', meterNumber: '7ELS0041234554', obis: '7-0:3.0.0' },
]
const read = (text: string, encoding: BufferEncoding = 'utf8') => readLines(Buffer.from(text, encoding), readable)
const codeOf = (text: string | Buffer): string => {
  try {
    readLines(Buffer.from(text), readable)
    return ''
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

test.each([
  ['our template', 'Zählernummer;Zählwerk;Ablesetag;Zählerstand;Stimmt so\n7ELS0041234554;;22.11.2026;1.234,5;ja\n'],
  [
    'commas and English words',
    'meter number,reading date,reading,confirmed\n7ELS0041234554,2026-11-22,"1.234,5",yes\n',
  ],
  ['a byte order mark', '\ufeffZählernummer;Zählerstand;Ablesetag;bestätigt\r\n7ELS 0041234554;1.234,5;22.11.26;x\r\n'],
])('%s is read', (_name, text) => {
  expect(read(text)).toEqual([
    {
      line: 2,
      meterNumber: expect.stringContaining('41234554'),
      value: '1.234,5',
      confirmed: true,
      ok: true,
      registerId: '3',
      day: Temporal.PlainDate.from('2026-11-22'),
    },
  ])
})

test('Windows-1252 is read as such, and lines without a value are left alone', () => {
  const lines = read('Z\u00e4hlernummer;Z\u00e4hlerstand\n7ELS0041234554;\n41234554;77\n', 'latin1')
  expect(lines.map((line) => [line.line, line.ok && line.registerId, line.value])).toEqual([[3, '3', '77']])
})

test.each([
  ['a meter of somebody else', '9XXX0000000001;;;1', 'staying.line-unknown-meter'],
  ['two registers and none named', '1EMH0012345678;;;1', 'staying.line-which-register'],
  ['a register that the meter has not', '1EMH0012345678;2.8.0;;1', 'staying.unknown-register'],
  ['no day', '7ELS0041234554;;31.02.2026;1', 'platform.field.no-day'],
])('%s is said at its line', (_name, line, code) => {
  expect(read(`Zählernummer;Zählwerk;Ablesetag;Zählerstand\n${line}\n`)).toMatchObject([{ line: 2, ok: false, code }])
})

test('a register may be named in short or in full', () => {
  const lines = read('Zählernummer;Zählwerk;Zählerstand\n1EMH0012345678;1.8.1;5\n1EMH0012345678;1-0:1.8.2*255;6\n')
  expect(lines.map((line) => line.ok && line.registerId)).toEqual(['1', '2'])
})

test.each([
  ['no columns', 'a;b\n1;2\n', 'staying.file-columns'],
  ['no value at all', 'Zählernummer;Zählerstand\n1;\n', 'staying.file-empty'],
  ['a picture', '\u0089PNG\u0000', 'staying.file-no-csv'],
  ['too many lines', `Zählernummer;Zählerstand\n${'1;1\n'.repeat(2_001)}`, 'staying.file-too-long'],
  ['a quote that never ends', 'Zählernummer;Zählerstand\n"1;1\n', 'exchange.file.cut-off'],
])('%s is refused as a whole', (_name, text, code) => expect(codeOf(text)).toBe(code))
