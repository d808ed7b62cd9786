import { instant, day, line, paragraph, z } from '#platform/contract/web'

/**
 * A kind of letter as data: parameters with types, a subject, and modules in their order, each with the rule of when it stands
 * there. Texts are ICU messages in German (Sie, du) and English. What is in a value stays text wherever it goes.
 */
export const parameterTypes = ['text', 'number', 'decimal', 'money', 'day', 'choice', 'yes-no'] as const
/** Where a value comes from: from whoever orders the letter, or from what is on file about the customer. */
export const parameterSources = ['order', 'customer-number', 'contract-number', 'product', 'site'] as const

const name = () => z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)
const own = {
  name: name(),
  label: line(80, 1),
  choices: z
    .array(z.strictObject({ code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), de: line(80, 1), en: line(80, 1) }))
    .max(20)
    .optional(),
}
const simple = z.strictObject({ ...own, type: z.enum(parameterTypes) })
export const parameterDefinition = z.strictObject({
  ...own,
  type: z.enum([...parameterTypes, 'rows']),
  required: z.boolean(),
  source: z.enum(parameterSources).optional(),
  columns: z.array(simple).max(12).optional(),
})
export type ParameterDefinition = z.infer<typeof parameterDefinition>

const TEXT_MAX = 2_000
const message = () => line(TEXT_MAX)
/** One text in its forms. An empty `du` is the same as `de`. */
export const words = z.strictObject({ de: message(), du: message(), en: message() })
export type Words = z.infer<typeof words>
const shortWords = z.strictObject({ de: line(300), en: line(300) })

export const tests = ['given', 'missing', 'is', 'is-not', 'more-than', 'less-than'] as const
/** All of a list must hold. A column of rows is asked by `column`: one row for which it holds is enough. */
export const condition = z.strictObject({
  parameter: name(),
  column: name().optional(),
  test: z.enum(tests),
  values: z.array(line(80, 1)).max(20),
})
export type Condition = z.infer<typeof condition>
const when = z.array(condition).max(8)

const labelled = z.strictObject({ label: words, value: words, when })
const rows = name()
export const designBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: words }),
  /** For each row of a parameter, or once. */
  z.strictObject({ kind: z.literal('paragraph'), each: rows.optional(), text: words }),
  z.strictObject({
    kind: z.literal('list'),
    ordered: z.boolean(),
    /** For each row of this parameter, or once. */
    each: rows.optional(),
    items: z
      .array(z.strictObject({ text: words, when }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ kind: z.literal('facts'), each: rows.optional(), items: z.array(labelled).min(1).max(20) }),
  z.strictObject({ kind: z.literal('highlight'), label: words, value: words, code: z.boolean() }),
  z.strictObject({
    kind: z.literal('table'),
    each: rows,
    caption: words,
    columns: z
      .array(z.strictObject({ label: words, value: words, align: z.enum(['left', 'right']) }))
      .min(1)
      .max(6),
    sums: z.array(z.strictObject({ label: words, value: words })).max(6),
  }),
  z.strictObject({
    kind: z.literal('bars'),
    each: rows,
    title: words,
    alternative: words,
    /** Said of each row and joined, inside the alternative as `{rows}`. */
    row: words,
    label: words,
    value: name(),
    before: name(),
  }),
  z.strictObject({
    kind: z.literal('payment'),
    title: words,
    alternative: words,
    payee: name(),
    iban: name(),
    amount: name(),
    purpose: name(),
    labels: z.strictObject({ payee: words, iban: words, amount: words, purpose: words }),
  }),
  z.strictObject({ kind: z.literal('code'), title: words, alternative: words, link: words }),
])
export type DesignBlock = z.infer<typeof designBlock>

export const moduleCode = () => z.string().regex(/^[a-z][a-z0-9-]{1,59}$/)
export const designModule = z.strictObject({
  code: moduleCode(),
  /** Set when it is stored: the same text keeps its number in every kind. */
  version: z.number().int().min(0).max(9_999),
  name: line(80, 1),
  when,
  blocks: z.array(designBlock).min(1).max(20),
})
export type DesignModule = z.infer<typeof designModule>

export const designBody = z.strictObject({
  parameters: z.array(parameterDefinition).max(40),
  title: shortWords,
  /** Lines beside the address, below the customer number. */
  details: z.array(labelled).max(3),
  /** Name of the day until which the customer has to act. */
  actionDueOn: name().nullable(),
  /** Who may order it by hand: agents one at a time, editors for many. */
  forAgents: z.boolean(),
  forRuns: z.boolean(),
  modules: z.array(designModule).min(1).max(30),
})
export type DesignBody = z.infer<typeof designBody>

