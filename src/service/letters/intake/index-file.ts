import { XMLParser } from 'fast-xml-parser'
import { CsvReader, separatorOf } from '#company/exchange'
import { parsePart } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { type FinishedLetter, finishedLetter, type FurtherFile, furtherFile } from './finished.contract.ts'

/** One line of an index: what it says, or that it cannot be read. Lines count from 1, the header of a CSV file is one. */
export type IndexLine = {
  readonly line: number
  readonly key: string
  readonly entry:
    | {
        readonly about: FinishedLetter
        readonly file: string
        readonly further: readonly { readonly about: FurtherFile; readonly file: string }[]
      }
    | undefined
}

/** The index as a whole cannot be read: nothing of the folder is taken. */
export class IndexRefused extends Error {
  override name = 'IndexRefused'
}

const COLUMNS = ['source', 'key', 'customer_number', 'kind', 'title', 'file'] as const
/** A plain name in the same folder: no way out of it, nothing hidden. */
const plainName = /^[^./\\\u0000][^/\\\u0000]{0,199}$/

type Fields = Readonly<Record<string, string>>

function lineOf(line: number, fields: Fields, further: readonly Fields[]): IndexLine {
  const key = fields['key'] ?? ''
  try {
    const about = parsePart(finishedLetter, aboutOf(fields), 'body') as FinishedLetter
    const others = further.map((one) => ({
      about: parsePart(
        furtherFile,
        withoutEmpty({ form: one['form'], title: one['title'], language: one['language'] }),
        'body',
      ) as FurtherFile,
      file: one['file'] ?? '',
    }))
    const names = [fields['file'] ?? '', ...others.map((one) => one.file)]
    if (!names.every((name) => plainName.test(name))) throw new Refusal(422, 'letters.intake-missing-file')
    return { line, key, entry: { about, file: fields['file'] as string, further: others } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { line, key: key.slice(0, 200), entry: undefined }
  }
}

const aboutOf = (fields: Fields) =>
  withoutEmpty({
    source: fields['source'],
    key: fields['key'],
    customerNumber: fields['customer_number'],
    contractNumber: fields['contract_number'],
    kind: fields['kind'],
    title: fields['title'],
    language: fields['language'],
    actionDueOn: fields['action_due_on'],
  })

const withoutEmpty = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : [])))

/** UTF-8, or what older systems write. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** `source;key;customer_number;contract_number;kind;title;language;action_due_on;file;enclosures`; enclosures are names, `|` between. */
export function readCsvIndex(bytes: Buffer): IndexLine[] {
  const text = textOf(bytes)
  const reader = new CsvReader('index.csv', separatorOf(text.split(/\r?\n/, 1)[0] ?? ''))
  const [head, ...records] = [...reader.push(text), ...reader.end()]
  const columns = head?.fields.map((name) => name.trim().toLowerCase()) ?? []
  const missing = COLUMNS.filter((column) => !columns.includes(column))
  if (missing.length > 0) throw new IndexRefused(`Columns are missing: ${missing.join(', ')}.`)
  return records
    .filter((record) => record.fields.some((field) => field.trim() !== ''))
    .map((record) => {
      const fields = Object.fromEntries(columns.map((name, at) => [name, record.fields[at]?.trim() ?? '']))
      const enclosures = (fields['enclosures'] ?? '').split('|').flatMap((name) => name.trim() || [])
      return lineOf(
        record.line,
        fields,
        enclosures.map((file) => ({ form: 'enclosure', title: file.replace(/\.pdf$/i, ''), file })),
      )
    })
}

const LETTERS_MAX = 200_000

/** `<letters><letter source="…" key="…" customer-number="…" … file="…"><further form="enclosure" title="…" file="…"/></letter></letters>` */
export function readXmlIndex(bytes: Buffer): IndexLine[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    // No document type, no entities: nothing outside the file is fetched, and nothing grows.
    processEntities: false,
    isArray: (name) => name === 'letter' || name === 'further',
  })
  let tree: { letters?: { letter?: readonly Record<string, unknown>[] } | string }
  try {
    const text = textOf(bytes)
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new IndexRefused('A document type is not read.')
    tree = parser.parse(text, true) as typeof tree
  } catch (error) {
    throw new IndexRefused(error instanceof Error ? error.message : String(error))
  }
  if (typeof tree.letters !== 'object' || !Array.isArray(tree.letters.letter))
    throw new IndexRefused('There is no <letters> with <letter> in it.')
  if (tree.letters.letter.length > LETTERS_MAX) throw new IndexRefused(`An index lists ${LETTERS_MAX} letters at most.`)
  return tree.letters.letter.map((letter, at) => {
    const { further, ...own } = letter as Record<string, unknown>
    const list = Array.isArray(further) ? further : []
    return lineOf(
      at + 1,
      attributesOf(own),
      list.map((one) => attributesOf(one as Record<string, unknown>)),
    )
  })
}

/** The five entities that XML itself knows; others are left as they stand. */
const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

const attributesOf = (own: Record<string, unknown>): Fields =>
  Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.replaceAll('-', '_'), unescape(value).trim()] as const] : [],
    ),
  )
