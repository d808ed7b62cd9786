/** How long a kind of data is kept, as the law says from a day on. */
export type RetentionRule = {
  readonly category: 'vouchers' | 'letters' | 'mandates' | 'consents'
  readonly validFrom: Temporal.PlainDate
  readonly years: number
  readonly fromYearEnd: boolean
  readonly statute: string
}

/** What is known of a customer when somebody asks to be forgotten. */
export type ErasureCase = {
  /** Last day of the last contract; null while one runs, undefined if there never was one. */
  readonly lastContractEnd: Temporal.PlainDate | null | undefined
  readonly holds: readonly { readonly kind: 'open-balance' | 'dispute' | 'authority' }[]
  /** Day of the last mandate's end, if there is one. */
  readonly lastMandateEnd: Temporal.PlainDate | undefined
  /** Day of the last answer to a consent, if there is one. */
  readonly lastConsent: Temporal.PlainDate | undefined
}

export const erasureParts = [
  'contact',
  'wishes',
  'changes',
  'birthDate',
  'consents',
  'mandates',
  'letters',
  'vouchers',
] as const
export type ErasurePart = (typeof erasureParts)[number]

/**
 * What happens to one part: erased at once, kept for what still runs, or blocked until a day (the first on which it may go). The
 * reason is a code with the statute beside it.
 */
export type PlannedPart =
  | { readonly part: ErasurePart; readonly act: 'erase' }
  | { readonly part: ErasurePart; readonly act: 'keep'; readonly because: Holding }
  | {
      readonly part: ErasurePart
      readonly act: 'restrict'
      readonly until: Temporal.PlainDate
      readonly statute: string
    }

export type Holding = 'contract-runs' | 'open-balance' | 'dispute' | 'authority'

export type ErasurePlan = {
  readonly parts: readonly PlannedPart[]
  /** What keeps everything that is needed for it; empty if nothing does. */
  readonly holding: readonly Holding[]
  /** The first day on which nothing need be kept any more; null while something holds it. */
  readonly free: Temporal.PlainDate | null
}

/**
 * The first day after a term. From the end of the year: a contract that ended in 2026 with eight years is free on 1 January 2035.
 * Which rule holds is decided by the day on which the term would end under the rule of that time: a shortened term also shortens those
 * that run (EGAO article 97 section 19a (2) for the eight years since 2025).
 */
export function firstFreeDay(
  rules: readonly RetentionRule[],
  category: RetentionRule['category'],
  from: Temporal.PlainDate,
  today: Temporal.PlainDate,
) {
  const rule = rules
    .filter((one) => one.category === category && Temporal.PlainDate.compare(one.validFrom, today) <= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(b.validFrom, a.validFrom))[0]
  if (!rule) throw new Error(`No rule says how long ${category} are kept.`)
  const until = rule.fromYearEnd
    ? Temporal.PlainDate.from({ year: from.year + rule.years + 1, month: 1, day: 1 })
    : from.add({ years: rule.years, days: 1 })
  return { until, statute: rule.statute }
}

/** Judges, part by part, what the law lets go and what it keeps. Pure: the day and the rules come in. */
export function planErasure(
  known: ErasureCase,
  rules: readonly RetentionRule[],
  today: Temporal.PlainDate,
): ErasurePlan {
  const runs =
    known.lastContractEnd === null ||
    (known.lastContractEnd !== undefined && Temporal.PlainDate.compare(known.lastContractEnd, today) >= 0)
  const holding: Holding[] = [
    ...(runs ? (['contract-runs'] as const) : []),
    ...new Set(known.holds.map((hold) => hold.kind)),
  ]
  const first = holding[0]
  const needed = (part: ErasurePart): PlannedPart =>
    first ? { part, act: 'keep', because: first } : { part, act: 'erase' }
  const kept = (
    part: ErasurePart,
    category: RetentionRule['category'],
    from: Temporal.PlainDate | undefined,
  ): PlannedPart => {
    if (first && part !== 'consents') return { part, act: 'keep', because: first }
    if (!from) return { part, act: 'erase' }
    const term = firstFreeDay(rules, category, from, today)
    return Temporal.PlainDate.compare(term.until, today) <= 0
      ? { part, act: 'erase' }
      : { part, act: 'restrict', ...term }
  }
  const end = known.lastContractEnd ?? undefined
  const parts: PlannedPart[] = [
    // To reach somebody who owes or is supplied, one way must stay.
    needed('contact'),
    { part: 'wishes', act: 'erase' },
    { part: 'changes', act: 'erase' },
    { part: 'birthDate', act: 'erase' },
    kept('consents', 'consents', known.lastConsent),
    kept('mandates', 'mandates', known.lastMandateEnd),
    kept('letters', 'letters', end),
    kept('vouchers', 'vouchers', end),
  ]
  const terms = parts.flatMap((part) => (part.act === 'restrict' ? [part.until] : []))
  const free =
    holding.length > 0
      ? null
      : terms.reduce((last, day) => (Temporal.PlainDate.compare(day, last) > 0 ? day : last), today)
  return { parts, holding, free }
}