/** A fault, where it is: `modules.2.blocks.0.text.de`, and the sign in the text, counted from 0. */
export const designFault = z.object({
  path: z.string(),
  code: z.string(),
  says: z.string(),
  offset: z.number().int().nullable(),
})

export const kindCode = () => z.string().regex(/^[a-z][a-z0-9.-]{1,59}$/)
export const ofKind = z.strictObject({ code: kindCode() })
const rowVersion = z.number().int().min(1)
export const designStates = ['draft', 'proposed', 'released', 'dropped'] as const

const versionShown = z.object({
  version: z.number().int(),
  state: z.enum([...designStates, 'program']),
  note: z.string(),
  authors: z.array(z.string()),
  checkedBy: z.string().nullable(),
  changedAt: instant().nullable(),
  releasedAt: instant().nullable(),
  validFrom: z.string().nullable(),
  letters: z.number().int(),
})
export const designsAnswer = z.object({
  kinds: z.array(
    z.object({
      code: z.string(),
      titleDe: z.string(),
      titleEn: z.string(),
      isProgram: z.boolean(),
      /** Version in force today; null if nothing is released yet. */
      version: z.number().int().nullable(),
      nextFrom: z.string().nullable(),
      open: z.enum(['draft', 'proposed']).nullable(),
      rowVersion: z.number().int(),
    }),
  ),
})
export const designAnswer = z.object({
  code: z.string(),
  titleDe: z.string(),
  titleEn: z.string(),
  isProgram: z.boolean(),
  versions: z.array(versionShown),
  open: z
    .object({
      version: z.number().int(),
      state: z.enum(['draft', 'proposed']),
      note: z.string(),
      rowVersion: z.number().int(),
      /** Whoever wrote in it cannot release it. */
      isMine: z.boolean(),
      body: designBody,
    })
    .nullable(),
  /** Parameters that the program gives; an own kind declares its own. */
  offered: z.array(parameterDefinition).nullable(),
  library: z.array(
    z.object({
      code: z.string(),
      version: z.number().int(),
      name: z.string(),
      usedIn: z.array(z.string()),
      module: designModule,
    }),
  ),
})
export const newKindBody = z.strictObject({
  code: z.string().regex(/^own\.[a-z][a-z0-9-]{1,50}$/),
  titleDe: line(100, 1),
  titleEn: line(100, 1),
  importance: z.enum(['important', 'information']),
  category: z.enum(['joining', 'staying', 'paying', 'leaving', 'account']),
  topic: z.enum(['account', 'reading', 'details', 'contract', 'bill', 'general']),
})
export const saveDraftBody = z.strictObject({ rowVersion, note: line(300), body: designBody })
export const draftAnswer = z.object({ rowVersion: z.number().int(), version: z.number().int() })
export const stepBody = z.strictObject({ rowVersion })
export const sendBackBody = z.strictObject({ rowVersion, reason: line(300, 3) })
export const releaseDesignBody = z.strictObject({ rowVersion, validFrom: day() })

export const previewDesignBody = z.strictObject({
  body: designBody,
  language: z.enum(['de', 'en']),
  form: z.enum(['sie', 'du']),
  /** 0 the usual, 1 the shortest, 2 what hurts. */
  sample: z.number().int().min(0).max(2),
})
export const previewRealBody = z.strictObject({
  body: designBody,
  sample: z.number().int().min(0).max(2),
  customerNumber: line(40, 1),
})
const anyBlock = z.record(z.string(), z.unknown())
export const previewDesignAnswer = z.object({
  faults: z.array(designFault),
  svg: z.string().nullable(),
  pages: z.number().int(),
  reading: z
    .object({ salutation: z.string(), blocks: z.array(anyBlock), closing: z.string(), signed: z.string() })
    .nullable(),
  title: z.string(),
  words: z.number().int(),
  language: z.enum(['de', 'en']),
})

export const compareQuery = z.strictObject({
  from: z.coerce.number().int().min(1).max(9_999),
  to: z.coerce.number().int().min(1).max(9_999),
})
const marked = z.array(z.object({ text: z.string(), isMarked: z.boolean() }))
export const compareAnswer = z.object({
  rows: z.array(
    z.object({
      module: z.string().nullable(),
      part: z.string(),
      language: z.string().nullable(),
      change: z.enum(['same', 'changed', 'added', 'removed']),
      before: marked,
      after: marked,
    }),
  ),
})
export const writeKindBody = z.strictObject({
  kind: kindCode(),
  values: z.record(name(), paragraph(300)),
  key: z.string().regex(/^[\w-]{16,64}$/),
})
