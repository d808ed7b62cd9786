import { formatDay } from '#platform/calendar'
import type { SinglePart, SingleParameters } from '../../desk/desk.contract.ts'
import { singleParameters } from '../../desk/desk.contract.ts'
import { defineKind, defineModule, place } from '../letter-kind.ts'

type Single = SingleParameters

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
