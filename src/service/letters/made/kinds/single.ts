import { formatDay } from '#platform/calendar'
import { day, line, paragraph as paragraphText, z } from '#platform/contract'
import { defineKind, defineModule, place } from '../letter-kind.ts'

/** Modules that somebody of the staff puts together for one letter, in the order in which they stand there. */
export const singleModules = ['thanks', 'sorry', 'words', 'reading', 'documents', 'callback', 'contact'] as const

const part = z.discriminatedUnion('module', [
  z.strictObject({ module: z.enum(['thanks', 'sorry', 'reading', 'documents', 'contact']) }),
  z.strictObject({ module: z.literal('words'), text: paragraphText(4_000, 1) }),
  z.strictObject({ module: z.literal('callback'), day: day() }),
])
export type SinglePart = z.infer<typeof part>

export const singleParameters = z.strictObject({ title: line(120, 3), parts: z.array(part).min(1).max(20) })
type Single = z.infer<typeof singleParameters>

const onePart = defineModule<SinglePart>({
  code: 'letters.single-part',
  version: 1,
  write: (own, { say, paragraph, language, portal, phone }) => {
    switch (own.module) {
      case 'words':
        return own.text
          .split(/\n{2,}/)
          .map((text) => ({ kind: 'paragraph' as const, spans: [{ text: text.replaceAll('\n', ' ').trim() }] }))
      case 'callback':
        return [
          { kind: 'heading', text: say('single.callback') },
          paragraph('single.callbackText', { day: formatDay(Temporal.PlainDate.from(own.day), language) }),
        ]
      case 'reading':
        return [paragraph('single.reading', { link: say('link.readings', { portal }) })]
      case 'documents':
        return [paragraph('single.documents', { link: say('link.letters', { portal }) })]
      default:
        return [paragraph(`single.${own.module}`, own.module === 'contact' ? { phone } : {})]
    }
  },
})

const allParts = defineModule<Single>({
  code: 'letters.single-parts',
  version: 1,
  write: (own, writing) => own.parts.flatMap((one) => onePart.write(one, writing)),
})

/** One letter that a person writes to one customer. */
export const singleLetter = defineKind({
  code: 'letters.single',
  version: 1,
  parameters: singleParameters,
  title: ({ title }) => title,
  modules: [place(allParts, (own: Single) => own)],
})
