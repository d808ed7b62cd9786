/** Kinds of pictures that are taken in. What else a phone makes (HEIC) browsers turn into JPEG when they send it. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export type PhotoType = (typeof photoTypes)[number]

/** Photos of one form; more say no more about a meter. */
export const PHOTOS_MAX = 6

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte)
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))

/**
 * The kind of a picture by its first bytes, whatever its name or sender says: JPEG (ISO 10918-1: FF D8 FF), PNG (RFC 2083:
 * eight bytes), WebP (RFC 9649: RIFF, size, WEBP). Undefined for everything else.
 */
export function photoTypeOf(bytes: Uint8Array): PhotoType | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(bytes, PNG)) return 'image/png'
  if (startsWith(bytes, ascii('RIFF')) && startsWith(bytes, ascii('WEBP'), 8)) return 'image/webp'
  return undefined
}
