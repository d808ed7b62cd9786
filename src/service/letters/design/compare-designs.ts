import type { Condition, DesignBlock, DesignBody, Words } from './design.contract.ts'

/** One line of a design as a reader sees it: a text in one form, a rule, a parameter. */
type Line = {
  readonly module: string | null
  readonly part: string
  readonly language: string | null
  readonly text: string
}
export type Piece = { readonly text: string; readonly isMarked: boolean }
export type ComparedRow = Omit<Line, 'text'> & {
  readonly change: 'same' | 'changed' | 'added' | 'removed'
  readonly before: Piece[]
  readonly after: Piece[]
}

const ofWords = (module: string | null, part: string, words: Words | Omit<Words, 'du'>): Line[] =>
  Object.entries(words).flatMap(([language, text]) => (text ? [{ module, part, language, text }] : []))

const ofRules = (module: string | null, when: readonly Condition[]): Line[] =>
  when.map((rule) => ({
    module,
    part: 'when',
    language: null,
    text: [rule.parameter, rule.column, rule.test, rule.values.join(', ')].filter(Boolean).join(' '),
  }))

/** All texts of a block in their order, each with the name of its place. */
function ofBlock(module: string, block: DesignBlock): Line[] {
  const lines = (value: unknown, part: string): Line[] => {
    if (Array.isArray(value)) {
      if (part === 'when') return ofRules(module, value as readonly Condition[])
      return value.flatMap((one) => lines(one, part))
    }
    if (typeof value !== 'object' || value === null)
      return value === undefined || value === '' ? [] : [{ module, part, language: null, text: String(value) }]
    if ('de' in value && 'en' in value) return ofWords(module, part, value as Words)
    return Object.entries(value).flatMap(([key, one]) => lines(one, key))
  }
  const { kind, ...rest } = block
  return [{ module, part: 'block', language: null, text: kind }, ...lines(rest, kind)]
}

const linesOf = (body: DesignBody): Line[] => [
  ...ofWords(null, 'title', body.title),
  ...body.parameters.map((one) => ({
    module: null,
    part: 'parameter',
    language: null,
    text: [one.name, one.label, one.type, one.required ? '' : 'optional', one.source].filter(Boolean).join(' · '),
  })),
  ...body.details.flatMap((item) => [...ofWords(null, 'details', item.label), ...ofWords(null, 'details', item.value)]),
  ...(body.actionDueOn === null ? [] : [{ module: null, part: 'actionDueOn', language: null, text: body.actionDueOn }]),
  ...body.modules.flatMap((module) => [
    ...ofRules(module.name, module.when),
    ...module.blocks.flatMap((block) => ofBlock(module.name, block)),
  ]),
]

type Step<Item> = { readonly before?: Item; readonly after?: Item }

/** Longest common subsequence: what stays, and between it what went and what came. */
export function stepsBetween<Item>(
  before: readonly Item[],
  after: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): Step<Item>[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      (lengths[row] as Uint32Array)[column] = isSame(before[row] as Item, after[column] as Item)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
  const steps: Step<Item>[] = []
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [one, other] = [before[row] as Item, after[column] as Item]
    if (row < before.length && column < after.length && isSame(one, other)) {
      steps.push({ before: one, after: other })
      row += 1
      column += 1
    } else if (column >= after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) {
      steps.push({ before: one })
      row += 1
    } else {
      steps.push({ after: other })
      column += 1
    }
  }
  return steps
}

const isSameLine = (one: Line, other: Line): boolean =>
  one.text === other.text && one.part === other.part && one.language === other.language && one.module === other.module
const isSamePlace = (one: Line, other: Line): boolean =>
  one.part === other.part && one.language === other.language && one.module === other.module

function piecesOf(before: string, after: string): { before: Piece[]; after: Piece[] } {
  // A word with the blank behind it is one piece: blanks alone would be found to be the same everywhere.
  const split = (text: string): string[] => text.split(/(?<=\s)(?=\S)/)
  const steps = stepsBetween(split(before), split(after), (one, other) => one === other)
  const side = (name: 'before' | 'after', other: 'before' | 'after'): Piece[] =>
    steps.flatMap((step) =>
      step[name] === undefined ? [] : [{ text: step[name], isMarked: step[other] === undefined }],
    )
  return { before: joined(side('before', 'after')), after: joined(side('after', 'before')) }
}

const joined = (pieces: readonly Piece[]): Piece[] =>
  pieces.reduce<Piece[]>((list, piece) => {
    const last = list.at(-1)
    return last?.isMarked === piece.isMarked
      ? [...list.slice(0, -1), { text: last.text + piece.text, isMarked: last.isMarked }]
      : [...list, piece]
  }, [])

/** What changed from one version to another, line by line and inside of a line word by word. */
export function compareDesigns(before: DesignBody, after: DesignBody): ComparedRow[] {
  const rows: ComparedRow[] = []
  const waiting: Line[] = []
  const whole = (line: Line | undefined, isMarked: boolean): Piece[] => (line ? [{ text: line.text, isMarked }] : [])
  const put = (line: Line, change: ComparedRow['change'], pieces: Pick<ComparedRow, 'before' | 'after'>) =>
    rows.push({ module: line.module, part: line.part, language: line.language, change, ...pieces })
  const flush = () => {
    for (const line of waiting.splice(0)) put(line, 'removed', { before: whole(line, true), after: [] })
  }
  for (const { before: one, after: other } of stepsBetween(linesOf(before), linesOf(after), isSameLine)) {
    if (one && other) {
      flush()
      put(other, 'same', { before: whole(one, false), after: whole(other, false) })
    } else if (one) waiting.push(one)
    else if (other) {
      const at = waiting.findIndex((line) => isSamePlace(line, other))
      const partner = at < 0 ? undefined : waiting.splice(at, 1)[0]
      if (partner) put(other, 'changed', piecesOf(partner.text, other.text))
      else put(other, 'added', { before: [], after: whole(other, true) })
    }
  }
  flush()
  return rows
}
