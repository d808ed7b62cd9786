import { join } from 'node:path'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import type { Sheet } from '../blocks.ts'
import { coveredSigns } from './font-coverage.ts'
import { letterJson, type MadePdf, NotDrawn } from './drawing.ts'
import { addPdfUa } from './pdf-ua.ts'

export type Engine = {
  readonly draw: (sheet: Sheet) => MadePdf
  /** All pages below each other as SVG, for a preview: quicker than a PDF and shown by any browser without a frame. */
  readonly picture: (sheet: Sheet) => { readonly svg: string; readonly pages: number }
}

/** So often everything compiled is forgotten: never, and memory grows by 2.5 MB a letter; each time, and a letter costs a tenth more. */
const EVICT_EVERY = 10

const layoutFolder = join(import.meta.dirname, 'layout')
const layoutFile = join(layoutFolder, 'letter.typ')
const letterFile = join(layoutFolder, 'letter.json')

/**
 * Draws sheets as PDF/A-3a and PDF/UA-1 in one file, the same bytes for the same sheet. A native library: outside of tests
 * it runs in a process of its own (render-child.ts). After each sheet give the event loop a turn, or its buffers stay.
 */
export function createEngine(): Engine {
  const fonts = join(import.meta.dirname, 'fonts')
  const compiler = NodeCompiler.create({ workspace: layoutFolder, fontArgs: [{ fontPaths: [fonts] }] })
  const covered = coveredSigns(fonts)
  let drawn = 0
  const compiled = <Drawn>(sheet: Sheet, use: (document: NodeTypstDocument) => Drawn): Drawn & { pages: number } => {
    compiler.mapShadow(letterFile, Buffer.from(drawable(letterJson(sheet), covered)))
    const result = compiler.compile({ mainFilePath: layoutFile })
    const document = result.result
    if (result.hasError() || !document) throw notDrawn(compiler, result)
    const made = { ...use(document), pages: document.numOfPages }
    drawn += 1
    if (drawn % EVICT_EVERY === 0) compiler.evictCache(0)
    return made
  }
  return {
    draw: (sheet) =>
      compiled(sheet, (document) => ({ pdf: addPdfUa(compiler.pdf(document, { pdfStandard: 'a-3a' })) })),
    picture: (sheet) => compiled(sheet, (document) => ({ svg: compiler.plainSvg(document) })),
  }
}

/** What no font can draw is a question mark on paper; reading view and search keep it. */
const drawable = (json: string, covered: ReadonlySet<number>): string =>
  json.normalize('NFC').replaceAll(/[^\u0020-\u007e]/gu, (sign) => (covered.has(sign.codePointAt(0) ?? 0) ? sign : '?'))

function notDrawn(compiler: NodeCompiler, compiled: ReturnType<NodeCompiler['compile']>): NotDrawn {
  const diagnostics = compiled.takeDiagnostics()
  const said = diagnostics ? compiler.fetchDiagnostics(diagnostics) : []
  const first = (said[0] as { message?: string } | undefined)?.message
  return new NotDrawn(first ?? 'The engine did not say why.')
}
