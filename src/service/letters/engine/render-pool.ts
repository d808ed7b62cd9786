import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Sheet } from '../blocks.ts'
import { childPool } from './child-pool.ts'
import { type MadePdf, NotDrawn } from './drawing.ts'

/** The engine in processes of its own. */
export type RenderPool = {
  readonly draw: (sheet: Sheet) => Promise<MadePdf>
  /** Pages as SVG, for a preview. */
  readonly picture: (sheet: Sheet) => Promise<{ readonly svg: string; readonly pages: number }>
  readonly stop: () => Promise<void>
  readonly pids: () => readonly number[]
}

/** A page takes 10 ms; a letter of 20 pages on a loaded machine still less than this. */
const DRAW_MS_MAX = 20_000
const LETTERS_PER_CHILD = 2_000
const HEAP_MB_MAX = 256

type Question = { readonly sheet: Sheet; readonly as: 'pdf' | 'picture' }

/** As many children as cores. */
export function renderPool(size = availableParallelism()): RenderPool {
  const pool = childPool<
    Question,
    Partial<{ readonly pdf: Uint8Array; readonly svg: string }> & { readonly pages: number }
  >({
    entry: join(import.meta.dirname, 'render-child.ts'),
    size,
    answerMsMax: DRAW_MS_MAX,
    questionsPerChild: LETTERS_PER_CHILD,
    heapMbMax: HEAP_MB_MAX,
  })
  return {
    draw: async (sheet) => {
      const { pdf, pages } = await pool.ask({ sheet, as: 'pdf' })
      if (!pdf) throw new NotDrawn('The engine made no PDF.')
      return { pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages }
    },
    picture: async (sheet) => {
      const { svg, pages } = await pool.ask({ sheet, as: 'picture' })
      return { svg: svg ?? '', pages }
    },
    stop: pool.stop,
    pids: pool.pids,
  }
}

let shared: RenderPool | undefined
/** One child of this process for previews; it ends by itself when nobody writes. */
export const sharedRenderPool = (): RenderPool => (shared ??= renderPool(1))
