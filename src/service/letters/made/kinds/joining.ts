import { formatDay } from '#platform/calendar'
import { day, line, z } from '#platform/contract'
import { cents, formatCents } from '#platform/money'
import { defineKind, defineModule, place } from '../letter-kind.ts'

const amount = () => z.number().int().min(0).max(100_000_000)
const orderParameters = z.strictObject({
  number: line(30, 1),
  orderedOn: day(),
  product: line(80, 1),
  site: line(160, 1),
  startsOn: day().optional(),
  /** Gross, in cents per kWh, exact. */
  unitPriceCt: z.string().regex(/^\d{1,6}(\.\d{1,4})?$/),
  basePriceCentsYear: amount(),
  instalmentCents: amount().optional(),
  /** True if the customer changes over from another supplier; then we have to wait for that one. */
  changesSupplier: z.boolean(),
  /** Last day of the withdrawal (BGB section 355); only consumers have it. */
  withdrawalUntil: day().optional(),
})
type Order = z.infer<typeof orderParameters>

const whatWasOrdered = defineModule<Order>({
  code: 'joining.what-was-ordered',
  version: 1,
  write: (own, { say, paragraph, language }) => [
    paragraph('order.lead', { day: formatDay(Temporal.PlainDate.from(own.orderedOn), language) }),
    { kind: 'heading', text: say('order.what') },
    {
      kind: 'facts',
      items: [
        { label: say('order.product'), value: own.product },
        { label: say('order.site'), value: own.site },
        {
          label: say('order.start'),
          value: own.startsOn ? formatDay(Temporal.PlainDate.from(own.startsOn), language) : say('order.startOpen'),
        },
        {
          label: say('order.unitPrice'),
          value: say('order.perKwh', {
            price: language === 'de' ? own.unitPriceCt.replace('.', ',') : own.unitPriceCt,
          }),
        },
        {
          label: say('order.basePrice'),
          value: say('order.perYear', { price: formatCents(cents(own.basePriceCentsYear), language) }),
        },
        ...(own.instalmentCents === undefined
          ? []
          : [{ label: say('order.instalment'), value: formatCents(cents(own.instalmentCents), language) }]),
      ],
    },
  ],
})

const nextSteps = defineModule<{ readonly changesSupplier: boolean }>({
  code: 'joining.next-steps',
  version: 1,
  write: ({ changesSupplier }, { say, spans }) => [
    { kind: 'heading', text: say('order.next') },
    {
      kind: 'list',
      ordered: true,
      items: [...(changesSupplier ? [spans('order.step1')] : []), spans('order.step2'), spans('order.step3')],
    },
  ],
})

const withdrawal = defineModule<{ readonly until: string }>({
  code: 'joining.withdrawal',
  version: 1,
  write: ({ until }, { say, paragraph, language, portal }) => [
    { kind: 'heading', text: say('order.withdrawal') },
    paragraph('order.withdrawalText', {
      day: formatDay(Temporal.PlainDate.from(until), language),
      link: say('link.withdrawal', { portal }),
    }),
  ],
})

export const orderConfirmed = defineKind({
  code: 'joining.order-confirmed',
  version: 1,
  parameters: orderParameters,
  title: ({ number }, say) => say('order.title', { number }),
  modules: [
    place(whatWasOrdered, (own: Order) => own),
    place(nextSteps, (own: Order) => own),
    place(withdrawal, (own: Order) => (own.withdrawalUntil ? { until: own.withdrawalUntil } : undefined)),
  ],
})
