import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8')

type Row = { readonly id: string; readonly level: string; readonly status: string; readonly how: string }
const rows: Row[] = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| (\w+) \| (.+) \|$/gm)].map((match) => ({
  id: match[1] as string,
  level: match[2] as string,
  status: match[3] as string,
  how: match[4] as string,
}))

/** Requirements of level 1 and level 2 by chapter, V1 to V17 (OWASP ASVS 5.0.0). */
// biome-ignore format: a table
const perChapter = [
  [8, 19], [4, 7], [8, 11], [2, 8], [4, 5], [13, 22], [6, 12], [4, 3], [4, 3], [5, 24], [3, 11], [3, 6], [1, 12], [2, 7],
  [3, 10], [0, 16], [0, 7],
] as const

test('every requirement of levels 1 and 2 has one row', () => {
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  const counted = perChapter.map((_, at) =>
    ['1', '2'].map((level) => rows.filter((row) => row.id.startsWith(`${at + 1}.`) && row.level === level).length),
  )
  expect(counted).toEqual(perChapter.map((counts) => [...counts]))
})

test('each status is one of the five, and the figures at the head are those of the rows', () => {
  for (const status of ['proved', 'built', 'operator', 'none', 'gap']) {
    const count = rows.filter((row) => row.status === status).length
    expect(text).toMatch(new RegExp(`^\\| ${status} \\| .+ \\| ${count} \\|$`, 'm'))
  }
  expect(rows.filter((row) => !['proved', 'built', 'operator', 'none', 'gap'].includes(row.status))).toEqual([])
})

/** A file in backquotes, and the words in quotation marks that follow it up to the next file. */
function* citations(how: string): Generator<{ file: string; words: readonly string[] }> {
  for (const [, file, after] of how.matchAll(/`([\w./-]+\.(?:test|proof)\.tsx?)`([^`]*)/g))
    yield { file: file as string, words: [...(after ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1] as string) }
}

test('every test that is named exists under this name', () => {
  const missing = rows.flatMap((row) =>
    [...citations(row.how)].flatMap(({ file, words }) => {
      if (!existsSync(join(root, file))) return [`${row.id}: ${file}`]
      const source = readFileSync(join(root, file), 'utf8').replaceAll(/\s+/g, ' ')
      return words.filter((part) => !source.includes(part)).map((part) => `${row.id}: "${part}" in ${file}`)
    }),
  )
  expect(missing).toEqual([])
})
