import type { PhotoType } from './photo.ts'

/**
 * A photo without what its camera wrote about place, time, owner and device; the picture itself is not touched, and which way is up stays.
 * JPEG (ISO 10918-1): application segments but JFIF, colour profile and Adobe's, and comments go; the direction comes back in an EXIF
 * segment of its own. PNG (RFC 2083 and EXIF of 2017) and WebP (RFC 9649): chunks of text, time, EXIF and XMP go. What cannot be followed
 * is undefined: no photo.
 */
export function stripPhoto(bytes: Buffer, type: PhotoType): Buffer | undefined {
  if (type === 'image/jpeg') return stripJpeg(bytes)
  return type === 'image/png' ? stripPng(bytes) : stripWebp(bytes)
}

const START_OF_SCAN = 0xda
const EXIF = 0xe1
const COMMENT = 0xfe
/** JFIF, colour profile, Adobe's word about colours: without them the colours change. */
const keptSegments: ReadonlySet<number> = new Set([0xe0, 0xe2, 0xee])
const isDropped = (marker: number): boolean =>
  marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && !keptSegments.has(marker))

function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = []
  let orientation = 1
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] as number
    if (marker === 0xff) {
      at += 1
      continue
    }
    // A second picture behind the end of the first (a film, a depth map) goes with what is written about it.
    if (marker === START_OF_SCAN) {
      const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]))
      const scan = bytes.subarray(at, endOfFirst(bytes, at) ?? (end > at ? end + 2 : bytes.length))
      return Buffer.concat([bytes.subarray(0, 2), exifOf(orientation), ...kept, scan])
    }
    const length = bytes.readUInt16BE(at + 2)
    const segment = bytes.subarray(at, at + 2 + length)
    if (length < 2 || segment.length < 2 + length) return undefined
    if (marker === EXIF) orientation = orientationOf(segment) ?? orientation
    // Apple and Google keep more pictures behind the first and point at them from a second "colour profile" segment.
    const isMultiPicture = marker === 0xe2 && segment.toString('latin1', 4, 8) === 'MPF\0'
    if (!isDropped(marker) && !isMultiPicture) kept.push(segment)
    at += 2 + length
  }
  return undefined
}

/** Where the picture ends: the first end marker in its scans; within them FF is followed by 00 or a restart. */
function endOfFirst(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from + 2); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === 0xd9) return at + 2
  return undefined
}

/** Tag 0x0112 of the first directory (EXIF 2.3, 4.6.4): 1 is upright, 2 to 8 are turned or mirrored. */
function orientationOf(segment: Buffer): number | undefined {
  const tiff = segment.subarray(10)
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0' || tiff.length < 14) return undefined
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const word = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < word(start); entry++) {
    const at = start + 2 + entry * 12
    if (at + 12 > tiff.length) return undefined
    const value = word(at + 8)
    if (word(at) === 0x0112) return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An EXIF segment with nothing but the direction; nothing for a picture that is upright. */
function exifOf(orientation: number): Buffer {
  if (orientation === 1) return Buffer.alloc(0)
  const head = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010000000000000000', 'hex')
  head.writeUInt16BE(orientation, 28)
  return head
}

const droppedChunks: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'])

function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (!droppedChunks.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return undefined
}

/** Bits of the extended header that say that EXIF and XMP follow. */
const EXIF_AND_XMP = 0x0c

function stripWebp(bytes: Buffer): Buffer | undefined {
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= end; ) {
    const length = bytes.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (at + 8 + length > end) return undefined
    const name = bytes.toString('latin1', at, at + 4)
    if (name !== 'EXIF' && name !== 'XMP ') {
      const chunk = Buffer.from(bytes.subarray(at, Math.min(next, end)))
      if (name === 'VP8X' && length >= 1) chunk[8] = (chunk[8] as number) & ~EXIF_AND_XMP
      kept.push(chunk)
    }
    at = next
  }
  const body = Buffer.concat(kept)
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(body.length + 4, 4)
  return kept.length === 0 ? undefined : Buffer.concat([head, body])
}
