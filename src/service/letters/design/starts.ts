import type { DesignBlock, DesignBody, DesignModule, Words } from './design.contract.ts'
import { fact, facts, given, heading, missing, only, paragraph, points, titleWords, words } from './start-words.ts'

const module = (
  code: string,
  name: string,
  blocks: readonly DesignBlock[],
  when: DesignModule['when'] = [],
): DesignModule => ({ code, version: 0, name, when, blocks: [...blocks] })

const body = (part: Pick<DesignBody, 'title' | 'modules'> & Partial<DesignBody>): DesignBody => ({
  parameters: [],
  details: [],
  actionDueOn: null,
  forAgents: false,
  forRuns: false,
  ...part,
})

const codeLetter = (lead: 'code' | 'account', module1: string): DesignBody =>
  body({
    title: titleWords(lead === 'code' ? 'code.title' : 'account.title'),
    modules: [
      module(module1, 'Code und Weg', [
        paragraph(lead === 'code' ? 'code.lead' : 'account.lead'),
        { kind: 'highlight', label: words('code.label'), value: only('code'), code: true },
        heading('code.how'),
        points(
          true,
          [lead === 'code' ? 'code.step1' : 'account.step1'],
          [lead === 'code' ? 'code.step2' : 'account.step2'],
        ),
        { kind: 'code', title: words('code.scan'), alternative: words('code.scanAlternative'), link: only('scan') },
        paragraph('code.until', { day: 'lastDay' }),
        paragraph('code.notYou'),
      ]),
    ],
  })

/** A link of our own to scan from paper. */
const scanModule = module(
  'scan-own-link',
  'Eigener Link als QR-Code',
  [{ kind: 'code', title: words('code.scan'), alternative: words('code.scanAlternative'), link: only('link') }],
  [given('link')],
)

const askAndEstimate = (lead: DesignModule): DesignModule[] => [
  lead,
  module('ask-for-reading', 'Zähler und Wege', [
    heading('request.meters', { count: 'meters' }),
    { kind: 'facts', each: 'meters', items: [{ label: only('commodity'), value: only('meterNumber'), when: [] }] },
    heading('request.how'),
    points(
      false,
      ['request.online', {}, [given('link')]],
      ['request.online', { link: '@link.readings' }, [missing('link')]],
      ['request.phone'],
    ),
  ]),
  scanModule,
  // Water and heat have no section 40a EnWG; the estimate of these follows the general terms of supply.
  module(
    'estimate-otherwise',
    'Sonst wird geschätzt',
    [paragraph('request.otherwise')],
    [{ parameter: 'meters', column: 'commodity', test: 'is', values: ['power', 'gas'] }],
  ),
]

const readingRequest = body({
  title: titleWords('request.title', { day: 'dueOn' }),
  actionDueOn: 'dueOn',
  modules: askAndEstimate(
    module('reading-wanted', 'Bitte um den Zählerstand', [paragraph('request.lead', { day: 'dueOn' })]),
  ),
})

const readingReminder = body({
  title: titleWords('reminder.title', { day: 'dueOn' }),
  actionDueOn: 'dueOn',
  modules: askAndEstimate(
    module('reading-reminded', 'Erinnerung', [paragraph('reminder.lead', { was: 'wasDueOn', day: 'dueOn' })]),
  ),
})

const reasons = ['too-high', 'too-low', 'other-meter', 'other'] as const
const readingRefused = body({
  title: titleWords('refused.title'),
  modules: [
    module('reading-refused', 'Stand nicht übernommen', [
      paragraph('refused.lead'),
      heading('refused.sent'),
      facts(fact('meterNumber', 'meterNumber'), fact('bill.value', 'valueText'), fact('corrected.readOn', 'day')),
      heading('refused.why'),
    ]),
    ...reasons.map((reason) =>
      module(
        `refused-${reason}`,
        `Grund: ${reason}`,
        [paragraph(`refused.reason-${reason}`)],
        [{ parameter: 'because', test: 'is', values: [reason] }],
      ),
    ),
    module('refused-now', 'Was jetzt zu tun ist', [heading('refused.now')]),
    module('refused-again-link', 'Noch einmal mit eigenem Link', [paragraph('refused.again')], [given('link')]),
    module(
      'refused-again',
      'Noch einmal im Portal',
      [paragraph('refused.again', { link: '@link.readings' })],
      [missing('link')],
    ),
    module('refused-phone', 'Am Telefon', [paragraph('refused.phone')]),
    scanModule,
  ],
})

