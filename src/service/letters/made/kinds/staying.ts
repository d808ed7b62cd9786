import { formatDay } from '#platform/calendar'
import { day, decimal, line, z } from '#platform/contract'
import type { Locale } from '#platform/i18n'
import { defineKind, defineModule, place, type Writing } from '../letter-kind.ts'
import type { Block } from '../../blocks.ts'
import { qrSvg } from '../qr-svg.ts'

const commodity = z.enum(['power', 'gas', 'water', 'heat'])
const meterNumber = () => line(40, 1)
const dayText = (iso: string, language: Locale): string => formatDay(Temporal.PlainDate.from(iso), language)

/** An exact decimal as people of the language write it; the figure itself is not touched. */
const valueText = (value: string, unit: string, language: Locale): string =>
  `${language === 'de' ? value.replace('.', ',') : value} ${unit}`

const requestParameters = z.strictObject({
  dueOn: day(),
  meters: z
    .array(z.strictObject({ meterNumber: meterNumber(), commodity }))
    .min(1)
    .max(20),
  /** A link of our own for this one request; without it the page for everybody. */
  link: line(200, 1).optional(),
})
type Request = z.infer<typeof requestParameters>

/** A link of our own to scan from paper: it opens the form for these meters without signing in. */
const scanBlocks = (link: string | undefined, say: Writing['say']): Block[] =>
  link === undefined
    ? []
    : [
        {
          kind: 'scan',
          title: say('code.scan'),
          image: qrSvg(link),
          alternative: say('code.scanAlternative', { link }),
          lines: [],
        },
      ]

const askForReading = defineModule<Request>({
  code: 'staying.ask-for-reading',
  version: 2,
  write: ({ dueOn, meters, link }, { say, spans, paragraph, language, portal, phone }) => [
    paragraph('request.lead', { day: dayText(dueOn, language) }),
    { kind: 'heading', text: say('request.meters', { count: meters.length }) },
    { kind: 'facts', items: meters.map((meter) => ({ label: say(meter.commodity), value: meter.meterNumber })) },
    { kind: 'heading', text: say('request.how') },
    {
      kind: 'list',
      ordered: false,
      items: [
        spans('request.online', { link: link ?? say('link.readings', { portal }) }),
        spans('request.phone', { phone }),
      ],
    },
    ...scanBlocks(link, say),
  ],
})

const reminderParameters = z.strictObject({ ...requestParameters.shape, wasDueOn: day() })
type Reminder = z.infer<typeof reminderParameters>

/** The same meters and ways again, after another beginning. */
const remindOfReading = defineModule<Reminder>({
  code: 'staying.remind-of-reading',
  version: 1,
  write: ({ wasDueOn, ...own }, writing) => [
    writing.paragraph('reminder.lead', {
      was: dayText(wasDueOn, writing.language),
      day: dayText(own.dueOn, writing.language),
    }),
    ...askForReading.write(own, writing).slice(1),
  ],
})

const estimateOtherwise = defineModule<object>({
  code: 'staying.estimate-otherwise',
  version: 1,
  write: (_own, { paragraph }) => [paragraph('request.otherwise')],
})

/** Water and heat have no section 40a EnWG; the estimate of these follows the general terms of supply. */
const estimated = ({ meters }: Pick<Request, 'meters'>): object | undefined =>
  meters.some((meter) => meter.commodity === 'power' || meter.commodity === 'gas') ? {} : undefined

export const readingRequest = defineKind({
  code: 'staying.reading-request',
  version: 2,
  parameters: requestParameters,
  title: ({ dueOn }, say, language) => say('request.title', { day: dayText(dueOn, language) }),
  actionDueOn: ({ dueOn }) => dueOn,
  modules: [place(askForReading, (own: Request) => own), place(estimateOtherwise, (own: Request) => estimated(own))],
})

/** Reminds of what was asked for; until the new day the value still counts. */
export const readingReminder = defineKind({
  code: 'staying.reading-reminder',
  version: 1,
  parameters: reminderParameters,
  title: ({ dueOn }, say, language) => say('reminder.title', { day: dayText(dueOn, language) }),
  actionDueOn: ({ dueOn }) => dueOn,
  modules: [
    place(remindOfReading, (own: Reminder) => own),
    place(estimateOtherwise, (own: Reminder) => estimated(own)),
  ],
})

const refusedParameters = z.strictObject({
  meterNumber: meterNumber(),
  day: day(),
  value: decimal(),
  unit: line(10, 1),
  because: z.enum(['too-high', 'too-low', 'other-meter', 'other']),
  /** A link of our own with which to read once more; without it the page for everybody. */
  link: line(200, 1).optional(),
})
type Refused = z.infer<typeof refusedParameters>

const refused = defineModule<Refused>({
  code: 'staying.reading-refused',
  version: 2,
  write: (own, { say, paragraph, language, portal, phone }) => [
    paragraph('refused.lead'),
    { kind: 'heading', text: say('refused.sent') },
    {
      kind: 'facts',
      items: [
        { label: say('meterNumber'), value: own.meterNumber },
        { label: say('bill.value'), value: valueText(own.value, own.unit, language) },
        { label: say('corrected.readOn'), value: dayText(own.day, language) },
      ],
    },
    { kind: 'heading', text: say('refused.why') },
    paragraph(`refused.reason-${own.because}`),
    { kind: 'heading', text: say('refused.now') },
    paragraph('refused.again', { link: own.link ?? say('link.readings', { portal }) }),
    paragraph('refused.phone', { phone }),
    ...scanBlocks(own.link, say),
  ],
})

export const readingRefused = defineKind({
  code: 'staying.reading-refused',
  version: 2,
  parameters: refusedParameters,
  title: (own, say, language) => say('refused.title', { day: dayText(own.day, language) }),
  modules: [place(refused, (own: Refused) => own)],
})

const correctedParameters = z.strictObject({
  meterNumber: meterNumber(),
  day: day(),
  former: decimal(),
  value: decimal(),
  unit: line(10, 1),
})
type Corrected = z.infer<typeof correctedParameters>

const corrected = defineModule<Corrected>({
  code: 'staying.reading-corrected',
  version: 1,
  write: (own, { say, paragraph, language }) => [
    paragraph('corrected.lead'),
    {
      kind: 'facts',
      items: [
        { label: say('meterNumber'), value: own.meterNumber },
        { label: say('corrected.readOn'), value: dayText(own.day, language) },
        { label: say('corrected.before'), value: valueText(own.former, own.unit, language) },
        { label: say('corrected.now'), value: valueText(own.value, own.unit, language) },
      ],
    },
    paragraph('corrected.bill'),
  ],
})

export const readingCorrected = defineKind({
  code: 'staying.reading-corrected',
  version: 1,
  parameters: correctedParameters,
  title: (own, say, language) => say('corrected.title', { day: dayText(own.day, language) }),
  modules: [place(corrected, (own: Corrected) => own)],
})
