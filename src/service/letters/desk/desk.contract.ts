import { day, id, instant, line, paragraph, z } from '#platform/contract/web'

/** Modules that somebody of the staff puts together for one letter. */
export const singleModules = ['thanks', 'sorry', 'words', 'reading', 'documents', 'callback', 'contact'] as const

const part = z.discriminatedUnion('module', [
  z.strictObject({ module: z.enum(['thanks', 'sorry', 'reading', 'documents', 'contact']) }),
  z.strictObject({ module: z.literal('words'), text: paragraph(4_000, 1) }),
  z.strictObject({ module: z.literal('callback'), day: day() }),
])
export type SinglePart = z.infer<typeof part>

/** A letter from modules to one customer. */
export const singleParameters = z.strictObject({ title: line(120, 3), parts: z.array(part).min(1).max(20) })
export type SingleParameters = z.infer<typeof singleParameters>

export const deskLetters = z.object({
  letters: z.array(
    z.object({
      id: id(),
      title: z.string(),
      kindDe: z.string(),
      kindEn: z.string(),
      importance: z.string(),
      state: z.string(),
      cutOff: z.boolean(),
      pages: z.number().int().nullable(),
      orderedAt: instant(),
      publishedAt: instant().nullable(),
      openedAt: instant().nullable(),
      endedBecause: z.string().nullable(),
      replacedBy: id().nullable(),
      understood: z.boolean().nullable(),
      solved: z.boolean().nullable(),
      rowVersion: z.number().int(),
    }),
  ),
})

/** The key keeps a second click from being a second letter. */
const key = z.string().regex(/^[\w-]{16,64}$/)
export const writeBody = z.strictObject({ ...singleParameters.shape, key })
export const writtenAnswer = z.object({ letterId: id() })
export const previewAnswer = z.object({ svg: z.string(), pages: z.number().int() })

export const withdrawBody = z.strictObject({
  rowVersion: z.number().int().min(1),
  because: line(500, 3),
  /** The recipient should never have seen it: the content is closed, and a task begins the 72 hours of GDPR article 33. */
  cutOff: z.boolean(),
})
export const replaceBody = z.strictObject({
  ...singleParameters.shape,
  key,
  rowVersion: z.number().int().min(1),
  because: line(500, 3),
})
export const endedLetterAnswer = z.object({ rowVersion: z.number().int() })

export const letterKinds = z.object({
  kinds: z.array(
    z.object({
      code: z.string(),
      titleDe: z.string(),
      titleEn: z.string(),
      importance: z.string(),
      category: z.string(),
      topic: z.string(),
      confirmed: z.boolean(),
      rowVersion: z.number().int(),
    }),
  ),
})
export const classifyBody = z.strictObject({
  rowVersion: z.number().int().min(1),
  titleDe: line(100, 1),
  titleEn: line(100, 1),
  importance: z.enum(['important', 'information']),
  category: z.enum(['joining', 'staying', 'paying', 'leaving', 'account']),
  topic: z.enum(['account', 'reading', 'details', 'contract', 'bill', 'general']),
})
export const classifiedAnswer = z.object({ rowVersion: z.number().int(), letters: z.number().int() })

export const letterQuestionAnswer = z.object({
  letterId: id(),
  letterTitle: z.string(),
  words: z.string(),
  askedAt: instant(),
})