const readingCorrected = body({
  title: titleWords('corrected.title'),
  modules: [
    module('reading-corrected', 'Berichtigter Stand', [
      paragraph('corrected.lead'),
      facts(
        fact('meterNumber', 'meterNumber'),
        fact('corrected.readOn', 'day'),
        fact('corrected.before', 'formerText'),
        fact('corrected.now', 'valueText'),
      ),
      paragraph('corrected.bill'),
    ]),
  ],
})

const changeConfirmed = body({
  title: titleWords('change.title'),
  modules: [
    module('changed-fields', 'Was geändert wurde', [
      paragraph('change.lead'),
      { kind: 'list', ordered: false, each: 'fields', items: [{ text: only('field'), when: [] }] },
      paragraph('change.look', { link: '@link.data' }),
    ]),
    module('change-undo', 'Zurücknehmen', [paragraph('change.undo', { until: 'undoUntil' })], [given('undoUntil')]),
    module('change-not-you', 'Das waren nicht Sie?', [paragraph('change.notYou')]),
    module(
      'mandate-words',
      'Mandat',
      [heading('change.mandate'), { kind: 'paragraph', each: 'mandateLines', text: only('mandateLine') }],
      [given('mandateLines')],
    ),
  ],
})

const orderConfirmed = body({
  title: titleWords('order.title'),
  modules: [
    module('what-was-ordered', 'Was bestellt wurde', [
      paragraph('order.lead', { day: 'orderedOn' }),
      heading('order.what'),
      facts(
        fact('order.product', 'product'),
        fact('order.site', 'site'),
        fact('order.start', 'startsOn', [given('startsOn')]),
        fact('order.start', words('order.startOpen'), [missing('startsOn')]),
        fact('order.unitPrice', words('order.perKwh', { price: 'unitPriceCt' })),
        fact('order.basePrice', words('order.perYear', { price: 'basePriceCentsYear' })),
        fact('order.instalment', 'instalmentCents', [given('instalmentCents')]),
      ),
    ]),
    module('next-steps', 'Wie es weitergeht', [
      heading('order.next'),
      points(
        true,
        ['order.step1', {}, [{ parameter: 'changesSupplier', test: 'is', values: ['yes'] }]],
        ['order.step2'],
        ['order.step3'],
      ),
    ]),
    module(
      'withdrawal',
      'Widerruf',
      [
        heading('order.withdrawal'),
        paragraph('order.withdrawalText', { day: 'withdrawalUntil', link: '@link.withdrawal' }),
      ],
      [given('withdrawalUntil')],
    ),
  ],
})

const billTable = module('bill-items', 'Positionen', [
  {
    kind: 'table',
    each: 'items',
    caption: words('bill.items'),
    columns: [
      { label: words('bill.item'), value: only('name'), align: 'left' },
      { label: words('bill.quantity'), value: only('quantity'), align: 'right' },
      { label: words('bill.price'), value: only('price'), align: 'right' },
      { label: words('bill.amount'), value: only('amountCents'), align: 'right' },
    ],
    sums: [
      { label: words('bill.net'), value: only('netCents') },
      { label: words('bill.vat', { rate: 'vatRate' }), value: only('vatCents') },
      { label: words('bill.gross'), value: only('grossCents') },
      { label: words('bill.paid'), value: only('paidAsSumCents') },
    ],
  },
])

