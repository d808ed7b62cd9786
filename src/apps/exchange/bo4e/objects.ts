import { createReadStream } from 'node:fs'
import { fileRefused } from '#company/exchange'

/** A business object as it stands in the file; what is in it is checked where it is used. */
export type Bo4eObject = { readonly [field: string]: unknown }

/** Longest object in characters: a contract or a meter has some thousands, a load curve of a year some million. */
const OBJECT_CHARS_MAX = 12_000_000

/**
 * The objects of a JSON file, one by one: of a list, of lines with one object each, or a single one. Only one object is in
 * memory at a time, so a file may be of any size.
 * @throws Refusal naming the line, if the text is no JSON or one object has no end
 */
export async function* objectsOf(path: string, file: string): AsyncGenerator<{ line: number; object: Bo4eObject }> {
  const cutter = new ObjectCutter(file)
  const decoder = new TextDecoder('utf-8')
  for await (const piece of createReadStream(path, { highWaterMark: 128 * 1024 })) {
    yield* cutter.push(decoder.decode(piece as Buffer, { stream: true }))
  }
  cutter.end()
}

/** Finds where an object begins and ends by counting braces outside of strings; the objects themselves read JSON.parse. */
class ObjectCutter {
  readonly #file: string
  #text = ''
  #depth = 0
  #inString = false
  #escaped = false
  #line = 1
  #startLine = 1

  constructor(file: string) {
    this.#file = file
  }

  *push(piece: string): Generator<{ line: number; object: Bo4eObject }> {
    let from = 0
    for (let at = 0; at < piece.length; at += 1) {
      const sign = piece.charCodeAt(at)
      if (sign === 10) this.#line += 1
      if (this.#inString) {
        this.#stepInString(sign)
        continue
      }
      if (sign === 34 && this.#depth > 0) this.#inString = true
      else if (sign === 123) {
        if (this.#depth === 0) [from, this.#startLine] = [at, this.#line]
        this.#depth += 1
      } else if (sign === 125 && this.#depth > 0) {
        this.#depth -= 1
        if (this.#depth > 0) continue
        yield { line: this.#startLine, object: this.#parse(this.#text + piece.slice(from, at + 1)) }
        this.#text = ''
        from = at + 1
      } else if (this.#depth === 0 && !BETWEEN.has(sign)) throw this.#noJson()
    }
    if (this.#depth > 0) this.#text += piece.slice(from)
    if (this.#text.length > OBJECT_CHARS_MAX)
      throw fileRefused('exchange.file.object-too-large', this.#file, this.#startLine, { maximum: OBJECT_CHARS_MAX })
  }

  #stepInString(sign: number): void {
    if (this.#escaped) this.#escaped = false
    else if (sign === 92) this.#escaped = true
    else if (sign === 34) this.#inString = false
  }

  #parse(text: string): Bo4eObject {
    try {
      return JSON.parse(text) as Bo4eObject
    } catch {
      throw this.#noJson()
    }
  }

  #noJson = () => fileRefused('exchange.file.no-json', this.#file, this.#startLine)

  end(): void {
    if (this.#depth > 0) throw this.#noJson()
  }
}

/** What may stand between objects: blanks, line breaks, commas, brackets, byte order mark. */
const BETWEEN = new Set([9, 10, 13, 32, 44, 91, 93, 0xfe_ff])
