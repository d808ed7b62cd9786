import { PDF } from '@libpdf/core'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import {
  FILE_BYTES_MAX,
  type Inspected,
  isA4,
  PAGES_MAX,
  readingOf,
  type RefusalReason,
  type TextPiece,
} from './inspection.ts'

/** Values of the key S (type of an action, ISO 32000-2 table 201) that do something outside of reading. */
const actions: Readonly<Record<string, RefusalReason>> = {
  JavaScript: 'script',
  Rendition: 'script',
  RichMediaExecute: 'script',
  Launch: 'launch',
  GoToE: 'launch',
  ImportData: 'launch',
  SubmitForm: 'launch',
  Movie: 'launch',
  Sound: 'launch',
}
/** Keys that hold a script wherever they stand. */
const scriptKeys = new Set(['JS', 'JavaScript', 'XFA', 'RichMediaContent', '3DD'])
/** Files inside: an invoice's XML (Factur-X, ZUGFeRD) may be there, nothing that somebody could run. */
const harmlessFile = /\.(xml|txt|csv)$/i
/** Objects that are looked at; a letter has some hundreds, a bomb millions. */
const OBJECTS_MAX = 200_000
const DEPTH_MAX = 100

type Visited = { readonly seen: Set<string>; left: number }
type PdfObject = ReturnType<PDF['getObject']>

/** Looks at a finished PDF: what it is, whether it does anything but lie there, and what it says. Runs in a process of its own. */
export async function inspectPdf(bytes: Uint8Array): Promise<Inspected> {
  if (bytes.length > FILE_BYTES_MAX) return no('too-large')
  if (!Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) return no('not-a-pdf')
  const structure = await walk(bytes)
  if (structure) return no(structure)
  return read(bytes)
}

const no = (reason: RefusalReason): Inspected => ({ ok: false, reason })

async function walk(bytes: Uint8Array): Promise<RefusalReason | undefined> {
  let pdf: PDF
  try {
    pdf = await PDF.load(new Uint8Array(bytes))
  } catch (error) {
    return /encrypt|password/i.test(String(error)) ? 'encrypted' : 'broken'
  }
  if (pdf.isEncrypted || Buffer.from(bytes).includes('/Encrypt ')) return 'encrypted'
  if (pdf.recoveredViaBruteForce) return 'broken'
  const visited: Visited = { seen: new Set(), left: OBJECTS_MAX }
  return judge(pdf, pdf.context.info.trailer, visited, 0)
}

function judge(pdf: PDF, object: PdfObject, visited: Visited, depth: number): RefusalReason | undefined {
  if (!object || depth > DEPTH_MAX) return depth > DEPTH_MAX ? 'too-heavy' : undefined
  visited.left -= 1
  if (visited.left < 0) return 'too-heavy'
  if (object.type === 'ref') {
    const name = `${object.objectNumber} ${object.generation}`
    if (visited.seen.has(name)) return undefined
    visited.seen.add(name)
    return judge(pdf, pdf.getObject(object), visited, depth + 1)
  }
  if (object.type === 'array') {
    for (let at = 0; at < object.length; at += 1) {
      const found = judge(pdf, object.at(at) ?? null, visited, depth + 1)
      if (found) return found
    }
    return undefined
  }
  return object.type === 'dict' || object.type === 'stream' ? judgeDict(pdf, object, visited, depth) : undefined
}

type PdfDict = PDF['context']['info']['trailer']

function judgeDict(pdf: PDF, dict: PdfDict, visited: Visited, depth: number): RefusalReason | undefined {
  const entries = [...dict]
  for (const [key, value] of entries) {
    if (scriptKeys.has(key.value)) return 'script'
    if (key.value === 'S' && value?.type === 'name' && actions[value.value]) return actions[value.value]
    if (key.value === 'EF' && !isHarmlessFile(entries)) return 'embedded-file'
  }
  for (const [, value] of entries) {
    const found = judge(pdf, value, visited, depth + 1)
    if (found) return found
  }
  return undefined
}

function isHarmlessFile(entries: readonly (readonly [{ value: string }, PdfObject])[]): boolean {
  const names = entries.flatMap(([key, value]) =>
    (key.value === 'F' || key.value === 'UF') && value?.type === 'string' ? [value.asString()] : [],
  )
  return names.length > 0 && names.every((name) => harmlessFile.test(name))
}

async function read(bytes: Uint8Array): Promise<Inspected> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    stopAtErrors: true,
    enableXfa: false,
    useSystemFonts: false,
    disableFontFace: true,
    isOffscreenCanvasSupported: false,
  })
  try {
    const document = await task.promise
    if (document.numPages > PAGES_MAX) return no('too-many-pages')
    const pages: TextPiece[][] = []
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      if (!isA4(width, height)) return no('wrong-page-size')
      const { items } = await page.getTextContent()
      pages.push(
        items.flatMap((item) =>
          'str' in item
            ? [{ text: item.str, y: Number(item.transform[5]), size: Number(item.transform[3]), endsLine: item.hasEOL }]
            : [],
        ),
      )
      page.cleanup()
    }
    return pages.length === 0 ? no('broken') : { ok: true, pages: pages.length, reading: readingOf(pages) }
  } catch (error) {
    return no(/password/i.test(String(error)) ? 'encrypted' : 'broken')
  } finally {
    await task.destroy()
  }
}
