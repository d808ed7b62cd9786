import { formatDay } from '#platform/calendar'
import { day, line, z } from '#platform/contract'
import { defineKind, defineModule, place } from '../letter-kind.ts'
import { qrSvg } from '../qr-svg.ts'

const parameters = z.strictObject({
  /** As printed: `ABCD-EFGH`. */
  code: line(20, 4),
  /** Where the code is typed in. */
  link: line(200, 1),
  /** Where a phone goes that scans it: the same page with the code filled in. */
  scan: line(300, 1),
  lastDay: day(),
})
type Parameters = z.infer<typeof parameters>

const codeBlock = (lead: 'code.lead' | 'account.lead', code: string) =>
  defineModule<Parameters>({
    code,
    version: 1,
    write: (own, { say, spans, paragraph, language, phone }) => [
      paragraph(lead),
      { kind: 'highlight', label: say('code.label'), value: own.code, code: true },
      { kind: 'heading', text: say('code.how') },
      {
        kind: 'list',
        ordered: true,
        items: [
          spans(lead === 'code.lead' ? 'code.step1' : 'account.step1', { link: own.link }),
          spans(lead === 'code.lead' ? 'code.step2' : 'account.step2'),
        ],
      },
      {
        kind: 'scan',
        title: say('code.scan'),
        image: qrSvg(own.scan),
        alternative: say('code.scanAlternative', { link: own.link }),
        lines: [],
      },
      paragraph('code.until', { day: formatDay(Temporal.PlainDate.from(own.lastDay), language) }),
      paragraph('code.notYou', { phone }),
    ],
  })

/** The posted code that opens all of an account. */
export const activationCode = defineKind({
  code: 'identity.activation-code',
  version: 1,
  parameters,
  title: (_parameters, say) => say('code.title'),
  modules: [place(codeBlock('code.lead', 'identity.opening-code'), (own: Parameters) => own)],
})

/** The posted code with which somebody without a bill at hand makes an account. */
export const accountCode = defineKind({
  code: 'identity.account-code',
  version: 1,
  parameters,
  title: (_parameters, say) => say('account.title'),
  modules: [place(codeBlock('account.lead', 'identity.account-code'), (own: Parameters) => own)],
})
