import type { z } from '#platform/contract'
import { formatNumber, type Locale } from '#platform/i18n'
import { cents, formatCents } from '#platform/money'
import type { Block, LabelledValue, Span } from '../blocks.ts'
import { giroCodeSvg } from '../made/giro-code.ts'
import type { LetterKind, Writing } from '../made/letter-kind.ts'
import { qrSvg } from '../made/qr-svg.ts'
import type { DesignBlock, DesignBody, ParameterDefinition, Words } from './design.contract.ts'
import { textOf, spansOf } from './message.ts'
import { holds } from './rule.ts'
import { type Row, type Shown, shownValues, valuesSchema } from './values.ts'

/** What every text may name besides the parameters of its kind. */
export const builtIn = ['portal', 'phone'] as const
const TITLE_MAX = 200

/** What a kind of the program gives to its texts: what is ordered, and what the program reckons from it. */
export type Offer = {
  readonly parameters: z.ZodType
  readonly definitions: readonly ParameterDefinition[]
  readonly values: (ordered: unknown) => Row
}

type Pen = {
  readonly language: Locale
  readonly definitions: readonly ParameterDefinition[]
  readonly values: Row
  readonly shown: ReadonlyMap<string, Shown>
  readonly spans: (words: Words) => readonly Span[]
  readonly say: (words: Words) => string
}

const textIn = ({ de, du, en }: Words, { language, form }: Pick<Writing, 'language' | 'form'>): string =>
  language === 'en' ? en : form === 'du' && du !== '' ? du : de

function penFor(
  writing: Pick<Writing, 'language' | 'form' | 'portal' | 'phone'>,
  definitions: readonly ParameterDefinition[],
  values: Row,
  around: ReadonlyMap<string, Shown> = new Map(),
): Pen {
  const { language } = writing
  const shown = new Map([
    ...around,
    ['portal', { text: writing.portal }] as const,
    ['phone', { text: writing.phone }] as const,
    ...shownValues(definitions, values, language),
  ])
  return {
    language,
    definitions,
    values,
    shown,
    spans: (words) => spansOf(textIn(words, writing), shown, language),
    say: (words) => textOf(textIn(words, writing), shown, language),
  }
}

/**
 * A kind of letter from its design. The same body, values and writing give the same text for ever: nothing is asked of the
 * clock or the database.
 */
export function kindOfDesign(code: string, version: number, body: DesignBody, offer?: Offer): LetterKind {
  const definitions = offer?.definitions ?? body.parameters
  const valuesOf = (ordered: unknown): Row => offer?.values(ordered) ?? (ordered as Row)
  const plain = (language: Locale) => ({ language, form: 'sie', portal: '', phone: '' }) as const
  return {
    code,
    version,
    parameters: offer?.parameters ?? valuesSchema(definitions),
    title: (ordered, _say, language) =>
      penFor(plain(language), definitions, valuesOf(ordered))
        .say({ ...body.title, du: '' })
        .slice(0, TITLE_MAX),
    details: (ordered, writing) => {
      const pen = penFor(writing, definitions, valuesOf(ordered))
      return labelled(body.details, pen, [pen])
    },
    actionDueOn: (ordered) => {
      const day = body.actionDueOn === null ? undefined : valuesOf(ordered)[body.actionDueOn]
      return typeof day === 'string' ? day : undefined
    },
    modules: body.modules.map((module) => ({
      code: module.code,
      version: module.version,
      write: (ordered, writing) => {
        const values = valuesOf(ordered)
        if (!holds(module.when, values)) return []
        const pen = penFor(writing, definitions, values)
        return module.blocks.flatMap((block) => writeBlock(block, pen, writing))
      },
    })),
  }
}

type Items = Extract<DesignBlock, { kind: 'facts' }>['items']

const labelled = (items: Items, pen: Pen, rows: readonly Pen[]): LabelledValue[] =>
  rows.flatMap((row) =>
    items.flatMap((item) =>
      holds(item.when, row === pen ? pen.values : { ...pen.values, ...row.values })
        ? [{ label: row.say(item.label), value: row.say(item.value) }]
        : [],
    ),
  )

