/**
 * What letters cost, as pure arithmetic on counts and prices. Cents are exact decimals here (2.5 ct a sheet) and are rounded to whole
 * cents only where they are shown. Definitions: docs/figures.md.
 */
export const factorItems = [
  'print-sheet',
  'envelope',
  'inserting',
  'handling',
  'postage-discount',
  'notice-email',
  'notice-sms',
  'return-handling',
  'address-search',
  'contact-minute',
  'contact-minutes',
  'paper-sheet',
  'co2-sheet',
  'co2-transport',
  'follow-up-days',
  'base-days',
  'adoption',
  'reprint',
] as const
export type FactorItem = (typeof factorItems)[number]

export type Factor = {
  readonly low: number
  readonly value: number
  readonly high: number
  readonly measured: boolean
}
export type Factors = Readonly<Record<FactorItem, Factor>>

/** Counts of a group of letters. */
export type Counts = {
  readonly letters: number
  readonly digital: number
  readonly printed: number
  readonly escalated: number
  readonly sheets: number
  readonly postageCents: number
  readonly returned: number
  readonly resent: number
  readonly noChannel: number
  readonly noticesEmail: number
  readonly noticesSms: number
  readonly reminders: number
  readonly opened: number
  readonly feedback: number
  readonly understood: number
  readonly notUnderstood: number
  readonly contacts: number
  readonly contactsTimed: number
  readonly contactSeconds: number
  readonly contactsResolved: number
  readonly contactsBefore: number
}

/** Low, expected and high; equal where all is measured. */
export type Range = { readonly low: number; readonly value: number; readonly high: number }

const edges = ['low', 'value', 'high'] as const
const rangeOf = (of: (edge: (typeof edges)[number]) => number): Range => ({
  low: of('low'),
  value: of('value'),
  high: of('high'),
})
export const addRanges = (list: readonly Range[]): Range =>
  rangeOf((edge) => list.reduce((sum, one) => sum + one[edge], 0))

export type Component = {
  readonly name: 'postage' | 'print' | 'envelope' | 'inserting' | 'handling' | 'returns' | 'notices' | 'contacts'
  readonly cents: Range
  /** True if every price in it was measured; the counts always are. */
  readonly measured: boolean
}

/** Contacts above what the same customers ask anyway: those within the window less the base rate of the days before, never below 0. */
export const excessContacts = (counts: Counts, factors: Factors): number =>
  Math.max(0, counts.contacts - (counts.contactsBefore * factors['follow-up-days'].value) / factors['base-days'].value)

/** The parts of the full cost. Re-sent letters are in their paper, reminders in the notices: nothing counts twice. */
export function costOf(counts: Counts, factors: Factors): readonly Component[] {
  const f = factors
  const each = (name: Component['name'], amount: number, ...items: readonly FactorItem[]): Component => ({
    name,
    cents: rangeOf((edge) => items.reduce((sum, item) => sum + amount * f[item][edge], 0)),
    measured: items.every((item) => f[item].measured),
  })
  const discount = f['postage-discount']
  const minutes = averageMinutes(counts, f)
  const excess = excessContacts(counts, f)
  return [
    {
      name: 'postage',
      // The higher the discount, the lower the cost.
      cents: {
        low: counts.postageCents * (1 - discount.high / 100),
        value: counts.postageCents * (1 - discount.value / 100),
        high: counts.postageCents * (1 - discount.low / 100),
      },
      measured: discount.measured,
    },
    each('print', counts.sheets, 'print-sheet'),
    each('envelope', counts.printed + counts.resent, 'envelope'),
    each('inserting', counts.printed + counts.resent, 'inserting'),
    each('handling', counts.printed + counts.resent, 'handling'),
    each('returns', counts.returned, 'return-handling', 'address-search'),
    {
      name: 'notices',
      cents: rangeOf(
        (edge) => counts.noticesEmail * f['notice-email'][edge] + counts.noticesSms * f['notice-sms'][edge],
      ),
      measured: f['notice-email'].measured && f['notice-sms'].measured,
    },
    {
      name: 'contacts',
      cents: rangeOf((edge) => excess * minutes[edge] * f['contact-minute'][edge]),
      measured: minutes.measured && f['contact-minute'].measured,
    },
  ]
}

