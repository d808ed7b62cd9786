import { formatDay } from '#platform/calendar'
import { day, paragraph, z } from '#platform/contract'
import { defineKind, defineModule, place } from '../letter-kind.ts'

const fields = ['email', 'phone', 'mobile', 'name', 'address', 'language', 'bank', 'wishes', 'other'] as const
/** Names of what was changed, not the values: a letter to a wrong address must not tell a stranger the new number. */
const parameters = z.strictObject({
  day: day(),
  fields: z.array(z.enum(fields)).min(1).max(fields.length),
  /** The words of a direct debit mandate that was given: its copy for the payer. */
  mandate: paragraph(3_000, 1).optional(),
  /** Until when the customer may take it back. */
  undoUntil: day().optional(),
})
type Parameters = z.infer<typeof parameters>

const changed = defineModule<Parameters>({
  code: 'customers.changed-fields',
  version: 2,
  write: (own, { say, paragraph: write, portal, phone, language }) => [
    write('change.lead', { day: formatDay(Temporal.PlainDate.from(own.day), language) }),
    { kind: 'list', ordered: false, items: own.fields.map((field) => [{ text: say(`change.field-${field}`) }]) },
    write('change.look', { link: say('link.data', { portal }) }),
    ...(own.undoUntil === undefined
      ? []
      : [write('change.undo', { until: formatDay(Temporal.PlainDate.from(own.undoUntil), language) })]),
    write('change.notYou', { phone }),
  ],
})

const mandateWords = defineModule<string>({
  code: 'customers.mandate-words',
  version: 1,
  write: (words, { say }) => [
    { kind: 'heading', text: say('change.mandate') },
    ...words
      .split(/\n+/)
      .filter(Boolean)
      .map((text) => ({ kind: 'paragraph' as const, spans: [{ text }] })),
  ],
})

export const changeConfirmed = defineKind({
  code: 'customers.change-confirmed',
  version: 2,
  parameters,
  title: (_parameters, say) => say('change.title'),
  modules: [place(changed, (own: Parameters) => own), place(mandateWords, (own: Parameters) => own.mandate)],
})
