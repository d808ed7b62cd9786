import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const distFolder = join(import.meta.dirname, '../../../dist')
const manifestFile = join(distFolder, '.vite', 'manifest.json')

/** Where built files are served; the same as `base` in vite.config.ts. */
export const BUILT_ROOT = '/assets/apps'

/** One app as Vite built it: the addresses that its page names. */
export type BuiltApp = {
  readonly script: string
  readonly preloads: readonly string[]
  readonly styles: readonly string[]
}

type Chunk = {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

let known: Manifest | undefined

/** The manifest of the build, read once: a new build needs a new start. Undefined where nothing has been built. */
function manifest(): Manifest | undefined {
  if (!known && existsSync(manifestFile)) known = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest
  return known
}

/** What the page of an app loads, by its entry (`src/apps/desk/client/main.tsx`); undefined where it was not built. */
export function builtApp(entry: string): BuiltApp | undefined {
  const chunks = manifest()
  const main = chunks?.[entry]
  if (!chunks || !main) return undefined
  const needed = new Set<string>()
  const follow = (chunk: Chunk) => {
    for (const name of chunk.imports ?? []) {
      const next = chunks[name]
      if (!next || needed.has(name)) continue
      needed.add(name)
      follow(next)
    }
  }
  follow(main)
  const parts = [...needed].map((name) => chunks[name] as Chunk)
  const at = (file: string) => `${BUILT_ROOT}/${file}`
  return {
    script: at(main.file),
    preloads: parts.map((part) => at(part.file)),
    styles: [...new Set([main, ...parts].flatMap((part) => part.css ?? []))].map(at),
  }
}

export type Encoding = 'br' | 'gzip' | 'identity'
export type BuiltFile = { readonly contentType: string; readonly body: (encoding: Encoding) => Promise<Buffer> }

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const files = new Map<string, BuiltFile>()

/** A file of the build by its name. Only names that the manifest lists exist, so no path leads out of the folder. */
export function builtFile(name: string): BuiltFile | undefined {
  const ready = files.get(name)
  if (ready) return ready
  const contentType = contentTypes[extname(name)]
  const listed = Object.values(manifest() ?? {}).some((chunk) => chunk.file === name || chunk.css?.includes(name))
  if (!listed || !contentType) return undefined
  const file = { contentType, body: bodyOf(readFileSync(join(distFolder, name))) }
  files.set(name, file)
  return file
}

/** Brotli at 9 takes some 60 ms for the desk's script and saves a fifth against gzip; done once per process. */
const BROTLI_QUALITY = 9

function bodyOf(plain: Buffer): BuiltFile['body'] {
  const made = new Map<Encoding, Promise<Buffer>>()
  const make = (encoding: Encoding): Promise<Buffer> => {
    if (encoding === 'br')
      return promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
    return encoding === 'gzip' ? promisify(gzip)(plain) : Promise.resolve(plain)
  }
  return (encoding) => {
    const body = made.get(encoding) ?? make(encoding)
    made.set(encoding, body)
    return body
  }
}

/** The best encoding that the browser takes. */
export function encodingFor(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(\.0+)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim())
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : 'identity'
}
