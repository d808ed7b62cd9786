import type { AnswerOf } from '../api/endpoint.ts'
import type { endpoints } from '../api/endpoints.ts'

export type Design = AnswerOf<typeof endpoints.design>
export type OpenDraft = NonNullable<Design['open']>
export type Body = OpenDraft['body']
export type Module = Body['modules'][number]
export type Block = Module['blocks'][number]
export type Parameter = Body['parameters'][number]
export type Rule = Module['when'][number]
export type Words = { readonly de: string; readonly du: string; readonly en: string }
export type Shown = AnswerOf<typeof endpoints.previewDesign>
export type Fault = Shown['faults'][number]

/** What fields of a design need: the values that texts may name, the faults by place, and how to change the design. */
export type Editing = {
  readonly parameters: readonly Parameter[]
  readonly faults: readonly Fault[]
  readonly change: (path: string, to: unknown) => void
}

/** The value at `modules.0.name` replaced; nothing else is touched. */
export function replacedAt<Value>(value: Value, path: string, to: unknown): Value {
  const [head, ...rest] = path.split('.')
  if (head === undefined || path === '') return to as Value
  const next = replacedAt((value as Readonly<Record<string, unknown>>)[head], rest.join('.'), to)
  if (Array.isArray(value)) return value.map((one: unknown, at) => (String(at) === head ? next : one)) as Value
  return { ...value, [head]: next }
}

export const moved = <Item>(list: readonly Item[], at: number, by: -1 | 1): Item[] => {
  const [one, other] = [list[at], list[at + by]]
  return list.map((item, index) => (index === at ? (other as Item) : index === at + by ? (one as Item) : item))
}
export const without = <Item>(list: readonly Item[], at: number): Item[] => list.filter((_, index) => index !== at)

export const noWords = (): Words => ({ de: '', du: '', en: '' })

/** A new part of a module, empty. */
export function newBlock(kind: Block['kind'], parameters: readonly Parameter[]): Block {
  const rows = parameters.find((one) => one.type === 'rows')?.name ?? 'rows'
  const named = (type: Parameter['type']) => parameters.find((one) => one.type === type)?.name ?? 'value'
  const words = noWords()
  switch (kind) {
    case 'heading':
    case 'paragraph':
      return { kind, text: words }
    case 'list':
      return { kind, ordered: false, items: [{ text: words, when: [] }] }
    case 'facts':
      return { kind, items: [{ label: words, value: words, when: [] }] }
    case 'highlight':
      return { kind, label: words, value: words, code: false }
    case 'table':
      return { kind, each: rows, caption: words, columns: [{ label: words, value: words, align: 'left' }], sums: [] }
    case 'bars':
      return {
        kind,
        each: rows,
        title: words,
        alternative: words,
        row: words,
        label: words,
        value: 'value',
        before: 'before',
      }
    case 'payment':
      return {
        kind,
        title: words,
        alternative: words,
        payee: named('text'),
        iban: named('text'),
        amount: named('money'),
        purpose: named('text'),
        labels: { payee: words, iban: words, amount: words, purpose: words },
      }
    case 'code':
      return { kind, title: words, alternative: words, link: words }
  }
}
