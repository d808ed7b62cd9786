import { formatDay, formatDayShort } from '#platform/calendar'
import { day, decimal, line, z } from '#platform/contract'
import { formatNumber } from '#platform/i18n'
import { cents, formatCents } from '#platform/money'
import type { Block } from '../../blocks.ts'
import { giroCodeSvg } from '../giro-code.ts'
import { defineKind, defineModule, place, type Writing } from '../letter-kind.ts'

const amount = () => z.number().int().min(-100_000_000_000).max(100_000_000_000)
const kwh = () => z.number().int().min(0).max(1_000_000_000)

/**
 * The shape of a bill (EnWG section 40). The room that bills fills it; nothing is calculated here but what a chart needs, and a
 * sum that does not add up is refused, because a wrong bill must not leave the house on good paper.
 */
export const billParameters = z
  .strictObject({
    number: line(30, 1),
    contractNumber: line(40, 1),
    from: day(),
    to: day(),
    used: line(40, 1),
    items: z
      .array(z.strictObject({ name: line(120, 1), quantity: line(40), price: line(40), amountCents: amount() }))
      .min(1)
      .max(200),
    vatRate: decimal(2, 2),
    netCents: amount(),
    vatCents: amount(),
    grossCents: amount(),
    paidCents: amount(),
    /** What is to be paid; negative is a credit. */
    dueCents: amount(),
    dueOn: day(),
    readings: z
      .array(
        z.strictObject({
          meterNumber: line(40, 1),
          day: day(),
          value: line(30, 1),
          source: z.enum(['customer', 'operator', 'estimated']),
        }),
      )
      .max(100),
    /** Consumption per month, of this year and of the year before: the comparison that EnWG section 40(2) wants as a graphic. */
    months: z.array(z.strictObject({ month: line(12, 1), kwh: kwh(), beforeKwh: kwh() })).max(12),
    payee: line(70, 1),
    iban: line(34, 15),
  })
  .refine(
    (bill) => bill.items.reduce((sum, item) => sum + item.amountCents, 0) === bill.netCents,
    'items add up to net',
  )
  .refine((bill) => bill.netCents + bill.vatCents === bill.grossCents, 'net and VAT add up to gross')
  .refine((bill) => bill.grossCents - bill.paidCents === bill.dueCents, 'gross less instalments is what is due')
export type BillParameters = z.infer<typeof billParameters>

const longDay = (iso: string, { language }: Writing): string => formatDay(Temporal.PlainDate.from(iso), language)
const money = (amountCents: number, { language }: Writing): string => formatCents(cents(amountCents), language)

const summary = defineModule<BillParameters>({
  code: 'paying.bill-summary',
  version: 1,
  write: (bill, writing) => [
    writing.paragraph('bill.lead', {
      from: longDay(bill.from, writing),
      to: longDay(bill.to, writing),
      used: bill.used,
    }),
    {
      kind: 'highlight',
      label: writing.say('bill.result', {
        credit: bill.dueCents < 0 ? 'yes' : 'no',
        day: longDay(bill.dueOn, writing),
      }),
      value: money(Math.abs(bill.dueCents), writing),
      code: false,
    },
  ],
})

const itemTable = defineModule<BillParameters>({
  code: 'paying.bill-items',
  version: 1,
  write: (bill, writing) => {
    const { say, language } = writing
    const sum = (label: string, value: number) => [label, '', '', money(value, writing)]
    const rate = language === 'de' ? bill.vatRate.replace('.', ',') : bill.vatRate
    return [
      {
        kind: 'table',
        caption: say('bill.items'),
        columns: [
          { label: say('bill.item'), align: 'left' },
          { label: say('bill.quantity'), align: 'right' },
          { label: say('bill.price'), align: 'right' },
          { label: say('bill.amount'), align: 'right' },
        ],
        rows: [
          ...bill.items.map((item) => [item.name, item.quantity, item.price, money(item.amountCents, writing)]),
          sum(say('bill.net'), bill.netCents),
          sum(say('bill.vat', { rate }), bill.vatCents),
          sum(say('bill.gross'), bill.grossCents),
          sum(say('bill.paid'), -bill.paidCents),
        ],
        sums: 4,
      },
    ]
  },
})