const choose = (name: string, codes: readonly string[]): Words => {
  const cases = (form: keyof Words) =>
    codes
      .map((code, at) => {
        const said = words(`bill.${name}-${code}` as never)
        const text = form === 'du' ? said.du || said.de : said[form]
        return `${at === codes.length - 1 ? 'other' : code} {${text}}`
      })
      .join(' ')
  const chosen = (form: keyof Words) => `{${name}, select, ${cases(form)}}`
  return { de: chosen('de'), du: chosen('du'), en: chosen('en') }
}

const billMonths = (suffix: 'Less' | 'More' | 'Same', code: 'less' | 'more' | 'same', name: string): DesignModule =>
  module(
    `bill-${code}`,
    name,
    [
      {
        kind: 'bars',
        each: 'months',
        title: words(`bill.chart${suffix}`),
        alternative: words('bill.chartAlternative', { months: 'rows' }),
        row: words('bill.month', { before: 'beforeKwh', now: 'kwh' }),
        label: only('month'),
        value: 'kwh',
        before: 'beforeKwh',
      },
    ],
    [{ parameter: 'compared', test: 'is', values: [code] }],
  )

const bill = body({
  title: titleWords('bill.title'),
  details: [fact('bill.number', 'number'), fact('contractNumber', 'contractNumber')],
  modules: [
    module('bill-summary', 'Ergebnis', [
      paragraph('bill.lead'),
      {
        kind: 'highlight',
        label: words('bill.result', { day: 'dueOn' }),
        value: only('absoluteDueCents'),
        code: false,
      },
    ]),
    billTable,
    billMonths('Less', 'less', 'Vergleich: weniger'),
    billMonths('More', 'more', 'Vergleich: mehr'),
    billMonths('Same', 'same', 'Vergleich: gleich'),
    module(
      'bill-readings',
      'Zählerstände',
      [
        {
          kind: 'table',
          each: 'readings',
          caption: words('bill.readings'),
          columns: [
            { label: words('meterNumber'), value: only('meterNumber'), align: 'left' },
            {
              label: words('bill.day'),
              value: { de: '{day, date, short}', du: '', en: '{day, date, short}' },
              align: 'right',
            },
            { label: words('bill.value'), value: only('value'), align: 'right' },
            {
              label: words('bill.how'),
              value: choose('source', ['customer', 'operator', 'estimated']),
              align: 'right',
            },
          ],
          sums: [],
        },
      ],
      [given('readings')],
    ),
    module(
      'bill-payment',
      'Zahlung mit GiroCode',
      [
        heading('bill.pay'),
        {
          kind: 'payment',
          title: words('bill.payTitle'),
          alternative: words('bill.payAlternative', { amount: 'dueCents', name: 'payee' }),
          payee: 'payee',
          iban: 'iban',
          amount: 'dueCents',
          purpose: 'number',
          labels: {
            payee: words('bill.payee'),
            iban: words('bill.iban'),
            amount: words('bill.amount'),
            purpose: words('bill.purpose'),
          },
        },
      ],
      [{ parameter: 'dueCents', test: 'more-than', values: ['0'] }],
    ),
    module(
      'bill-credit',
      'Guthaben',
      [paragraph('bill.credit')],
      [{ parameter: 'dueCents', test: 'less-than', values: ['0'] }],
    ),
    module('bill-rights', 'Fragen und Rechte', [paragraph('bill.questions'), paragraph('bill.complaint')]),
  ],
})

/** The kinds of the program as designs: what an editor begins with. They say what the program says, word for word (a test). */
export const starts: Readonly<Record<string, DesignBody>> = {
  'identity.activation-code': codeLetter('code', 'opening-code'),
  'identity.account-code': codeLetter('account', 'account-code'),
  'staying.reading-request': readingRequest,
  'staying.reading-reminder': readingReminder,
  'staying.reading-refused': readingRefused,
  'staying.reading-corrected': readingCorrected,
  'customers.change-confirmed': changeConfirmed,
  'joining.order-confirmed': orderConfirmed,
  'paying.bill': bill,
}
