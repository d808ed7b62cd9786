import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { inflateSync, zstdDecompressSync } from 'node:zlib'
import { RoadsRefusal } from '../refusal.ts'
import { type OsmMember, type OsmSink, type OsmTags, noTags, relationMembersMax, wayNodesMax } from './elements.ts'
import { ProtobufCursor, utf8 } from './protobuf.ts'

// Limits of the format (https://wiki.openstreetmap.org/wiki/PBF_Format): header under 64 KiB, blob under 32 MiB.
const headerBytesMax = 64 * 1024
const blobBytesMax = 32 * 1024 * 1024
/** A block has at most 8,000 elements with some dozens of tags each. */
const textsMax = 1_000_000
const knownFeatures = new Set(['OsmSchema-V0.6', 'DenseNodes'])

interface Block {
  readonly texts: readonly Uint8Array[]
  readonly decoded: (string | undefined)[]
  readonly granularity: number
  readonly latOffset: number
  readonly lonOffset: number
  /** For each text: is it one of the keys that the sink asks for? null: every way is wanted. */
  readonly wanted: readonly boolean[] | null
}

/** Reads an OSM PBF file from start to end and hands its elements to the sink. Throws RoadsRefusal on a broken file. */
export function readPbf(path: string, sink: OsmSink): void {
  const file = openSync(path, 'r')
  try {
    readBlobs(file, fstatSync(file).size, sink)
  } finally {
    closeSync(file)
  }
}

function readBlobs(file: number, size: number, sink: OsmSink): void {
  let position = 0
  let headerSeen = false
  if (size === 0) throw new RoadsRefusal('file-cut-off', 'PBF: the file is empty')
  while (position < size) {
    const length = readExactly(file, position, 4, size)
    const headerLength = new DataView(length.buffer, length.byteOffset, 4).getUint32(0)
    if (headerLength > headerBytesMax) throw new RoadsRefusal('file-malformed', 'PBF: this is not an OSM PBF file')
    const header = blobHeader(new ProtobufCursor(readExactly(file, position + 4, headerLength, size)))
    if (header.dataSize > blobBytesMax) throw new RoadsRefusal('file-too-large', 'PBF: a blob is larger than 32 MiB')
    const blobStart = position + 4 + headerLength
    const blob = readExactly(file, blobStart, header.dataSize, size)
    if (header.type === 'OSMHeader') {
      checkFeatures(new ProtobufCursor(unpackBlob(blob)))
      headerSeen = true
    } else if (header.type === 'OSMData') {
      if (!headerSeen) throw new RoadsRefusal('file-malformed', 'PBF: no header before the first elements')
      readBlock(unpackBlob(blob), sink)
    }
    position = blobStart + header.dataSize
  }
  if (!headerSeen) throw new RoadsRefusal('file-malformed', 'PBF: the file has no header')
}

function readExactly(file: number, position: number, length: number, size: number): Uint8Array {
  if (position + length > size) throw new RoadsRefusal('file-cut-off', `PBF: the file ends early, at byte ${size}`)
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, position + filled)
    if (count === 0) throw new RoadsRefusal('file-cut-off', `PBF: the file ends early, at byte ${position + filled}`)
    filled += count
  }
  return bytes
}

function blobHeader(cursor: ProtobufCursor): { type: string; dataSize: number } {
  let type = ''
  let dataSize = -1
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a) type = cursor.text()
    else if (tag === 0x18) dataSize = cursor.varint()
    else cursor.skip(tag)
  }
  if (dataSize < 0 || type === '') throw new RoadsRefusal('file-malformed', 'PBF: a blob header without type or size')
  return { type, dataSize }
}

function unpackBlob(bytes: Uint8Array): Uint8Array {
  const cursor = new ProtobufCursor(bytes)
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a) return cursor.slice()
    if (tag === 0x1a) return decompress(cursor.slice(), inflateSync)
    if (tag === 0x3a) return decompress(cursor.slice(), zstdDecompressSync)
    if (tag === 0x22 || tag === 0x2a || tag === 0x32) {
      throw new RoadsRefusal('file-unsupported', 'PBF: compressed with lzma, bzip2 or lz4; convert it to zlib')
    }
    cursor.skip(tag)
  }
  throw new RoadsRefusal('file-malformed', 'PBF: a blob without content')
}

