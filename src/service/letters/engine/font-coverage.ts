import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Signs that every shipped font can draw. A sign without a glyph is not allowed in PDF/A (ISO 19005-3, 6.2.11.8), so the engine
 * would refuse the whole letter because of one emoji in a name.
 */
export function coveredSigns(folder: string): ReadonlySet<number> {
  const [first = new Set<number>(), ...others] = readdirSync(folder)
    .filter((file) => file.endsWith('.ttf'))
    .map((file) => signsOf(readFileSync(join(folder, file))))
  return new Set([...first].filter((sign) => others.every((other) => other.has(sign))))
}

/** Reads the character map of format 4 (OpenType, `cmap`), which all fonts of the basic plane carry. */
function signsOf(font: Buffer): Set<number> {
  const table = tableAt(font, 'cmap')
  const signs = new Set<number>()
  for (let at = 0; at < font.readUInt16BE(table + 2); at += 1) {
    const start = table + font.readUInt32BE(table + 4 + at * 8 + 4)
    if (font.readUInt16BE(start) === 4) addSegments(font, start, signs)
  }
  if (signs.size === 0) throw new Error('A font without a character map of format 4.')
  return signs
}

function addSegments(font: Buffer, start: number, signs: Set<number>): void {
  const double = font.readUInt16BE(start + 6)
  for (let at = 0; at < double; at += 2) {
    const last = font.readUInt16BE(start + 14 + at)
    const first = font.readUInt16BE(start + 16 + double + at)
    const delta = font.readUInt16BE(start + 16 + double * 2 + at)
    const rangeAt = start + 16 + double * 3 + at
    const range = font.readUInt16BE(rangeAt)
    for (let sign = first; sign <= last && sign < 0xffff; sign += 1) {
      const glyph = range === 0 ? (sign + delta) & 0xffff : font.readUInt16BE(rangeAt + range + (sign - first) * 2)
      if (glyph !== 0) signs.add(sign)
    }
  }
}

function tableAt(font: Buffer, name: string): number {
  for (let at = 0; at < font.readUInt16BE(4); at += 1) {
    const entry = 12 + at * 16
    if (font.toString('latin1', entry, entry + 4) === name) return font.readUInt32BE(entry + 8)
  }
  throw new Error(`A font without the table ${name}.`)
}