/** Minutes of a contact: measured where most of them have a time, assumed elsewhere. */
function averageMinutes(counts: Counts, f: Factors): Range & { readonly measured: boolean } {
  if (counts.contactsTimed * 2 <= counts.contacts || counts.contactsTimed === 0)
    return { ...rangeOf((edge) => f['contact-minutes'][edge]), measured: f['contact-minutes'].measured }
  const minutes = counts.contactSeconds / counts.contactsTimed / 60
  return { low: minutes, value: minutes, high: minutes, measured: true }
}

export type FullCost = {
  readonly total: Range
  readonly measuredCents: number
  readonly assumedCents: number
  readonly components: readonly Component[]
}

export function fullCost(components: readonly Component[]): FullCost {
  const sumOf = (measured: boolean) =>
    components.filter((one) => one.measured === measured).reduce((sum, one) => sum + one.cents.value, 0)
  return {
    total: addRanges(components.map((one) => one.cents)),
    measuredCents: sumOf(true),
    assumedCents: sumOf(false),
    components,
  }
}

/**
 * What the next step would save, in cents of the same period: letters of this kind that went on paper by habit, not by escalation or for
 * want of a channel, go to the portal; some are printed after all. Nothing where the law wants post.
 */
export function savingOf(
  counts: Counts,
  components: readonly Component[],
  factors: Factors,
  lawNeedsPost: boolean,
): Range {
  const movable = Math.max(0, counts.printed - counts.escalated - counts.noChannel)
  if (lawNeedsPost || movable === 0 || counts.printed === 0) return { low: 0, value: 0, high: 0 }
  const paper = addRanges(
    components.filter(({ name }) => !['notices', 'contacts'].includes(name)).map((one) => one.cents),
  )
  const share = (edge: 'low' | 'value' | 'high', reprint: 'low' | 'value' | 'high') =>
    (factors.adoption[edge] / 100) * (1 - factors.reprint[reprint] / 100)
  const each = (edge: 'low' | 'value' | 'high') => paper[edge] / counts.printed
  return {
    low: Math.max(0, movable * share('low', 'high') * (each('low') - factors['notice-email'].high)),
    value: Math.max(0, movable * share('value', 'value') * (each('value') - factors['notice-email'].value)),
    high: Math.max(0, movable * share('high', 'low') * (each('high') - factors['notice-email'].low)),
  }
}

/** Share of letters that did their work at once: no contact above the base rate, no return, no reminder, nobody who did not understand. */
export function experienceOf(counts: Counts, factors: Factors): number | null {
  if (counts.letters < FEW) return null
  const trouble = excessContacts(counts, factors) + counts.returned + counts.reminders + counts.notUnderstood
  return Math.max(0, 1 - trouble / counts.letters)
}

/** Below so many a share says more about persons than about letters; it is not shown. */
export const FEW = 5

/** Paper in grams, CO2 equivalent in grams. */
export const paperGrams = (counts: Counts, f: Factors): number => counts.sheets * f['paper-sheet'].value
export const co2Grams = (counts: Counts, f: Factors): Range =>
  rangeOf((edge) => counts.sheets * f['co2-sheet'][edge] + (counts.printed + counts.resent) * f['co2-transport'][edge])

export const addCounts = (list: readonly Counts[]): Counts =>
  Object.fromEntries(countKeys.map((key) => [key, list.reduce((sum, one) => sum + one[key], 0)])) as unknown as Counts

export const countKeys = [
  'letters',
  'digital',
  'printed',
  'escalated',
  'sheets',
  'postageCents',
  'returned',
  'resent',
  'noChannel',
  'noticesEmail',
  'noticesSms',
  'reminders',
  'opened',
  'feedback',
  'understood',
  'notUnderstood',
  'contacts',
  'contactsTimed',
  'contactSeconds',
  'contactsResolved',
  'contactsBefore',
] as const satisfies readonly (keyof Counts)[]
