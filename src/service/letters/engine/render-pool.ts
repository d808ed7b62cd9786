import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Sheet } from '../blocks.ts'
import { childPool } from './child-pool.ts'
import type { MadePdf } from './drawing.ts'

/** The engine in processes of its own. */
export type RenderPool = {
  readonly draw: (sheet: Sheet) => Promise<MadePdf>
  readonly stop: () => Promise<void>
  readonly pids: () => readonly number[]
}

/** A page takes 10 ms; a letter of 20 pages on a loaded machine still less than this. */
const DRAW_MS_MAX = 20_000
const LETTERS_PER_CHILD = 2_000
const HEAP_MB_MAX = 256

/** As many children as cores. */
export function renderPool(size = availableParallelism()): RenderPool {
  const pool = childPool<Sheet, { readonly pdf: Uint8Array; readonly pages: number }>({
    entry: join(import.meta.dirname, 'render-child.ts'),
    size,
    answerMsMax: DRAW_MS_MAX,
    questionsPerChild: LETTERS_PER_CHILD,
    heapMbMax: HEAP_MB_MAX,
  })
  return {
    draw: async (sheet) => {
      const { pdf, pages } = await pool.ask(sheet)
      return { pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages }
    },
    stop: pool.stop,
    pids: pool.pids,
  }
}