/** One pen for each row of a parameter, which knows the columns besides all else; without a parameter the pen itself. */
function rowsOf(each: string | undefined, pen: Pen, writing: Writing): readonly Pen[] {
  if (each === undefined) return [pen]
  const columns = pen.definitions.find((one) => one.name === each)?.columns ?? []
  const definitions = columns.map((one) => ({ ...one, required: true }))
  return ((pen.values[each] ?? []) as readonly Row[]).map((row) => penFor(writing, definitions, row, pen.shown))
}

function writeBlock(block: DesignBlock, pen: Pen, writing: Writing): readonly Block[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', text: pen.say(block.text) }]
    case 'paragraph':
      return rowsOf(block.each, pen, writing).map((row) => ({ kind: 'paragraph', spans: row.spans(block.text) }))
    case 'list': {
      const items = rowsOf(block.each, pen, writing).flatMap((row) =>
        block.items
          .filter((item) => holds(item.when, { ...pen.values, ...row.values }))
          .map((item) => row.spans(item.text)),
      )
      return items.length > 0 ? [{ kind: 'list', ordered: block.ordered, items }] : []
    }
    case 'facts': {
      const items = labelled(block.items, pen, rowsOf(block.each, pen, writing))
      return items.length > 0 ? [{ kind: 'facts', items }] : []
    }
    case 'highlight':
      return [{ kind: 'highlight', label: pen.say(block.label), value: pen.say(block.value), code: block.code }]
    case 'table':
      return [writeTable(block, pen, writing)]
    case 'bars':
      return [writeBars(block, pen, writing)]
    case 'payment':
      return [writePayment(block, pen)]
    case 'code': {
      const link = pen.say(block.link)
      return [
        {
          kind: 'scan',
          title: pen.say(block.title),
          image: qrSvg(link),
          alternative: pen.say(block.alternative),
          lines: [],
        },
      ]
    }
  }
}

function writeTable(block: Extract<DesignBlock, { kind: 'table' }>, pen: Pen, writing: Writing): Block {
  const empty = block.columns.slice(2).map(() => '')
  return {
    kind: 'table',
    caption: pen.say(block.caption),
    columns: block.columns.map((column) => ({ label: pen.say(column.label), align: column.align })),
    rows: [
      ...rowsOf(block.each, pen, writing).map((row) => block.columns.map((column) => row.say(column.value))),
      ...block.sums.map((sum) =>
        block.columns.length === 1
          ? [`${pen.say(sum.label)} ${pen.say(sum.value)}`]
          : [pen.say(sum.label), ...empty, pen.say(sum.value)],
      ),
    ],
    sums: block.sums.length,
  }
}

function writeBars(block: Extract<DesignBlock, { kind: 'bars' }>, pen: Pen, writing: Writing): Block {
  const rows = rowsOf(block.each, pen, writing)
  const number = (row: Pen, name: string): number => Number(row.values[name] ?? 0)
  const all = { text: rows.map((row) => row.say(block.row)).join('; ') }
  const alternative = penWith(pen, 'rows', all, writing).say(block.alternative)
  const bar = (row: Pen, name: string, before: boolean) => {
    const value = Math.max(0, number(row, name))
    return { label: before ? '' : row.say(block.label), value, shown: formatNumber(value, pen.language), before }
  }
  return {
    kind: 'bars',
    title: pen.say(block.title),
    alternative,
    bars: rows.flatMap((row) => [bar(row, block.before, true), bar(row, block.value, false)]),
  }
}

const penWith = (pen: Pen, name: string, shown: Shown, writing: Writing): Pen =>
  penFor(writing, pen.definitions, pen.values, new Map([[name, shown]]))

function writePayment(block: Extract<DesignBlock, { kind: 'payment' }>, pen: Pen): Block {
  const text = (name: string): string => String(pen.values[name] ?? '')
  const amount = cents(Number(pen.values[block.amount] ?? 0))
  const payment = { name: text(block.payee), iban: text(block.iban), amount, purpose: text(block.purpose) }
  return {
    kind: 'scan',
    title: pen.say(block.title),
    image: giroCodeSvg(payment),
    alternative: pen.say(block.alternative),
    lines: [
      { label: pen.say(block.labels.payee), value: payment.name },
      {
        label: pen.say(block.labels.iban),
        value: payment.iban.replaceAll(/\s/g, '').replaceAll(/(.{4})(?=.)/g, '$1 '),
      },
      { label: pen.say(block.labels.amount), value: formatCents(amount, pen.language) },
      { label: pen.say(block.labels.purpose), value: payment.purpose },
    ],
  }
}
