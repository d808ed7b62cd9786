import { day, id, line, z } from '#platform/contract'

/** What another system says about a finished letter. */
const about = {
  /** The system it comes from: `billing`. With the key it is one letter for ever. */
  source: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  key: line(200, 1),
  customerNumber: line(20, 1),
  contractNumber: line(40, 1).optional(),
  /** Code of the kind as that system names it; an unknown one is taken in a default class. */
  kind: z.string().regex(/^[a-z][a-z0-9.-]{1,59}$/),
  title: line(200, 1),
  language: z.enum(['de', 'en']).optional(),
  /** Until when the customer has to act. */
  actionDueOn: day().optional(),
}
export const finishedLetter = z.strictObject(about)
export type FinishedLetter = z.infer<typeof finishedLetter>

const forms = z.enum(['large-print', 'other-language', 'enclosure'])
/** A further file: another form of the letter, or what was enclosed. */
export const furtherFile = z.strictObject({
  form: forms,
  title: line(200, 1),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
})
export type FurtherFile = z.infer<typeof furtherFile>

/** Base64 of a file; whoever has more than the body's limit of 1 MB uses the multipart route. */
const base64 = () =>
  z
    .string()
    .min(4)
    .max(1_000_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)

export const finishedBody = z.strictObject({
  ...about,
  pdf: base64(),
  further: z
    .array(z.strictObject({ ...furtherFile.shape, pdf: base64() }))
    .max(10)
    .optional(),
})

export const finishedAnswer = z.object({
  letterId: id(),
  /** `known`: this key was taken before, with the same content. */
  outcome: z.enum(['taken', 'known']),
})
