import type { Reading } from '../blocks.ts'

/** Why a finished file is not taken. The words stand in the room's refusals under `letters.intake-…`. */
export const refusalReasons = [
  'not-a-pdf',
  'broken',
  'encrypted',
  'script',
  'launch',
  'embedded-file',
  'wrong-page-size',
  'too-many-pages',
  'too-large',
  'too-heavy',
  'unknown-customer',
  'unknown-contract',
  'key-taken',
  'missing-file',
  'wrong-line',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export type Inspected =
  | { readonly ok: true; readonly pages: number; readonly reading: Reading }
  | { readonly ok: false; readonly reason: RefusalReason }

/** One file of a letter; larger ones are no letters. */
export const FILE_BYTES_MAX = 10 * 1_048_576
export const PAGES_MAX = 100
/** DIN A4, portrait, to 2 mm: what an inserter takes, and what printers tolerate. */
const A4_MM = { width: 210, height: 297 }
const TOLERANCE_MM = 2
const MM_PER_POINT = 25.4 / 72

export const isA4 = (widthPoints: number, heightPoints: number): boolean =>
  Math.abs(widthPoints * MM_PER_POINT - A4_MM.width) <= TOLERANCE_MM &&
  Math.abs(heightPoints * MM_PER_POINT - A4_MM.height) <= TOLERANCE_MM

/** A piece of text as pdf.js gives it: its place in points, its size, and whether a line ends behind it. */
export type TextPiece = { readonly text: string; readonly y: number; readonly size: number; readonly endsLine: boolean }

/** Text beyond this is cut: no letter says so much, and search and page have to stay quick. */
const TEXT_LENGTH_MAX = 200_000

/**
 * Paragraphs from the pieces of all pages: lines that stand closer than one and a half times their size belong together. A reading
 * aid, not a copy: the PDF is the letter.
 */
export function readingOf(pages: readonly (readonly TextPiece[])[]): Reading {
  const paragraphs: string[] = []
  for (const page of pages) {
    let current = ''
    let last: TextPiece | undefined
    for (const piece of page) {
      const gap = last ? Math.abs(last.y - piece.y) : 0
      if (last && gap > Math.max(last.size, piece.size, 1) * 1.5 && current.trim() !== '') {
        paragraphs.push(current.trim())
        current = ''
      }
      current += piece.text + (piece.endsLine && !piece.text.endsWith(' ') ? ' ' : '')
      last = piece
    }
    if (current.trim() !== '') paragraphs.push(current.trim())
  }
  let left = TEXT_LENGTH_MAX
  const kept = paragraphs.flatMap((text) => {
    const cut = storable(text).slice(0, Math.max(0, left))
    left -= cut.length
    return cut === '' ? [] : [cut]
  })
  return {
    salutation: '',
    blocks: kept.map((text) => ({ kind: 'paragraph', spans: [{ text }] })),
    closing: '',
    signed: '',
  }
}

/** NUL, control signs and half pairs cannot be stored or shown. */
const storable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\ue000-\uf8ff]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
