import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspect } from './encoding.ts'
import { openCsv } from './records.ts'
import { sourceAt } from './source.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-encoding-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function look(bytes: Buffer, name = 'test.csv') {
  writeFileSync(join(folder, name), bytes)
  const source = await sourceAt(join(folder, name), name)
  const inspection = await inspect(source)
  const csv = await openCsv(source, inspection.encoding)
  const rows = []
  for await (const { records } of csv.batches(100)) rows.push(...records.map((record) => record.fields))
  return { encoding: inspection.encoding, header: csv.header, rows }
}

const windows1252 = (text: string) => Buffer.from(text, 'latin1')

describe('the encoding of a file', () => {
  it('UTF-8 is recognised with and without byte order mark', async () => {
    const expected = { encoding: 'utf-8', header: ['name', 'ort'], rows: [['Müller', 'Köln']] }
    expect(await look(Buffer.from('name;ort\nMüller;Köln\n'))).toEqual(expected)
    expect(await look(Buffer.from('\ufeffname;ort\r\nMüller;Köln\r\n'))).toEqual(expected)
  })

  it('Windows-1252 is what is not UTF-8, with the euro sign where Windows has it', async () => {
    const euro = Buffer.concat([windows1252('name;ort\nMüller;'), Buffer.from([0x80]), windows1252('\n')])
    expect(await look(euro)).toEqual({ encoding: 'windows-1252', header: ['name', 'ort'], rows: [['Müller', '€']] })
  })

  it('a character that the pieces of the file cut in two is still one', async () => {
    const text = `name;ort\n${`${'x'.repeat(250)}ü;y\n`.repeat(3_000)}`
    const read = await look(Buffer.from(text))
    expect(read.encoding).toBe('utf-8')
    expect(read.rows.every(([name]) => name === `${'x'.repeat(250)}ü`)).toBe(true)
    expect(read.rows.length).toBe(3_000)
  })

  it.each([
    ['exchange.file.mixed-encoding', 3, Buffer.concat([Buffer.from('a;b\nü;1\n'), windows1252('ü;2\n')])],
    ['exchange.file.wide-text', 1, Buffer.from('\ufeffa;b\n', 'utf16le')],
    ['exchange.file.nul-byte', 2, Buffer.from('a;b\nc\0;d\n')],
    ['exchange.file.nul-byte', 1, Buffer.from('a;b\nc;d\n', 'utf16le')],
    ['exchange.file.archive', 1, Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), Buffer.alloc(40)])],
    ['exchange.file.empty', 1, Buffer.alloc(0)],
    ['exchange.file.column-twice', 1, Buffer.from('a;a\n')],
    ['exchange.file.too-many-columns', 1, Buffer.from(`${Array.from({ length: 300 }, (_, n) => `c${n}`).join(';')}\n`)],
    ['exchange.file.line-too-long', 1, Buffer.alloc(10_000_000, 'c;')],
  ])('%s on line %d', async (code, line, bytes) => {
    await expect(look(bytes)).rejects.toMatchObject({ code, figures: { file: 'test.csv', line } })
  })

  it('a packed file is read like the file itself, a damaged or explosive one is refused', async () => {
    const packed = gzipSync(Buffer.from('name;ort\nMüller;Köln\n'))
    expect(await look(packed, 'a.csv.gz')).toMatchObject({ rows: [['Müller', 'Köln']] })
    const cut = look(packed.subarray(0, packed.length - 12), 'b.csv.gz')
    await expect(cut).rejects.toMatchObject({ code: 'exchange.file.package-damaged' })
    const bomb = look(gzipSync(Buffer.alloc(60_000_000, '0;0\n')), 'c.csv.gz')
    await expect(bomb).rejects.toMatchObject({ code: 'exchange.file.bomb' })
  })
})
