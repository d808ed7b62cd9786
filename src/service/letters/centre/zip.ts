import { crc32 } from 'node:zlib'

/** A file of an archive; its content is asked for when its turn comes, so one file is in memory at a time. */
export type ZipEntry = {
  readonly name: string
  readonly modified: Temporal.Instant
  readonly read: () => Promise<Buffer>
}

/** Without the 64-bit extension a file holds 65,535 entries and 4 GB (APPNOTE 4.4.1.4); a customer's letters stay far below. */
const ENTRIES_MAX = 65_535
const BYTES_MAX = 0xffff_ffff

/**
 * A zip file as it is made, stored and not compressed: PDF files are compressed inside, and packing them again costs CPU for
 * nothing. @throws RangeError beyond the format's bounds
 */
export async function* zipOf(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  if (entries.length > ENTRIES_MAX) throw new RangeError('A zip file holds 65,535 files.')
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const content = await entry.read()
    const name = Buffer.from(entry.name, 'utf8')
    const shared = sharedHeader(entry, name, content)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name])
    central.push(centralHeader(shared, name, offset))
    yield local
    yield content
    offset += local.length + content.length
    if (offset > BYTES_MAX) throw new RangeError('A zip file without extension holds 4 GB.')
  }
  const directory = Buffer.concat(central)
  yield directory
  yield endOfDirectory(entries.length, directory.length, offset)
}

/** What both headers say: version 2.0, UTF-8 names (bit 11), stored, time, checksum, sizes, length of the name. */
function sharedHeader(entry: ZipEntry, name: Buffer, content: Buffer): Buffer {
  const header = Buffer.alloc(26)
  const local = entry.modified.toZonedDateTimeISO('Europe/Berlin')
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(0x0800, 2)
  header.writeUInt16LE(0, 4)
  header.writeUInt16LE((local.hour << 11) | (local.minute << 5) | (local.second >> 1), 6)
  header.writeUInt16LE(((local.year - 1980) << 9) | (local.month << 5) | local.day, 8)
  header.writeUInt32LE(crc32(content), 10)
  header.writeUInt32LE(content.length, 14)
  header.writeUInt32LE(content.length, 18)
  header.writeUInt16LE(name.length, 22)
  return header
}

function centralHeader(shared: Buffer, name: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, rest, name])
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/** A name that every file system takes, without dots in front and of bounded length. */
export const safeFileName = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 100)
    .trim() || 'Brief'
