import type { CsvRecord } from '../csv/reader.ts'
import { fileRefused, type LineFault, shorten } from '../fault.ts'
import type { ImportFile } from '../import-file.ts'
import { type NumberStyle, styleOf } from '../number-style.ts'

/** Where each column of the definition stands in the file, -1 if it does not. */
export type Header = {
  readonly width: number
  readonly places: readonly number[]
  readonly missing: ReadonlySet<string>
  readonly unknown: readonly string[]
}

/** @throws Refusal if a column is missing without which no line can go in */
export function readHeader(definition: ImportFile, names: readonly string[], file: string): Header {
  const places = definition.columns.map((column) => names.indexOf(column.name))
  const missing = definition.columns.filter((_, at) => (places[at] ?? -1) < 0)
  const needed = missing.find((column) => column.required)
  if (needed)
    throw fileRefused('exchange.file.column-missing', file, 1, {
      column: needed.name,
      found: shorten(names.join(', ')),
    })
  const known = new Set(definition.columns.map((column) => column.name))
  return {
    width: names.length,
    places,
    missing: new Set(missing.map((column) => column.name)),
    unknown: names.filter((name) => !known.has(name)).map(shorten),
  }
}

/** A file of nothing but faults must not fill the memory with them; a line with that many is no line of this file. */
const FAULTS_PER_LINE_MAX = 5

export type Staged = {
  readonly rows: Buffer
  readonly staged: number
  readonly faults: readonly LineFault[]
  /** Lines that a later line of the same batch with the same key replaces. */
  readonly repeated: number
  readonly refused: number
}

/** Checks the cells of a batch and writes it as text for COPY. */
export function stageLines(
  definition: ImportFile,
  header: Header,
  records: readonly CsvRecord[],
  style: NumberStyle,
): Staged {
  const rows: (string | undefined)[] = []
  const faults: LineFault[] = []
  const byKey = new Map<string, number>()
  let refused = 0
  let repeated = 0
  for (const record of records) {
    const found: LineFault[] = []
    const cells = readLine(definition, header, record, style, found)
    if (cells === undefined || found.length > 0) {
      refused += 1
      faults.push(...found.slice(0, FAULTS_PER_LINE_MAX))
      continue
    }
    const key = cells[0] as string
    const before = byKey.get(key)
    if (before !== undefined) {
      rows[before] = undefined
      repeated += 1
    }
    byKey.set(key, rows.length)
    rows.push(copyLine(record.line, cells))
  }
  const kept = rows.filter((row) => row !== undefined)
  return { rows: Buffer.from(kept.join('')), staged: kept.length, faults, repeated, refused }
}

function readLine(
  definition: ImportFile,
  header: Header,
  record: CsvRecord,
  style: NumberStyle,
  found: LineFault[],
): (string | null)[] | undefined {
  const note = (column: string, code: string, shown: string | null) =>
    found.push({ line: record.line, column, code, shown: shown === null ? null : shorten(shown) })
  if (record.strayQuote) note('', 'exchange.line.stray-quote', record.fields.join(' | '))
  else if (record.fields.length !== header.width)
    note('', 'exchange.line.column-count', `${record.fields.length} / ${header.width}`)
  if (found.length > 0) return undefined
  const cells: (string | null)[] = []
  for (let at = 0; at < definition.columns.length; at += 1) {
    const column = definition.columns[at] as ImportFile['columns'][number]
    const typed = record.fields[header.places[at] ?? -1]
    if (typed === undefined || typed === '' || typed.trim() === '') {
      if (column.required) note(column.name, 'exchange.cell.missing', null)
      cells.push(column.whenEmpty)
      continue
    }
    const value = column.read(typed, style)
    if (typeof value === 'string') cells.push(value === '' ? column.whenEmpty : value)
    else {
      note(column.name, value.code, typed)
      cells.push(null)
    }
  }
  if (found.length > 0) return undefined
  return finishLine(definition, cells, note)
}

function finishLine(
  definition: ImportFile,
  cells: (string | null)[],
  note: (column: string, code: string, shown: string | null) => void,
): (string | null)[] {
  if (!definition.checkLine && !definition.derived) return cells
  const cell = (name: string): string | null => cells[definition.columns.findIndex((one) => one.name === name)] ?? null
  const wrong = definition.checkLine?.(cell)
  if (wrong) note(wrong.column, wrong.fault.code, cell(wrong.column))
  for (const derived of definition.derived ?? []) cells.push(derived.from(cell))
  return cells
}

/** A line of COPY's text format. Cells have no control characters, so the backslash is the only sign with a meaning. */
function copyLine(line: number, cells: readonly (string | null)[]): string {
  let out = String(line)
  for (const cell of cells) {
    if (cell === null) out += '\t\\N'
    else out += `\t${cell.includes('\\') ? cell.replaceAll('\\', '\\\\') : cell}`
  }
  return `${out}\n`
}

/** Lets the numbers of a batch that can be read in one way only decide how the file writes numbers. */
export function voteStyle(definition: ImportFile, header: Header, records: readonly CsvRecord[]): NumberStyle {
  const places = definition.columns.flatMap((column, at) =>
    column.sqlType === 'numeric' || column.sqlType === 'integer' ? [header.places[at] ?? -1] : [],
  )
  let german = 0
  let plain = 0
  for (const { fields } of records) {
    for (const place of places) {
      const typed = fields[place]
      if (typed === undefined || (!typed.includes('.') && !typed.includes(','))) continue
      const style = styleOf(typed)
      if (style === 'german') german += 1
      else if (style === 'plain') plain += 1
    }
  }
  if (german === plain) return 'unknown'
  return german > plain ? 'german' : 'plain'
}
