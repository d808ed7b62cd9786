import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { RoadsRefusal } from '../refusal.ts'

/**
 * A file of named typed arrays that is opened by one read.
 *
 *     bytes 0-7    "KWROADS\n"
 *     8-11         version of the layout
 *     12-15        0x01020304, which tells a machine of the other byte order that it is one
 *     16-19        length of the table of contents
 *     20-23        CRC-32 of the table of contents
 *     24-27        CRC-32 of everything after it
 *     28-31        zero
 *     32-          table of contents (JSON), filled with blanks to a multiple of 8, then the arrays, each from a multiple of 8
 */
const magic = 'KWROADS\n'
const fileVersion = 1
const byteOrderMark = 0x01020304
const headBytes = 32
const contentsBytesMax = 1024 * 1024
/** 12 GiB: a network of all Europe; anything larger is not one of ours. */
const fileBytesMax = 12 * 1024 ** 3
const writeBytesMax = 1024 ** 3
/** Half of a usual second-level cache. */
const pieceBytes = 512 * 1024

const arrayTypes = { Uint8Array, Int16Array, Int32Array, Float64Array } as const
type ArrayType = keyof typeof arrayTypes
export type SectionArray = Uint8Array | Int16Array | Int32Array | Float64Array
export type Sections = Readonly<Record<string, SectionArray>>

interface Contents {
  readonly facts: Readonly<Record<string, string | number>>
  readonly bytes: number
  readonly sections: readonly { name: string; type: ArrayType; offset: number; length: number }[]
}

const upTo8 = (bytes: number): number => Math.ceil(bytes / 8) * 8

/** Writes beside the final name first: who opens the file sees the old one or the new one, never half of it. */
export function writeSections(path: string, facts: Contents['facts'], sections: Sections): number {
  const list = Object.entries(sections)
  let offset = 0
  const table = list.map(([name, array]) => {
    const entry = { name, type: array.constructor.name as ArrayType, offset, length: array.length }
    offset += upTo8(array.byteLength)
    return entry
  })
  const contents: Contents = { facts, bytes: offset, sections: table }
  const json = Buffer.from(JSON.stringify(contents))
  const contentsBytes = Buffer.alloc(upTo8(json.length), 0x20)
  json.copy(contentsBytes)
  const parts = list.flatMap(([, array]) => {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength)
    return [bytes, Buffer.alloc(upTo8(bytes.length) - bytes.length)]
  })
  const head = Buffer.alloc(headBytes)
  head.write(magic, 0, 'latin1')
  new Uint32Array(head.buffer, head.byteOffset, 8).set(
    [
      fileVersion,
      byteOrderMark,
      contentsBytes.length,
      crc32(contentsBytes),
      parts.reduce((sum, part) => crc32(part, sum), 0),
    ],
    2,
  )
  const unfinished = `${path}.${process.pid}.unfinished`
  const file = openSync(unfinished, 'w')
  try {
    for (const part of [head, contentsBytes, ...parts]) writeWhole(file, part)
    closeSync(file)
    renameSync(unfinished, path)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    throw new RoadsRefusal('file-unreadable', `${path} cannot be written: ${(cause as Error).message}`)
  }
  return headBytes + contentsBytes.length + offset
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, Math.min(bytes.length - done, writeBytesMax))
}

