import { join } from 'node:path'
import { type FileStore, fileStore } from '#platform/files'

/** Where scans of letters and cards lie, by the hash of their content. */
export const scanStore = (filesFolder: string): FileStore => fileStore(join(filesFolder, 'scans'))

/** Longest file of one letter; a scanner at 300 dpi makes some 0.2 MB of a page. */
export const SCAN_MIB_MAX = 10

const signatures = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
] as const

/**
 * The kind of a scan by its first bytes, whatever its name or sender says: PDF (ISO 32000-1, 7.5.2: "%PDF-"), JPEG (ISO
 * 10918-1), PNG (RFC 2083). Undefined for everything else.
 */
export const scanTypeOf = (bytes: Uint8Array): (typeof signatures)[number][0] | undefined =>
  signatures.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))?.[0]

/** A file's name as it is shown: without folders, signs that a shell or a page could take for more, at most 200 long. */
export const shownFileName = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(/^.*[/\\]/g, '')
    .replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_')
    .slice(-200) || 'scan'
