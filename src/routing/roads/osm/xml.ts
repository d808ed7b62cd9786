import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { RoadsRefusal } from '../refusal.ts'
import { type OsmMember, type OsmSink, noTags, relationMembersMax, wayNodesMax } from './elements.ts'

// A tag holds one value of at most 255 characters; whatever is longer than this is not OSM.
const markupCharactersMax = 64 * 1024

/** Reads OSM XML, packed with gzip or not, as a stream. Throws RoadsRefusal on a broken or cut-off file. */
export async function readXml(path: string, sink: OsmSink): Promise<void> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  // without this an unreadable file would end the program instead of the loop below
  file.on('error', (cause) => bytes.destroy(cause))
  const parser = new OsmXmlParser(sink)
  const decoder = new TextDecoder()
  try {
    for await (const chunk of bytes) parser.write(decoder.decode(chunk as Uint8Array, { stream: true }))
  } catch (cause) {
    if (cause instanceof RoadsRefusal) throw cause
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'Z_BUF_ERROR') throw new RoadsRefusal('file-cut-off', 'XML: the packed file ends early')
    if (code?.startsWith('Z_')) throw new RoadsRefusal('file-malformed', 'XML: the file does not unpack')
    throw new RoadsRefusal('file-unreadable', `XML: ${(cause as Error).message}`)
  } finally {
    file.destroy()
  }
  parser.end()
}

type Attributes = Map<string, string>

/** Understands the part of XML that OSM files use; document type definitions, which can hold bombs, are refused. */
class OsmXmlParser {
  private readonly sink: OsmSink
  private readonly keys: ReadonlySet<string> | null
  private pending = ''
  private rootSeen = false
  private rootClosed = false
  private kind: 'node' | 'way' | 'relation' | null = null
  private id = 0
  private latE7 = 0
  private lonE7 = 0
  private tags: Map<string, string> | null = null
  private refs: number[] = []
  private members: OsmMember[] = []

  constructor(sink: OsmSink) {
    this.sink = sink
    this.keys = sink.keys ? new Set(sink.keys) : null
  }

  write(text: string): void {
    const all = this.pending + text
    let position = 0
    for (;;) {
      const open = all.indexOf('<', position)
      if (open < 0) {
        position = all.length
        break
      }
      const close = closingBracket(all, open)
      if (close < 0) {
        position = open
        break
      }
      this.markup(all.slice(open + 1, close))
      position = close + 1
    }
    this.pending = all.slice(position)
    if (this.pending.length > markupCharactersMax) {
      throw new RoadsRefusal('file-malformed', 'XML: one tag is longer than 64 KiB')
    }
  }

  end(): void {
    if (!this.rootSeen) throw new RoadsRefusal('file-malformed', 'XML: no <osm> element, this is not an OSM file')
    if (!this.rootClosed) throw new RoadsRefusal('file-cut-off', 'XML: the file ends before </osm>')
  }

  private markup(markup: string): void {
    const first = markup.charCodeAt(0)
    if (first === 63) return // <?xml ... ?>
    if (first === 33) {
      if (markup.startsWith('!--')) return
      throw new RoadsRefusal('file-unsupported', 'XML: document type definitions are refused')
    }
    if (first === 47) {
      this.closed(markup.slice(1).trim())
      return
    }
    const selfClosing = markup.endsWith('/')
    const nameEnd = markup.search(/[\s/]/)
    const name = nameEnd < 0 ? markup : markup.slice(0, nameEnd)
    if (!this.rootSeen) {
      if (name !== 'osm') throw new RoadsRefusal('file-malformed', `XML: <${name.slice(0, 40)}> instead of <osm>`)
      this.rootSeen = true
      if (selfClosing) this.rootClosed = true
      return
    }
    this.opened(name, markup)
    if (selfClosing) this.closed(name)
  }

