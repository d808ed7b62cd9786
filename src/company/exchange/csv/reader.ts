import { fileRefused } from '../fault.ts'

/** One record: the line on which it begins (the header is line 1) and its fields as they stand, without quotes. */
export type CsvRecord = {
  readonly line: number
  readonly fields: readonly string[]
  /** True if text follows a closing quote: the line cannot be split with certainty. */
  readonly strayQuote: boolean
}

/**
 * Longest record in characters. The longest that the format allows has some 3,000; what is longer has a quote that is
 * never closed, or is no CSV. A record with 10 million columns ends here, too.
 */
export const RECORD_CHARS_MAX = 65_536

/**
 * Splits text into records by RFC 4180, with `;`, `,` or tab. Pieces may end anywhere. A quote opens a quoted field only at
 * its beginning; elsewhere it is a sign like others (`12" Rohr`).
 */
export class CsvReader {
  readonly #file: string
  readonly #separator: string
  #text = ''
  #at = 0
  /** Where the next quote stands, found once and not for each line; the length of the text if there is none. */
  #quote = -1
  #line: number

  constructor(file: string, separator: string, firstLine = 1) {
    this.#file = file
    this.#separator = separator
    this.#line = firstLine
  }

  /** Takes a piece and gives the records that are complete now. */
  push(piece: string): CsvRecord[] {
    this.#text = this.#at >= this.#text.length ? piece : this.#text.slice(this.#at) + piece
    this.#at = 0
    this.#quote = -1
    const records = this.#take(false)
    if (this.#text.length - this.#at > RECORD_CHARS_MAX) this.#refuseLong()
    return records
  }

  /** The last record, if the file does not end with a line break. */
  end(): CsvRecord[] {
    return this.#take(true)
  }

  #take(atEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at)
      if (end < 0 && !atEnd) break
      const stop = end < 0 ? this.#text.length : end
      if (this.#nextQuote() < stop) {
        const record = this.#takeQuoted(atEnd)
        if (!record) break
        records.push(record)
        continue
      }
      if (stop - this.#at > RECORD_CHARS_MAX) this.#refuseLong()
      const bare = this.#text.charCodeAt(stop - 1) === 13 && stop > this.#at ? stop - 1 : stop
      if (bare > this.#at) {
        const fields = this.#text.slice(this.#at, bare).split(this.#separator)
        records.push({ line: this.#line, fields, strayQuote: false })
      }
      this.#at = stop + 1
      this.#line += 1
    }
    return records
  }

  #nextQuote(): number {
    if (this.#quote >= this.#at) return this.#quote
    const found = this.#text.indexOf('"', this.#at)
    this.#quote = found < 0 ? this.#text.length : found
    return this.#quote
  }

  /** A record with a quote in it, character by character; undefined if its end is not there yet. */
  #takeQuoted(atEnd: boolean): CsvRecord | undefined {
    const text = this.#text
    const fields: string[] = []
    let strayQuote = false
    let breaks = 0
    let at = this.#at
    for (;;) {
      const field = text.charCodeAt(at) === 34 ? this.#quotedField(at) : this.#plainField(at)
      if (field === undefined) return this.#incomplete(atEnd)
      fields.push(field.value)
      strayQuote ||= field.stray
      breaks += field.breaks
      at = field.end
      if (at < text.length && text[at] === this.#separator) {
        at += 1
        continue
      }
      if (at >= text.length && !atEnd) return this.#incomplete(false)
      break
    }
    if (at - this.#at > RECORD_CHARS_MAX) this.#refuseLong()
    const record = { line: this.#line, fields, strayQuote }
    this.#line += breaks + 1
    this.#at = at + 1
    return record
  }

  #incomplete(atEnd: boolean): undefined {
    if (this.#text.length - this.#at > RECORD_CHARS_MAX) this.#refuseLong()
    if (atEnd) throw fileRefused('exchange.file.cut-off', this.#file, this.#line)
    return undefined
  }

  #plainField(from: number): Field {
    const text = this.#text
    const separator = text.indexOf(this.#separator, from)
    const lineEnd = text.indexOf('\n', from)
    const stop = lineEnd < 0 ? text.length : lineEnd
    if (separator >= 0 && separator < stop)
      return { value: text.slice(from, separator), end: separator, breaks: 0, stray: false }
    const bare = stop > from && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
    return { value: text.slice(from, bare), end: stop, breaks: 0, stray: false }
  }

  #quotedField(from: number): Field | undefined {
    const text = this.#text
    let value = ''
    let at = from + 1
    for (;;) {
      const quote = text.indexOf('"', at)
      if (quote < 0) return undefined
      value += text.slice(at, quote)
      if (text.charCodeAt(quote + 1) !== 34) {
        const after = this.#plainField(quote + 1)
        const breaks = value.includes('\n') ? value.split('\n').length - 1 : 0
        return { value: value + after.value, end: after.end, breaks, stray: after.value !== '' }
      }
      value += '"'
      at = quote + 2
      if (at - from > RECORD_CHARS_MAX) this.#refuseLong()
    }
  }

  #refuseLong(): never {
    throw fileRefused('exchange.file.line-too-long', this.#file, this.#line, { maximum: RECORD_CHARS_MAX })
  }
}

type Field = { readonly value: string; readonly end: number; readonly breaks: number; readonly stray: boolean }

/** Separator by the first line: the one of `;`, `,` and tab that occurs most outside quotes. */
export function separatorOf(firstLine: string): string {
  const outside = firstLine.replaceAll(/"[^"]*"/g, '')
  const count = (sign: string) => outside.split(sign).length - 1
  return [';', ',', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
