import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { fileRefused } from '../fault.ts'
import { bytesOf, type Source } from './source.ts'

export type Encoding = 'utf-8' | 'windows-1252'

export type Inspection = { readonly sha256: Buffer; readonly encoding: Encoding; readonly bytes: number }

/** How zip files begin, and with them the files of Excel and LibreOffice. */
const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const NUL = 0
const NEWLINE = 10

/**
 * Reads the file once before anything goes in: its hash (the same file goes on where it was stopped) and its encoding.
 * UTF-8 is recognised by being valid, which other text is by accident only; everything else is Windows-1252, unless both
 * are mixed in one file, which nobody can read rightly.
 * @throws Refusal for UTF-16, NUL bytes and mixed encodings, with the line
 */
export async function inspect(source: Source): Promise<Inspection> {
  const hash = createHash('sha256')
  const scan = new EncodingScan(source.name)
  let bytes = 0
  for await (const piece of bytesOf(source)) {
    if (bytes === 0) refuseWideText(piece, source.name)
    hash.update(piece)
    scan.add(piece)
    bytes += piece.length
  }
  if (bytes === 0) throw fileRefused('exchange.file.empty', source.name, 1)
  return { sha256: hash.digest(), encoding: scan.end(), bytes }
}

/** UTF-16 and UTF-32 begin with a byte order mark that no CSV in UTF-8 or Windows-1252 begins with. */
function refuseWideText(piece: Buffer, file: string): void {
  const mark = (piece[0] ?? 0) * 256 + (piece[1] ?? 0)
  if (mark === 0xff_fe || mark === 0xfe_ff) throw fileRefused('exchange.file.wide-text', file, 1)
}

class EncodingScan {
  readonly #file: string
  #rest: Buffer = Buffer.alloc(0)
  #lines = 1
  /** Line of the first byte that is not UTF-8, and of the first character outside ASCII that is. */
  #invalidAt: number | undefined
  #validAt: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  add(piece: Buffer): void {
    if (this.#lines === 1 && piece.subarray(0, ZIP.length).equals(ZIP))
      throw fileRefused('exchange.file.archive', this.#file, 1)
    const nul = piece.indexOf(NUL)
    if (nul >= 0)
      throw fileRefused('exchange.file.nul-byte', this.#file, this.#lines + countLines(piece.subarray(0, nul)))
    const all = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    const end = completeEnd(all)
    const whole = all.subarray(0, end)
    if (!isUtf8(whole)) this.#look(whole)
    else if (this.#validAt === undefined && whole.some((byte) => byte >= 0x80)) this.#validAt = this.#lines
    this.#lines += countLines(whole)
    this.#rest = Buffer.from(all.subarray(end))
  }

  /** Walks the bytes of a piece that is not valid and notes what is there of either kind. */
  #look(bytes: Buffer): void {
    let line = this.#lines
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] as number
      if (byte === NEWLINE) line += 1
      if (byte < 0x80) continue
      const length = sequenceLength(byte)
      if (length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) {
        this.#validAt ??= line
        at += length - 1
      } else this.#invalidAt ??= line
    }
  }

  end(): Encoding {
    if (this.#rest.length > 0) this.#invalidAt ??= this.#lines
    if (this.#invalidAt === undefined) return 'utf-8'
    if (this.#validAt !== undefined)
      throw fileRefused('exchange.file.mixed-encoding', this.#file, this.#invalidAt, { other: this.#validAt })
    return 'windows-1252'
  }
}

function sequenceLength(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2
  if (first >= 0xe0 && first <= 0xef) return 3
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0
}

/** Where the last complete character ends: a sequence that is cut by the end of the piece waits for the next. */
function completeEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1
  return lines
}
