import { formatDay } from '#platform/calendar'
import { day, z } from '#platform/contract'
import { defineKind, defineModule, place } from '../letter-kind.ts'

const fields = ['email', 'phone', 'mobile', 'name', 'address', 'language', 'other'] as const
/** Names of what was changed, not the values: a letter to a wrong address must not tell a stranger the new number. */
const parameters = z.strictObject({ day: day(), fields: z.array(z.enum(fields)).min(1).max(fields.length) })
type Parameters = z.infer<typeof parameters>

const changed = defineModule<Parameters>({
  code: 'customers.changed-fields',
  version: 1,
  write: (own, { say, paragraph, portal, phone, language }) => [
    paragraph('change.lead', { day: formatDay(Temporal.PlainDate.from(own.day), language) }),
    { kind: 'list', ordered: false, items: own.fields.map((field) => [{ text: say(`change.field-${field}`) }]) },
    paragraph('change.look', { link: say('link.data', { portal }) }),
    paragraph('change.notYou', { phone }),
  ],
})

export const changeConfirmed = defineKind({
  code: 'customers.change-confirmed',
  version: 1,
  parameters,
  title: (_parameters, say) => say('change.title'),
  modules: [place(changed, (own: Parameters) => own)],
})
