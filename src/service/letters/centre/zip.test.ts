import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { safeFileName, zipOf } from './zip.ts'

test('another program unpacks what was packed, names with umlauts included', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kw-zip-'))
  try {
    const modified = Temporal.Instant.from('2026-11-22T09:00:00Z')
    const entry = (name: string, text: string) => ({ name, modified, read: async () => Buffer.from(text) })
    const parts: Buffer[] = []
    for await (const part of zipOf([entry('Zählerstand.pdf', 'eins'), entry('b.pdf', 'zwei')])) parts.push(part)
    await writeFile(join(folder, 'a.zip'), Buffer.concat(parts))
    execFileSync('python3', ['-m', 'zipfile', '-t', 'a.zip'], { cwd: folder })
    execFileSync('python3', ['-m', 'zipfile', '-e', 'a.zip', '.'], { cwd: folder })
    expect(await readFile(join(folder, 'Zählerstand.pdf'), 'utf8')).toBe('eins')
    expect(await readFile(join(folder, 'b.pdf'), 'utf8')).toBe('zwei')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([
  ['../../etc/passwd', 'etc passwd'],
  ['a/b\\c:d"e', 'a b c d e'],
  ['Rechnung\u202efdp.exe', 'Rechnung fdp.exe'],
  ['...', 'Brief'],
])('%j is called %j', (typed, name) => {
  expect(safeFileName(typed)).toBe(name)
})
