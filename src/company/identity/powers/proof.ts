/** Kinds of files that a proof may be. */
export const proofTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'] as const
export type ProofType = (typeof proofTypes)[number]
export type ProofFault = 'identity.proof-no-document' | 'identity.proof-locked' | 'identity.proof-active'

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte)
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/**
 * What a PDF could do when it is opened (ISO 32000-2, 12.6 and 12.3.3): run scripts, start programs, carry files. Names may be
 * written with #xx; what lies in compressed object streams is not seen here, which is why a proof opens as a download in
 * a sandbox and nowhere else.
 */
const ACTIVE = /\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction|AA)(?![A-Za-z])/
const TAIL = 2_048

const plainNames = (text: string): string =>
  text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/**
 * The kind of a proof by its content, whatever its name says: JPEG, PNG, WebP by their first bytes; PDF by its head and its end,
 * if it is neither locked nor active.
 */
export function proofTypeOf(bytes: Uint8Array): ProofType | ProofFault {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(bytes, PNG)) return 'image/png'
  if (startsWith(bytes, ascii('RIFF')) && startsWith(bytes, ascii('WEBP'), 8)) return 'image/webp'
  if (!startsWith(bytes, ascii('%PDF-'))) return 'identity.proof-no-document'
  const text = plainNames(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
  if (!text.slice(-TAIL).includes('%%EOF')) return 'identity.proof-no-document'
  if (/\/Encrypt(?![A-Za-z])/.test(text)) return 'identity.proof-locked'
  return ACTIVE.test(text) ? 'identity.proof-active' : 'application/pdf'
}

export const isProofFault = (judged: ProofType | ProofFault): judged is ProofFault => judged.startsWith('identity.')
