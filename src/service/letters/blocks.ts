/**
 * What a letter says, apart from how it looks: the one source of the printed page, the reading view and the search text. A
 * closed set of plain parts; a text is always a text, so nothing that somebody typed can become markup anywhere.
 */
export type Span = { readonly text: string; readonly strong?: boolean }

export type LabelledValue = { readonly label: string; readonly value: string }

export type TableBlock = {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly align: 'left' | 'right' }[]
  readonly rows: readonly (readonly string[])[]
  /** So many rows at the end are sums. */
  readonly sums: number
}

export type BarsBlock = {
  readonly kind: 'bars'
  /** The message of the chart as a sentence. */
  readonly title: string
  /** The figures in words, for whoever does not see the bars. */
  readonly alternative: string
  readonly bars: readonly {
    readonly label: string
    readonly value: number
    readonly shown: string
    /** True for what is compared with: drawn dashed and empty. */
    readonly before: boolean
  }[]
}

export type ScanBlock = {
  readonly kind: 'scan'
  readonly title: string
  readonly lines: readonly LabelledValue[]
  /** A QR code as SVG, made by us: a checked payment, or an address. */
  readonly image: string
  readonly alternative: string
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'facts'; readonly items: readonly LabelledValue[] }
  | { readonly kind: 'highlight'; readonly label: string; readonly value: string; readonly code: boolean }
  | TableBlock
  | BarsBlock
  | ScanBlock

/** What stands in the reading view: the page without its frame. */
export type Reading = {
  readonly salutation: string
  readonly blocks: readonly Block[]
  readonly closing: string
  readonly signed: string
}

/** What surrounds the text on paper. */
export type Frame = {
  readonly title: string
  readonly language: 'de' | 'en'
  readonly day: { readonly year: number; readonly month: number; readonly day: number }
  readonly recipient: readonly string[]
  readonly details: readonly LabelledValue[]
  readonly words: { readonly page: string; readonly of: string }
  readonly sender: {
    readonly name: string
    readonly colour: string
    /** One line above the address, for letters that come back (DIN 5008). */
    readonly returnLine: string
    readonly foot: readonly (readonly string[])[]
  }
}

/** Everything the engine is given. */
export type Sheet = { readonly frame: Frame; readonly reading: Reading }

const spanText = (spans: readonly Span[]): string => spans.map((span) => span.text).join('')
const lineText = ({ label, value }: LabelledValue): string => `${label} ${value}`

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.text
    case 'paragraph':
      return spanText(block.spans)
    case 'list':
      return block.items.map(spanText).join('\n')
    case 'facts':
      return block.items.map(lineText).join('\n')
    case 'highlight':
      return `${block.label} ${block.value}`
    case 'table':
      return [block.caption, block.columns.map((column) => column.label), ...block.rows].flat().join(' ')
    case 'bars':
      return `${block.title} ${block.alternative}`
    case 'scan':
      return [block.title, ...block.lines.map(lineText)].join('\n')
  }
}

/** All words of the text in their order. */
export const readingText = (reading: Reading): string =>
  [reading.salutation, ...reading.blocks.map(blockText), reading.closing, reading.signed].join('\n')

/** As the search compares: small letters, accents off, ß as ss, blanks single. */
export const foldForSearch = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
