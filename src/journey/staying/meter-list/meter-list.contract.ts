import { day, id, line, z } from '#platform/contract/web'
import { customerReasons } from '../readings/readings.contract.ts'

export const listedStates = ['alle', 'offen'] as const
export const listedCommodities = ['power', 'gas', 'water', 'heat'] as const

/** What the list shows; it stays in the address and goes along with the form. Empty is everything. */
export const listQuery = z.strictObject({
  suche: line(60).optional(),
  sparte: z.enum(listedCommodities).optional(),
  stand: z.enum(listedStates).optional(),
  seite: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
})
export type ListQuery = z.infer<typeof listQuery>

/** Rows of one page: more do not fit on one screen, and 60 is what one form may hold. */
export const PAGE_ROWS = 25
export const FORM_ROWS_MAX = 60

const entry = z.strictObject({
  registerId: id(),
  value: line(24).optional(),
  confirmed: z.boolean().optional(),
  /** Of a row of a file that is asked about; the form's own day otherwise. */
  day: day().optional(),
})

export const listBody = z.strictObject({
  day: day(),
  reason: z.enum(customerReasons),
  entries: z.array(entry).min(1).max(FORM_ROWS_MAX),
  submission: z.string().regex(/^[\w-]{16,64}$/),
  ...listQuery.shape,
})
export type ListBody = z.infer<typeof listBody>

export const fileBody = z.strictObject({
  /** For lines without a day of their own. */
  tag: day(),
  reason: z.enum(customerReasons),
  submission: z.string().regex(/^[\w-]{16,64}$/),
})
