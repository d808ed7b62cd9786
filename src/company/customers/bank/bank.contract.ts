import { id, line, z } from '#platform/contract/web'
import { asked } from '../own-data/asked.contract.ts'
import { parseIban } from './iban.ts'

const version = () => z.number().int().min(0).max(2_147_483_647)

/** An IBAN as typed; what is wrong with it is said at the field. */
export const typedIban = () =>
  line(60).transform((typed, context) => {
    const read = parseIban(typed)
    if ('iban' in read) return read.iban
    context.addIssue({
      code: 'custom',
      params: { code: read.fault.code, ...('figures' in read.fault && { figures: read.fault.figures }) },
    })
    return ''
  })

/** How an account shall be paid. For direct debit the holder agrees to the mandate that is shown in the second step. */
export const bankFields = {
  /** 0 while nothing has been stored. */
  rowVersion: version(),
  way: z.enum(['direct-debit', 'transfer']),
  iban: typedIban().optional(),
  holder: line(70, 1).optional(),
}

/** The form in the portal: `ask` shows the mandate, `sign` gives it. */
export const bankForm = z.strictObject({
  ...bankFields,
  step: z.enum(['ask', 'sign']),
})

export const bankPath = z.strictObject({ id: id() })

/** What staff sends: a mandate is proved by how the holder gave it. */
export const deskBankBody = z.strictObject({ ...bankFields, ...asked })

export const bankAnswer = z.strictObject({
  contractAccountId: id(),
  contractAccountNumber: z.string(),
  way: z.enum(['direct-debit', 'transfer']).nullable(),
  iban: z.string().nullable(),
  holder: z.string().nullable(),
  bankName: z.string().nullable(),
  mandateReference: z.string().nullable(),
  creditorId: z.string().nullable(),
  signedOn: z.string().nullable(),
  rowVersion: z.number().int(),
})
export type BankAnswer = z.infer<typeof bankAnswer>
