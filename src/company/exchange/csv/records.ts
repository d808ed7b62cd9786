import { fileRefused } from '../fault.ts'
import type { Encoding } from './encoding.ts'
import { CsvReader, type CsvRecord, RECORD_CHARS_MAX, separatorOf } from './reader.ts'
import { bytesOf, type Source } from './source.ts'

/** What is read of a file: its column names, and then its records in batches. */
export type CsvFile = {
  readonly header: readonly string[]
  /** Batches of at most `size` records; each with the bytes read so far, for the progress. */
  readonly batches: (size: number) => AsyncGenerator<{ readonly records: CsvRecord[]; readonly bytes: number }>
  /** Closes the file, wherever reading has stopped. */
  readonly close: () => Promise<void>
}

/** Columns that a header may name: ten times what the widest file has. */
const COLUMNS_MAX = 200

/** Opens a file: decodes, finds the separator and takes the header. */
export async function openCsv(source: Source, encoding: Encoding): Promise<CsvFile> {
  const pieces = textOf(source, encoding)
  try {
    return await readOn(source, pieces)
  } catch (error) {
    await pieces.return(undefined)
    throw error
  }
}

async function readOn(source: Source, pieces: AsyncGenerator<Piece>): Promise<CsvFile> {
  const first = await firstPiece(pieces, source.name)
  const reader = new CsvReader(source.name, separatorOf(first.text.slice(0, lineEnd(first.text))))
  const records = reader.push(first.text)
  if (records.length === 0) records.push(...(first.last ? reader.end() : []))
  const header = records.shift()?.fields.map((name) => name.trim().toLowerCase()) ?? []
  refuseHeader(header, source.name)
  return {
    header,
    close: async () => void (await pieces.return(undefined)),
    async *batches(size) {
      let waiting = records
      let bytes = first.bytes
      for await (const piece of pieces) {
        waiting = waiting.concat(reader.push(piece.text))
        bytes = piece.bytes
        for (; waiting.length >= size; waiting = waiting.slice(size)) yield { records: waiting.slice(0, size), bytes }
      }
      waiting = waiting.concat(reader.end())
      for (; waiting.length > 0; waiting = waiting.slice(size)) yield { records: waiting.slice(0, size), bytes }
    },
  }
}

function refuseHeader(header: readonly string[], file: string): void {
  if (header.length === 0) throw fileRefused('exchange.file.empty', file, 1)
  if (header.length > COLUMNS_MAX)
    throw fileRefused('exchange.file.too-many-columns', file, 1, { maximum: COLUMNS_MAX })
  const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at)
  if (twice !== undefined) throw fileRefused('exchange.file.column-twice', file, 1, { column: twice.slice(0, 60) })
}

type Piece = { readonly text: string; readonly bytes: number; readonly last: boolean }

const lineEnd = (text: string): number => {
  const at = text.indexOf('\n')
  return at < 0 ? text.length : at
}

async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<Piece> {
  // The byte order mark is dropped by the decoder. Validity has been checked by `inspect`.
  const decoder = new TextDecoder(encoding)
  let bytes = 0
  for await (const piece of bytesOf(source)) {
    bytes += piece.length
    yield { text: decoder.decode(piece, { stream: true }), bytes, last: false }
  }
  yield { text: decoder.decode(), bytes, last: true }
}

/** Text up to the end of the first line at least; a first line without end is refused before it fills the memory. */
async function firstPiece(pieces: AsyncGenerator<Piece>, file: string): Promise<Piece> {
  let text = ''
  for (;;) {
    const next = await pieces.next()
    if (next.done) return { text, bytes: 0, last: true }
    text += next.value.text
    const end = text.indexOf('\n')
    if (end > RECORD_CHARS_MAX || (end < 0 && text.length > RECORD_CHARS_MAX))
      throw fileRefused('exchange.file.line-too-long', file, 1, { maximum: RECORD_CHARS_MAX })
    if (end >= 0 || next.value.last) return { ...next.value, text }
  }
}
