import { readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { bannedNames, sizes } from '../../architecture.ts'
import { sourceFilesBelow } from './borders.ts'

const project = join(import.meta.dirname, '../..')
const files = ['src', 'launch', 'tests', 'benchmarks']
  .flatMap((folder) => sourceFilesBelow(join(project, folder)))
  .map((file) => ({ path: relative(project, file), lines: readFileSync(file, 'utf8').trimEnd().split('\n') }))

/** Files that may be longer, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {}
/** Functions that may be longer: the search kernels are one loop over typed arrays, and a call in it costs a third of the speed; the gallery is a list of samples. */
const longFunctionFolders = ['src/routing/', 'src/ui/gallery/']

const isGenerated = (path: string) => path.endsWith('.generated.ts')

test('no file is longer than it can be read', () => {
  const long = files.filter(
    ({ path, lines }) => lines.length > sizes.fileLinesMax && !isGenerated(path) && !(path in longFiles),
  )
  expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([])
})

test('no exception is left over', () => {
  for (const path of Object.keys(longFiles))
    expect(files.find((file) => file.path === path)?.lines.length, path).toBeGreaterThan(sizes.fileLinesMax)
})

test('no function is longer than a screen', () => {
  const long = files
    .filter(
      ({ path }) =>
        !/\.test\.tsx?$/.test(path) &&
        !isGenerated(path) &&
        !longFunctionFolders.some((folder) => path.startsWith(folder)),
    )
    .flatMap(({ path, lines }) =>
      functionsOf(lines)
        .filter((one) => one.length > sizes.functionLinesMax)
        .map((one) => `${path}:${one.line} ${one.length} lines`),
    )
  expect(long).toEqual([])
})

/** Functions by indentation: formatted code closes a block at the indentation at which it was opened. */
function functionsOf(lines: readonly string[]): { line: number; length: number }[] {
  return lines.flatMap((text, index) => {
    const opens =
      /^(\s*)(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\b|(?:const|let)\s+\w+\s*(?::[^=]+)?=\s*(?:async\s*)?\(.*=>\s*\{$)/.exec(
        text,
      )
    if (!opens || !text.trimEnd().endsWith('{')) return []
    const end = lines.findIndex((later, at) => at > index && later.startsWith(`${opens[1]}}`))
    return end < 0 ? [] : [{ line: index + 1, length: end - index + 1 }]
  })
}

test('no file or folder has a name that says nothing', () => {
  const empty = files.filter(({ path }) =>
    path.split('/').some((part) => bannedNames.includes(basename(part).split('.')[0] as string)),
  )
  expect(empty.map(({ path }) => path)).toEqual([])
})

test('nothing exported has a name that says nothing', () => {
  const pattern = new RegExp(
    `^export (?:async )?(?:const|function|class|type|interface) (${bannedNames.join('|')})\\b`,
    'i',
  )
  expect(
    files.flatMap(({ path, lines }) => lines.filter((text) => pattern.test(text)).map((text) => `${path}: ${text}`)),
  ).toEqual([])
})

test('server pages carry no style attributes, which the content security policy would drop', () => {
  const pages = files.filter(
    ({ path }) =>
      path.endsWith('.tsx') && !path.includes('/client/') && !path.includes('ui/desk') && !path.startsWith('tests/'),
  )
  expect(pages.flatMap(({ path, lines }) => lines.filter((text) => /\sstyle=\{/.test(text)).map(() => path))).toEqual(
    [],
  )
})

test('nothing is left half-done or hidden from the compiler', () => {
  const pattern =
    /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|\bvi\.mock\(|\b(test|it|describe|suite)\.(skip|only|todo)\b/
  const own = relative(project, import.meta.filename)
  const found = files
    .filter(({ path }) => path !== own && !isGenerated(path))
    .flatMap(({ path, lines }) => lines.filter((text) => pattern.test(text)).map((text) => `${path}: ${text.trim()}`))
  expect(found).toEqual([])
})
