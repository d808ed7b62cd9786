import { id, line, z } from '#platform/contract/web'
import { asked } from '../own-data/asked.contract.ts'

const purpose = () => z.enum(['offers-by-mail', 'offers-by-phone', 'advice-from-consumption', 'surveys'])

export const answerBody = z.strictObject({ purpose: purpose(), given: z.boolean(), wordingId: id() })
export const deskAnswerBody = z.strictObject({
  purpose: purpose(),
  given: z.boolean(),
  wordingId: id(),
  ...asked,
})

/** A time of day as people type it: `21`, `21:00`, `21.30 Uhr`. */
const timeOfDay = () =>
  line(12)
    .transform((typed, context) => {
      if (typed === '') return null
      const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?(?:\s*uhr)?$/i.exec(typed) ?? []
      if (hour === '' || Number(hour) > 23 || Number(minute) > 59) {
        context.addIssue({ code: 'custom', params: { code: 'customers.no-time' } })
        return null
      }
      return `${hour.padStart(2, '0')}:${minute}`
    })
    .optional()

export const wishFields = {
  /** 0 while nothing has been stored. */
  rowVersion: z.number().int().min(0).max(2_147_483_647),
  language: z.enum(['de', 'en']),
  letters: z.enum(['portal', 'post']),
  notify: z.enum(['e-mail', 'sms', 'none']),
  formOfAddress: z.enum(['sie', 'du']),
  quietFrom: timeOfDay(),
  quietTo: timeOfDay(),
}
export const wishBody = z.strictObject(wishFields)
export type WishBody = z.infer<typeof wishBody>