/** Reads the file into one buffer and checks it: size, version, byte order, both sums, and that every array lies inside. */
export function readSections(path: string): { facts: Contents['facts']; sections: Sections; bytes: number } {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw new RoadsRefusal('file-unreadable', `${path} cannot be opened: ${(cause as Error).message}`)
  }
  try {
    const size = fstatSync(file).size
    if (size > fileBytesMax) throw new RoadsRefusal('file-too-large', `${path} has ${size} bytes`)
    if (size < headBytes) throw new RoadsRefusal('file-malformed', `${path} is not a road network made by roads:build`)
    const buffer = new ArrayBuffer(size)
    readPart(file, new Uint8Array(buffer, 0, headBytes), 0)
    const { contentsLength, contentsSum, bodySum } = readHead(path, buffer)
    const bodyStart = headBytes + contentsLength
    if (bodyStart > size) throw new RoadsRefusal('file-cut-off', `${path} ends inside its table of contents`)
    const contentsBytes = new Uint8Array(buffer, headBytes, contentsLength)
    readPart(file, contentsBytes, headBytes)
    if (crc32(contentsBytes) !== contentsSum)
      throw new RoadsRefusal('file-malformed', 'The table of contents is damaged')
    const contents = parseContents(contentsBytes)
    if (bodyStart + contents.bytes !== size) {
      throw new RoadsRefusal('file-cut-off', `The file has ${size} bytes instead of ${bodyStart + contents.bytes}`)
    }
    if (readBody(file, buffer, bodyStart) !== bodySum) throw new RoadsRefusal('file-malformed', 'The file is damaged')
    return { facts: contents.facts, sections: sectionsOf(contents, buffer, bodyStart), bytes: size }
  } finally {
    closeSync(file)
  }
}

function readHead(path: string, buffer: ArrayBuffer): { contentsLength: number; contentsSum: number; bodySum: number } {
  if (Buffer.from(buffer, 0, 8).toString('latin1') !== magic) {
    throw new RoadsRefusal('file-malformed', `${path} is not a road network made by roads:build`)
  }
  const [version, mark, contentsLength, contentsSum, bodySum] = new Uint32Array(buffer, 8, 6)
  if (mark !== byteOrderMark) {
    throw new RoadsRefusal('file-unsupported', 'The file was made on a machine of other byte order')
  }
  if (version !== fileVersion) {
    const reason = `The file has layout ${version}, this program reads ${fileVersion}: build it again`
    throw new RoadsRefusal('file-unsupported', reason)
  }
  if (contentsLength > contentsBytesMax || contentsLength % 8 !== 0) {
    throw new RoadsRefusal('file-malformed', 'The table of contents is broken')
  }
  return { contentsLength, contentsSum, bodySum }
}

/** Reads the arrays and returns their sum, taken piece by piece while each piece is still in the processor's cache. */
function readBody(file: number, buffer: ArrayBuffer, bodyStart: number): number {
  let sum = 0
  for (let done = bodyStart; done < buffer.byteLength; done += pieceBytes) {
    const piece = new Uint8Array(buffer, done, Math.min(pieceBytes, buffer.byteLength - done))
    readPart(file, piece, done)
    sum = crc32(piece, sum)
  }
  return sum
}

function readPart(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, bytes.length - done, position + done)
    if (count === 0) throw new RoadsRefusal('file-cut-off', 'The file became shorter while it was read')
    done += count
  }
}

function sectionsOf(contents: Contents, buffer: ArrayBuffer, bodyStart: number): Sections {
  const sections: Record<string, SectionArray> = {}
  for (const { name, type, offset, length } of contents.sections) {
    const Type = arrayTypes[type]
    const whole = Number.isSafeInteger(length) && Number.isSafeInteger(offset) && length >= 0 && offset >= 0
    if (!Type || !whole || offset % 8 !== 0 || offset + length * Type.BYTES_PER_ELEMENT > contents.bytes) {
      throw new RoadsRefusal('file-malformed', `The section ${name} does not lie inside the file`)
    }
    sections[name] = new Type(buffer, bodyStart + offset, length)
  }
  return sections
}

function parseContents(bytes: Uint8Array): Contents {
  try {
    const contents = JSON.parse(Buffer.from(bytes).toString()) as Contents
    if (Array.isArray(contents.sections) && Number.isSafeInteger(contents.bytes) && contents.facts) return contents
  } catch {
    // falls through to the refusal below
  }
  throw new RoadsRefusal('file-malformed', 'The table of contents is not readable')
}