  private opened(name: string, markup: string): void {
    if (name === 'node' || name === 'way' || name === 'relation') {
      this.kind = this.sink[name] ? name : null
      if (this.kind === null) return
      const attributes = attributesOf(markup)
      this.id = wholeNumber(attributes, 'id', name)
      this.tags = null
      this.refs = []
      this.members = []
      if (name === 'node') {
        this.latE7 = degrees(attributes, 'lat', 90)
        this.lonE7 = degrees(attributes, 'lon', 180)
      }
      return
    }
    if (this.kind === null) return
    if (name === 'tag') {
      const attributes = attributesOf(markup)
      this.tags ??= new Map()
      this.tags.set(attributes.get('k') ?? '', attributes.get('v') ?? '')
    } else if (name === 'nd' && this.kind === 'way') {
      this.refs.push(wholeNumber(attributesOf(markup), 'ref', name))
      if (this.refs.length > wayNodesMax) throw new RoadsRefusal('file-too-large', 'XML: a way has too many nodes')
    } else if (name === 'member' && this.kind === 'relation') {
      this.addMember(attributesOf(markup))
    }
  }

  private addMember(attributes: Attributes): void {
    const type = attributes.get('type')
    if (type !== 'node' && type !== 'way' && type !== 'relation') {
      throw new RoadsRefusal('file-malformed', `XML: a member of the unknown type ${String(type).slice(0, 40)}`)
    }
    this.members.push({ type, ref: wholeNumber(attributes, 'ref', 'member'), role: attributes.get('role') ?? '' })
    if (this.members.length > relationMembersMax) {
      throw new RoadsRefusal('file-too-large', 'XML: a relation has too many members')
    }
  }

  private closed(name: string): void {
    if (name === 'osm') this.rootClosed = true
    if (name !== this.kind) return
    this.kind = null
    const tags = this.tags ?? noTags
    if (name === 'node') this.sink.node?.(this.id, this.latE7, this.lonE7, tags)
    else if (this.isWanted()) {
      if (name === 'way') this.sink.way?.(this.id, this.refs, tags)
      else this.sink.relation?.(this.id, this.members, tags)
    }
  }

  private isWanted(): boolean {
    const keys = this.keys
    if (keys === null) return true
    for (const key of this.tags?.keys() ?? []) if (keys.has(key)) return true
    return false
  }
}

/** Where the markup that opens at `open` ends; brackets inside quotes and comments do not count. -1: not yet here. */
function closingBracket(text: string, open: number): number {
  if (text.startsWith('<!--', open)) {
    const end = text.indexOf('-->', open + 4)
    return end < 0 ? -1 : end + 2
  }
  let quote = 0
  for (let position = open + 1; position < text.length; position++) {
    const code = text.charCodeAt(position)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 62) return position
    else if (code === 34 || code === 39) quote = code
  }
  return -1
}

// Both are sticky: each looks only where the one before ended, so a tag is read once, however it is written.
const namePattern = /[\s/]*([\w:.-]+)/y
const valuePattern = /\s*=\s*(?:"([^"]*)"|'([^']*)')/y

/** The attributes of `name a="1" b='2'`; what is not written like that ends the list. */
function attributesOf(markup: string): Attributes {
  const attributes: Attributes = new Map()
  namePattern.lastIndex = 0
  let name = namePattern.exec(markup)
  let position = namePattern.lastIndex
  while (name !== null) {
    namePattern.lastIndex = position
    name = namePattern.exec(markup)
    if (name === null) break
    valuePattern.lastIndex = namePattern.lastIndex
    const value = valuePattern.exec(markup)
    if (value === null) break
    position = valuePattern.lastIndex
    attributes.set(name[1], plain(value[1] ?? value[2] ?? ''))
  }
  return attributes
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(value: string): string {
  if (!value.includes('&')) return value
  return value.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function wholeNumber(attributes: Attributes, name: string, element: string): number {
  const value = Number(attributes.get(name) ?? Number.NaN)
  if (!Number.isSafeInteger(value))
    throw new RoadsRefusal('file-malformed', `XML: <${element}> without a valid ${name}`)
  return value
}

function degrees(attributes: Attributes, name: string, degreesMax: number): number {
  const value = Number(attributes.get(name) ?? Number.NaN)
  if (!(Math.abs(value) <= degreesMax)) throw new RoadsRefusal('file-malformed', `XML: a node without a valid ${name}`)
  return Math.round(value * 1e7)
}
