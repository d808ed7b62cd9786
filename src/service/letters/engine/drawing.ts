import { createHash } from 'node:crypto'
import type { Sheet } from '../blocks.ts'

/** Goes into the hash of what a letter was made from: a new layout makes other bytes from the same text. */
const ENGINE = 'typst-0.14.2/letter-1'

export type MadePdf = { readonly pdf: Buffer; readonly pages: number }

/** The engine could not draw this sheet; the message is Typst's own. */
export class NotDrawn extends Error {
  override name = 'NotDrawn'
}

/** The layout reads one flat object; the whole sheet is in it, so its hash is the hash of what was drawn. */
export const letterJson = ({ frame, reading }: Sheet): string =>
  JSON.stringify({ ...frame, ...reading, sender: { ...frame.sender, signed: reading.signed } })

/** SHA-256 of engine and sheet, whatever the order of its keys: the database keeps JSON in an order of its own. */
export const sheetHash = (sheet: Sheet): Buffer =>
  createHash('sha256')
    .update(`${ENGINE}\n${JSON.stringify(sorted(sheet))}`)
    .digest()

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]))
}
