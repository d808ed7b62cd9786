import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { composers, type Room, rooms } from '../../architecture.ts'

/** One import that crosses a border where no door is. */
export type BreakIn = { readonly file: string; readonly specifier: string; readonly why: string }

/** Static, dynamic, re-exporting and type imports. A mention in a comment counts, too: better a false alarm than a gap. */
const importPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g

export const sourceFilesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(ts|tsx|mts|mjs|js)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name))

const roomOf = (path: string): Room | undefined =>
  rooms.find((room) => path === room.folder || path.startsWith(`${room.folder}/`))
const isComposer = (path: string): boolean =>
  composers.some((name) => path === name || path.startsWith(`${name}/`)) || path === 'program.ts'

/** Rooms of the platform and of ui whose whole content runs in a browser; from others only their web door does. */
const isTest = (path: string): boolean =>
  /\.(test|fixtures)\.tsx?$/.test(path) || path.startsWith('routing/benchmarks/') || path.startsWith('ui/gallery/')

/** All break-ins below `root` (a folder `src`). */
export function findBreakIns(root: string): BreakIn[] {
  return sourceFilesBelow(root).flatMap((file) => {
    const path = relative(root, file).split(sep).join('/')
    const specifiers = [...readFileSync(file, 'utf8').matchAll(importPattern)].map((match) => match[2] as string)
    return specifiers.flatMap((specifier) => judgeImport(path, specifier))
  })
}

function judgeImport(path: string, specifier: string): BreakIn[] {
  const refuse = (why: string): BreakIn[] => [{ file: path, specifier, why }]
  if (specifier.startsWith('#')) return judgeDoor(path, specifier, refuse)
  if (!specifier.startsWith('.')) return []
  const target = posix.normalize(posix.join(dirname(path), specifier))
  if (target.startsWith('..')) return isTest(path) || isComposer(path) ? [] : refuse('leaves src')
  const from = roomOf(path)
  const to = roomOf(target)
  if (from === to && (from || !isComposer(target) || isComposer(path))) return []
  if (isComposer(path)) return to ? refuse('goes around the door') : []
  return refuse(to ? 'goes around the door' : 'names a composer, which nothing may import')
}

function judgeDoor(path: string, specifier: string, refuse: (why: string) => BreakIn[]): BreakIn[] {
  const [, name = '', door] =
    /^#([a-z0-9-]+(?:\/[a-z0-9-]+)?)(?:\/(web|server|desk))?$/.exec(
      specifier.replace(/^#(ui)\/(server|desk)$/, '#$1/$2'),
    ) ?? []
  const folder = name.startsWith('ui') ? 'ui' : name
  const to = rooms.find((room) => room.folder === folder)
  if (!to) return refuse('no such room')
  if (isComposer(path)) return []
  const from = roomOf(path)
  if (!from) return refuse('stands in no room')
  if (from === to) return []
  if (isTest(path)) return []
  if (!from.mayCall.includes(to.folder)) return refuse(`${from.folder} may not call ${to.folder}`)
  if (from.browserOnly && door !== 'web' && to.folder.startsWith('platform/'))
    return refuse('a browser needs the web door')
  return []
}
