import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zipOf } from './zip.ts'

const at = Temporal.Instant.from('2026-11-22T09:00:00Z')

/** Reads a zip from its end, as all programs do: directory, entries, content. */
function entriesOf(zip: Buffer): Record<string, string> {
  const count = zip.readUInt16LE(zip.length - 12)
  let at = zip.readUInt32LE(zip.length - 6)
  const found: Record<string, string> = {}
  for (let n = 0; n < count; n += 1) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const [size, length, extra, offset] = [20, 28, 30, 42].map((where, i) =>
      i === 0 || i === 3 ? zip.readUInt32LE(at + where) : zip.readUInt16LE(at + where),
    ) as [number, number, number, number]
    const name = zip.subarray(at + 46, at + 46 + length).toString('utf8')
    expect(zip.readUInt32LE(offset)).toBe(0x04034b50)
    const begin = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    found[name] = inflateRawSync(zip.subarray(begin, begin + size)).toString('utf8')
    at += 46 + length + extra
  }
  return found
}

test('what was put into a zip comes out of it, names with umlauts, too', () => {
  const files = { 'zähler.csv': 'a;b\n1;2\n', 'leer.txt': '', 'lang.json': 'x'.repeat(200_000) }
  const zip = zipOf(
    Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    at,
  )
  expect(entriesOf(zip)).toEqual(files)
  expect(zip.length).toBeLessThan(2_000)
})

test('the same files give the same bytes', () => {
  const entries = [{ name: 'a', bytes: Buffer.from('a') }]
  expect(zipOf(entries, at)).toEqual(zipOf(entries, at))
})

test('another program finds no fault in it', ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-zip-'))
  try {
    writeFileSync(join(folder, 'a.zip'), zipOf([{ name: 'daten/ü.txt', bytes: Buffer.from('Grüße') }], at))
    const read = spawnSync('python3', ['-m', 'zipfile', '-t', join(folder, 'a.zip')], { encoding: 'utf8' })
    skip(read.error !== undefined, 'There is no Python on this machine.')
    expect(read.status).toBe(0)
    expect(read.stdout).toContain('Done testing')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