function decompress(bytes: Uint8Array, unpack: (bytes: Uint8Array, options: object) => Uint8Array): Uint8Array {
  try {
    return unpack(bytes, { maxOutputLength: blobBytesMax })
  } catch (cause) {
    throw new RoadsRefusal('file-malformed', `PBF: a blob does not unpack (${(cause as Error).message})`)
  }
}

function checkFeatures(cursor: ProtobufCursor): void {
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag !== 0x22) {
      cursor.skip(tag)
      continue
    }
    const feature = cursor.text()
    if (!knownFeatures.has(feature)) {
      throw new RoadsRefusal('file-unsupported', `PBF: the file needs the feature ${feature}, which is not supported`)
    }
  }
}

function readBlock(bytes: Uint8Array, sink: OsmSink): void {
  const cursor = new ProtobufCursor(bytes)
  let texts: Uint8Array[] = []
  let granularity = 100
  let latOffset = 0
  let lonOffset = 0
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a) texts = textTable(cursor.message())
    else if (tag === 0x88) granularity = cursor.varint()
    else if (tag === 0x98) latOffset = cursor.signed()
    else if (tag === 0xa0) lonOffset = cursor.signed()
    else cursor.skip(tag)
  }
  const wanted = sink.keys ? wantedTexts(texts, sink.keys) : null
  const block: Block = { texts, decoded: texts.map(() => undefined), granularity, latOffset, lonOffset, wanted }
  // a second time, for the groups: granularity and offsets may stand behind them
  const groups = new ProtobufCursor(bytes)
  while (!groups.done) {
    const tag = groups.tag()
    if (tag === 0x12) readGroup(groups.message(), block, sink)
    else groups.skip(tag)
  }
}

function wantedTexts(texts: readonly Uint8Array[], keys: readonly string[]): boolean[] {
  const wantedKeys = new Set(keys)
  const lengths = new Set(keys.map((key) => key.length))
  return texts.map((bytes) => lengths.has(bytes.length) && wantedKeys.has(utf8.decode(bytes)))
}

function textTable(cursor: ProtobufCursor): Uint8Array[] {
  const texts: Uint8Array[] = []
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a) texts.push(cursor.slice())
    else cursor.skip(tag)
    if (texts.length > textsMax) throw new RoadsRefusal('file-too-large', `PBF: more than ${textsMax} texts in a block`)
  }
  return texts
}

function textAt(block: Block, index: number): string {
  if (!(index < block.texts.length)) throw new RoadsRefusal('file-malformed', `PBF: text ${index} is not in the table`)
  const known = block.decoded[index]
  if (known !== undefined) return known
  const text = utf8.decode(block.texts[index])
  block.decoded[index] = text
  return text
}

function readGroup(cursor: ProtobufCursor, block: Block, sink: OsmSink): void {
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a && sink.node) readNode(cursor.message(), block, sink)
    else if (tag === 0x12 && sink.node) readDenseNodes(cursor.message(), block, sink)
    else if (tag === 0x1a && sink.way) readWay(cursor.message(), block, sink)
    else if (tag === 0x22 && sink.relation) readRelation(cursor.message(), block, sink)
    else cursor.skip(tag)
  }
}

// granularity and offsets are in nanodegrees; a unit of 1e-7 degrees has 100 of them
function degreesE7(value: number, offset: number, granularity: number): number {
  return Math.round((offset + granularity * value) / 100)
}

function readNode(cursor: ProtobufCursor, block: Block, sink: OsmSink): void {
  let id = 0
  let lat = 0
  let lon = 0
  let keys: number[] = []
  let values: number[] = []
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x08) id = cursor.zigzag()
    else if (tag === 0x12) keys = packed(cursor.message())
    else if (tag === 0x1a) values = packed(cursor.message())
    else if (tag === 0x40) lat = cursor.zigzag()
    else if (tag === 0x48) lon = cursor.zigzag()
    else cursor.skip(tag)
  }
  const latE7 = degreesE7(lat, block.latOffset, block.granularity)
  sink.node?.(id, latE7, degreesE7(lon, block.lonOffset, block.granularity), tagsOf(block, keys, values))
}

