import { askForPower, email, keepProof, powerKinds } from '#company/identity'
import { day, line, paragraph, z } from '#platform/contract'
import { addressKey, form, formFaults, nobody, page, takeLimits } from '#platform/http'
import { askPowerPage, powerSentPage } from './powers.pages.tsx'

const anybody = nobody(
  'Who asks to act for somebody has no account for that customer yet; requests are counted, the answer is the same.',
)
const DAY_SECONDS = 86_400

/** Letters and what stands between them in names: it is read in a mail of ours. */
const name = () =>
  line(80, 2).refine((text) => /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u.test(text), {
    params: { code: 'portal.no-such-name' },
  })

export const powersRoutes = [
  page({
    path: '/vollmacht',
    who: anybody,
    contract: {},
    says: 'Asks for a power of attorney: for whom, by whom, until when, with a proof.',
    reads: () => [],
    show: (_rows, { locale }) => askPowerPage(locale),
  }),
  form({
    path: '/vollmacht',
    who: anybody,
    contract: {
      body: z.strictObject({
        kind: z.enum(powerKinds),
        customerNumber: line(40, 1),
        customerName: line(120, 2),
        personName: name(),
        email: email(),
        until: day().optional(),
        note: paragraph(1_000).optional(),
      }),
    },
    files: true,
    says: 'Hands in a proof; two of the staff look at it. The answer is the same whether there is such a customer or not.',
    prepare: async (call, pools) => {
      const { email: address, customerNumber } = call.input.body
      await takeLimits(pools.worker, [
        { name: 'power-address', key: addressKey(call.address), max: 10, seconds: DAY_SECONDS },
        { name: 'power-email', key: address, max: 5, seconds: DAY_SECONDS },
        { name: 'power-number', key: customerNumber.replaceAll(/\D/g, ''), max: 10, seconds: DAY_SECONDS },
      ])
      return keepProof(call.settings.KW_FILES, call.files)
    },
    act: (tx, call, proof) => {
      const { until, note, ...asked } = call.input.body
      return askForPower(tx, call, {
        ...asked,
        until: until === undefined ? null : Temporal.PlainDate.from(until),
        note: note || null,
        proof,
      })
    },
    done: (_result, { locale, input }) => ({ page: powerSentPage(locale, input.body.email) }),
    again: async (_tx, { refusal, typed }, call) => askPowerPage(call.locale, typed, formFaults(call, refusal)),
  }),
]
