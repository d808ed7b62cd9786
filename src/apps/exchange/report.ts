import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type pg from 'pg'
import { type LineFault, refusalsStatement, toLineFault } from '#company/exchange'
import { flight } from '#platform/database'
import { refusalText } from './texts.ts'

/** Lines fetched at once; a line may have several faults, so a page ends with whole lines. */
const LINES_PER_PAGE = 5_000

const HEADER = 'file;line;column;code;value;reason\n'

/** What a spreadsheet would run gets an apostrophe: the report shows values of strangers. */
function cell(value: string): string {
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[;"\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** All refused lines of a run as CSV: to be mended in the source system and sent again. Made when the first is met. */
export class RefusedReport {
  readonly path: string
  readonly #locale: 'de' | 'en'
  #stream: WriteStream | undefined
  #written = 0

  constructor(path: string, locale: 'de' | 'en') {
    this.path = path
    this.#locale = locale
  }

  async add(pool: pg.Pool, source: string, batchId: string): Promise<void> {
    for (let after = 0; ; ) {
      const [rows = []] = await flight(pool, [refusalsStatement(batchId, after, LINES_PER_PAGE)])
      const faults = rows.map(toLineFault)
      const last = faults.at(-1)
      if (!last) return
      const whole = faults.length < LINES_PER_PAGE ? faults : faults.filter((one) => one.line < last.line)
      await this.#write(source, whole)
      if (whole.length === faults.length) return
      after = whole.at(-1)?.line ?? last.line
    }
  }

  async #write(source: string, faults: readonly LineFault[]): Promise<void> {
    if (!this.#stream) {
      this.#stream = createWriteStream(this.path)
      this.#stream.write(HEADER)
    }
    const lines = faults.map(({ line, column, code, shown }) => {
      const reason = refusalText(this.#locale, code, {})
      return [source, String(line), column, code, shown ?? '', reason].map(cell).join(';')
    })
    this.#written += lines.length
    if (!this.#stream.write(`${lines.join('\n')}\n`)) await once(this.#stream, 'drain')
  }

  /** @returns the number of refused places */
  async end(): Promise<number> {
    if (this.#stream) {
      this.#stream.end()
      await once(this.#stream, 'close')
    }
    return this.#written
  }
}
