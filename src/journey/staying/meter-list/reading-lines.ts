import { isUtf8 } from 'node:buffer'
import { CsvReader, separatorOf } from '#company/exchange'
import { parseDay } from '#platform/calendar'
import { Refusal } from '#platform/refusal'
import { isSameMeterNumber, meterNumberKey } from '../meters/meter-number.ts'
import { formatObis, parseObis } from '../meters/obis.ts'

/** Columns of a file of readings: how our own template calls them first, then what else people and programs write. */
export const lineColumns = {
  meter: ['zählernummer', 'zaehlernummer', 'meter number', 'meter_number', 'zähler'],
  register: ['zählwerk', 'zaehlwerk', 'register', 'obis'],
  day: ['ablesetag', 'ablesedatum', 'reading date', 'read_on', 'tag', 'day'],
  value: ['zählerstand', 'zaehlerstand', 'reading', 'value', 'stand'],
  confirmed: ['stimmt so', 'bestätigt', 'correct as it is', 'confirmed'],
} as const
type LineColumn = keyof typeof lineColumns

/** Lines with a value in one file of a customer: 200 sites with ten registers each. */
export const LINES_MAX = 2_000
const FILE_NAME = 'CSV'

/** A register that a line may mean. */
export type Readable = { readonly registerId: string; readonly meterNumber: string; readonly obis: string }

export type ReadLine = {
  /** Line in the file; the header is line 1. */
  readonly line: number
  readonly meterNumber: string
  readonly value: string
  readonly confirmed: boolean
} & (
  | { readonly ok: true; readonly registerId: string; readonly day: Temporal.PlainDate | undefined }
  | { readonly ok: false; readonly code: string }
)

/** UTF-8 where it is valid, Windows-1252 else: what German spreadsheets write. */
function textIn(bytes: Buffer): string {
  if (bytes.includes(0)) throw new Refusal(422, 'staying.file-no-csv')
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes)
}

/**
 * Reads a file of readings: each line with a value becomes one for the register that it names, or says why it cannot. Lines without
 * a value are left out: who has not read a meter yet leaves its line as it is.
 * @throws Refusal 422 if it is no such file: columns missing, too many lines, a quote that never ends
 */
export function readLines(bytes: Buffer, readable: readonly Readable[]): ReadLine[] {
  const text = textIn(bytes)
  const end = text.indexOf('\n')
  const reader = new CsvReader(FILE_NAME, separatorOf(end < 0 ? text : text.slice(0, end)))
  const [header, ...records] = [...reader.push(text), ...reader.end()]
  const places = placesOf(header?.fields ?? [])
  const cell = (fields: readonly string[], column: LineColumn): string => {
    const at = places[column]
    return at === undefined ? '' : (fields[at] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
  }
  const lines = records
    .filter(({ fields }) => cell(fields, 'value') !== '')
    .map(({ line, fields }) => lineOf(line, (column) => cell(fields, column), readable))
  if (lines.length === 0) throw new Refusal(422, 'staying.file-empty')
  if (lines.length > LINES_MAX) throw new Refusal(422, 'staying.file-too-long', { figures: { maximum: LINES_MAX } })
  return lines
}

function placesOf(header: readonly string[]): Partial<Record<LineColumn, number>> {
  const names = header.map((name) =>
    name
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  )
  const found = Object.entries(lineColumns).map(([column, known]) => {
    const at = names.findIndex((name) => (known as readonly string[]).includes(name))
    return [column, at < 0 ? undefined : at] as const
  })
  const places = Object.fromEntries(found) as Partial<Record<LineColumn, number>>
  if (places.meter === undefined || places.value === undefined) throw new Refusal(422, 'staying.file-columns')
  return places
}

function lineOf(line: number, cell: (column: LineColumn) => string, readable: readonly Readable[]): ReadLine {
  const meterNumber = cell('meter').slice(0, 60)
  const shared = { line, meterNumber, value: cell('value').slice(0, 24), confirmed: isYes(cell('confirmed')) }
  const day = cell('day') === '' ? undefined : parseDay(cell('day'))
  if (day === undefined && cell('day') !== '') return { ...shared, ok: false, code: 'platform.field.no-day' }
  const found = registerOf(meterNumber, cell('register'), readable)
  return 'code' in found ? { ...shared, ok: false, ...found } : { ...shared, ok: true, ...found, day }
}

const isYes = (typed: string): boolean => /^(ja|yes|x|1|true)$/i.test(typed)

function registerOf(
  meter: string,
  register: string,
  readable: readonly Readable[],
): { readonly registerId: string } | { readonly code: string } {
  const key = meterNumberKey(meter)
  const exact = readable.filter((one) => meterNumberKey(one.meterNumber) === key)
  const ofMeter = exact.length > 0 ? exact : readable.filter((one) => isSameMeterNumber(meter, one.meterNumber))
  if (ofMeter.length === 0) return { code: 'staying.line-unknown-meter' }
  const named = register === '' ? ofMeter : ofMeter.filter((one) => obisKey(one.obis) === obisKey(register))
  if (named.length === 0) return { code: 'staying.unknown-register' }
  if (named.length > 1) return { code: 'staying.line-which-register' }
  return { registerId: named[0]?.registerId as string }
}

const obisKey = (text: string): string => {
  const obis = parseObis(text)
  return obis ? formatObis(obis) : text.trim().toLowerCase()
}