function readDenseNodes(cursor: ProtobufCursor, block: Block, sink: OsmSink): void {
  const empty = new ProtobufCursor(new Uint8Array(0))
  let ids = empty
  let lats = empty
  let lons = empty
  let keysValues = empty
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x0a) ids = cursor.message()
    else if (tag === 0x42) lats = cursor.message()
    else if (tag === 0x4a) lons = cursor.message()
    else if (tag === 0x52) keysValues = cursor.message()
    else cursor.skip(tag)
  }
  let id = 0
  let lat = 0
  let lon = 0
  while (!ids.done) {
    id += ids.zigzag()
    lat += lats.zigzag()
    lon += lons.zigzag()
    const tags = keysValues.done ? noTags : denseTags(keysValues, block)
    const latE7 = degreesE7(lat, block.latOffset, block.granularity)
    sink.node?.(id, latE7, degreesE7(lon, block.lonOffset, block.granularity), tags)
  }
}

function denseTags(cursor: ProtobufCursor, block: Block): OsmTags {
  let key = cursor.varint()
  if (key === 0) return noTags
  const tags = new Map<string, string>()
  while (key !== 0) {
    tags.set(textAt(block, key), textAt(block, cursor.varint()))
    // the last node's list may end without its zero
    key = cursor.done ? 0 : cursor.varint()
  }
  return tags
}

function packed(cursor: ProtobufCursor): number[] {
  const values: number[] = []
  while (!cursor.done) values.push(cursor.varint())
  return values
}

function packedDeltas(cursor: ProtobufCursor, countMax: number, what: string): number[] {
  const values: number[] = []
  let value = 0
  while (!cursor.done) {
    value += cursor.zigzag()
    values.push(value)
    if (values.length > countMax) throw new RoadsRefusal('file-too-large', `PBF: more than ${countMax} ${what}`)
  }
  return values
}

function tagsOf(block: Block, keys: readonly number[], values: readonly number[]): OsmTags {
  if (keys.length === 0) return noTags
  if (keys.length !== values.length) throw new RoadsRefusal('file-malformed', 'PBF: keys and values differ in number')
  const tags = new Map<string, string>()
  keys.forEach((key, index) => tags.set(textAt(block, key), textAt(block, values[index])))
  return tags
}

function isWanted(block: Block, keys: readonly number[]): boolean {
  const wanted = block.wanted
  return wanted === null || keys.some((key) => wanted[key])
}

function readWay(cursor: ProtobufCursor, block: Block, sink: OsmSink): void {
  let id = 0
  let keys: number[] = []
  let values: number[] = []
  let refs: ProtobufCursor | undefined
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x08) id = cursor.varint()
    else if (tag === 0x12) keys = packed(cursor.message())
    else if (tag === 0x1a) values = packed(cursor.message())
    else if (tag === 0x42) refs = cursor.message()
    else cursor.skip(tag)
  }
  if (!refs || !isWanted(block, keys)) return
  sink.way?.(id, packedDeltas(refs, wayNodesMax, 'nodes in a way'), tagsOf(block, keys, values))
}

const memberTypes = ['node', 'way', 'relation'] as const

function readRelation(cursor: ProtobufCursor, block: Block, sink: OsmSink): void {
  let id = 0
  let keys: number[] = []
  let values: number[] = []
  let roles: number[] = []
  let refs: number[] = []
  let types: number[] = []
  while (!cursor.done) {
    const tag = cursor.tag()
    if (tag === 0x08) id = cursor.varint()
    else if (tag === 0x12) keys = packed(cursor.message())
    else if (tag === 0x1a) values = packed(cursor.message())
    else if (tag === 0x42) roles = packed(cursor.message())
    else if (tag === 0x4a) refs = packedDeltas(cursor.message(), relationMembersMax, 'members in a relation')
    else if (tag === 0x52) types = packed(cursor.message())
    else cursor.skip(tag)
  }
  if (!isWanted(block, keys)) return
  if (roles.length !== refs.length || types.length !== refs.length) {
    throw new RoadsRefusal('file-malformed', 'PBF: a relation has members without role or type')
  }
  const members: OsmMember[] = refs.map((ref, index) => {
    const type = memberTypes[types[index]]
    if (type === undefined) throw new RoadsRefusal('file-malformed', 'PBF: a member of an unknown type')
    return { type, ref, role: textAt(block, roles[index]) }
  })
  sink.relation?.(id, members, tagsOf(block, keys, values))
}