const readingTable = defineModule<BillParameters['readings']>({
  code: 'paying.bill-readings',
  version: 1,
  write: (readings, { say, language }) => [
    {
      kind: 'table',
      caption: say('bill.readings'),
      columns: [
        { label: say('meterNumber'), align: 'left' },
        { label: say('bill.day'), align: 'right' },
        { label: say('bill.value'), align: 'right' },
        { label: say('bill.how'), align: 'right' },
      ],
      rows: readings.map((one) => [
        one.meterNumber,
        formatDayShort(Temporal.PlainDate.from(one.day), language),
        one.value,
        say(`bill.source-${one.source}`),
      ]),
      sums: 0,
    },
  ],
})

const comparison = defineModule<BillParameters['months']>({
  code: 'paying.bill-comparison',
  version: 1,
  write: (months, { say, language }): readonly Block[] => {
    const now = months.reduce((sum, month) => sum + month.kwh, 0)
    const before = months.reduce((sum, month) => sum + month.beforeKwh, 0)
    const percent = Math.round((Math.abs(now - before) / before) * 100)
    const key = percent === 0 ? 'bill.chartSame' : now < before ? 'bill.chartLess' : 'bill.chartMore'
    const shown = (value: number) => formatNumber(value, language)
    return [
      {
        kind: 'bars',
        title: say(key, { percent }),
        alternative: say('bill.chartAlternative', {
          months: months
            .map((one) => say('bill.month', { month: one.month, before: shown(one.beforeKwh), now: shown(one.kwh) }))
            .join('; '),
        }),
        bars: months.flatMap((one) => [
          { label: '', value: one.beforeKwh, shown: shown(one.beforeKwh), before: true },
          { label: one.month, value: one.kwh, shown: shown(one.kwh), before: false },
        ]),
      },
    ]
  },
})

const payment = defineModule<BillParameters>({
  code: 'paying.bill-payment',
  version: 1,
  write: (bill, writing) => {
    const { say } = writing
    const transfer = { name: bill.payee, iban: bill.iban, amount: cents(bill.dueCents), purpose: bill.number }
    const amountText = money(bill.dueCents, writing)
    return [
      { kind: 'heading', text: say('bill.pay') },
      {
        kind: 'scan',
        title: say('bill.payTitle'),
        image: giroCodeSvg(transfer),
        alternative: say('bill.payAlternative', { amount: amountText, name: bill.payee }),
        lines: [
          { label: say('bill.payee'), value: bill.payee },
          { label: say('bill.iban'), value: bill.iban.replaceAll(/\s/g, '').replaceAll(/(.{4})(?=.)/g, '$1 ') },
          { label: say('bill.amount'), value: amountText },
          { label: say('bill.purpose'), value: bill.number },
        ],
      },
    ]
  },
})

const credit = defineModule<object>({
  code: 'paying.bill-credit',
  version: 1,
  write: (_own, { paragraph }) => [paragraph('bill.credit')],
})

const rights = defineModule<object>({
  code: 'paying.bill-rights',
  version: 1,
  write: (_own, { paragraph, phone }) => [paragraph('bill.questions', { phone }), paragraph('bill.complaint')],
})

export const bill = defineKind({
  code: 'paying.bill',
  version: 1,
  parameters: billParameters,
  title: ({ number }, say) => say('bill.title', { number }),
  details: (own, { say }) => [
    { label: say('bill.number'), value: own.number },
    { label: say('contractNumber'), value: own.contractNumber },
  ],
  modules: [
    place(summary, (own: BillParameters) => own),
    place(itemTable, (own: BillParameters) => own),
    place(comparison, (own: BillParameters) => (own.months.some((one) => one.beforeKwh > 0) ? own.months : undefined)),
    place(readingTable, (own: BillParameters) => (own.readings.length > 0 ? own.readings : undefined)),
    place(payment, (own: BillParameters) => (own.dueCents > 0 ? own : undefined)),
    place(credit, (own: BillParameters) => (own.dueCents < 0 ? {} : undefined)),
    place(rights, () => ({})),
  ],
})
