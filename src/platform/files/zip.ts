import { crc32, deflateRawSync } from 'node:zlib'

export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array }

/** Sizes and offsets have 32 bits without the Zip64 extension, and one of them marks it. */
const BYTES_MAX = 0xffff_fffe
const ENTRIES_MAX = 0xfffe
/** Bit 11: names are UTF-8. */
const UTF8 = 0x0800
const DEFLATE = 8
const VERSION = 20

/**
 * A zip of some files, packed in memory. Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. `madeAt` is the
 * date of all entries, in UTC, so that the same files give the same bytes.
 * @throws Error if it would need Zip64
 */
export function zipOf(entries: readonly ZipEntry[], madeAt: Temporal.Instant): Buffer {
  if (entries.length > ENTRIES_MAX) throw new Error(`${entries.length} files are too many for one zip.`)
  const stamp = dosTime(madeAt)
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes)
    const path = Buffer.from(name, 'utf8')
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(VERSION, 0)
    shared.writeUInt16LE(UTF8, 2)
    shared.writeUInt16LE(DEFLATE, 4)
    shared.writeUInt32LE(stamp, 6)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([signature(0x04034b50), shared, path, packed])
    directory.push(Buffer.concat([signature(0x02014b50), u16(VERSION), shared, centralTail(offset), path]))
    parts.push(local)
    offset += local.length
    if (offset > BYTES_MAX) throw new Error('These files are too large for one zip.')
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, list, signature(0x06054b50), end])
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** No comment, first disk, no attributes, and where the entry begins. */
function centralTail(offset: number): Buffer {
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(offset, 10)
  return tail
}

/** Time in the lower and date in the upper 16 bits; seconds in steps of two, years from 1980. */
function dosTime(at: Temporal.Instant): number {
  const { year, month, day, hour, minute, second } = at.toZonedDateTimeISO('UTC')
  const time = (hour << 11) | (minute << 5) | (second >> 1)
  const date = ((year - 1980) << 9) | (month << 5) | day
  return ((date << 16) | time) >>> 0
}
