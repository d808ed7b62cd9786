import type { z } from '#platform/contract'
import {
  addCounts,
  addRanges,
  co2Grams,
  type Component,
  costOf,
  type Counts,
  excessContacts,
  experienceOf,
  type Factor,
  FEW,
  type FactorItem,
  type Factors,
  factorItems,
  fullCost,
  paperGrams,
  type Range,
  savingOf,
} from './cost.ts'
import type { EconomicsAnswer, economicsAnswer } from './economics.contract.ts'
import type { FactorRow, FigureRow, KindRow, UsageRow } from './economics.sql.ts'

/** Version of the definitions in docs/figures.md. */
export const DEFINITION_VERSION = 1
/** A kind counts as digital already while fewer than one in twenty goes on paper. */
const DIGITAL_SHARE = 0.95

/** The prices that hold on a day. @throws RangeError if one has none */
export function factorsOn(rows: readonly FactorRow[], day: Temporal.PlainDate): Factors {
  const holding = (item: FactorItem): Factor => {
    const found = rows
      .filter((row) => row.item === item && Temporal.PlainDate.compare(row.validFrom, day) <= 0)
      .toSorted((a, b) => Temporal.PlainDate.compare(b.validFrom, a.validFrom))[0]
    // Before the first price there is none: the first one is nearer to the truth than nothing.
    const known = found ?? rows.find((row) => row.item === item)
    if (!known) throw new RangeError(`No price for ${item}.`)
    return known
  }
  return Object.fromEntries(factorItems.map((item) => [item, holding(item)])) as unknown as Factors
}

/** A group of letters with what it cost: parts of it may have been under different prices. */
type Part = { readonly counts: Counts; readonly factors: Factors; readonly lawNeedsPost: boolean }
type Figures = z.infer<typeof economicsAnswer>['total']

function figuresOf(parts: readonly Part[]): { readonly figures: Figures; readonly components: readonly Component[] } {
  const counts = addCounts(parts.map((part) => part.counts))
  const costs = parts.map((part) => ({ ...part, components: costOf(part.counts, part.factors) }))
  const components = mergeComponents(costs.map((cost) => cost.components))
  const { total, measuredCents, assumedCents } = fullCost(components)
  const saving = costs.map((cost) => savingOf(cost.counts, cost.components, cost.factors, cost.lawNeedsPost))
  const sum = (of: (part: Part) => number) => parts.reduce((all, part) => all + of(part), 0)
  const factors = parts.at(-1)?.factors
  return {
    components,
    figures: {
      ...counts,
      excessContacts: sum((part) => excessContacts(part.counts, part.factors)),
      cost: total,
      measuredCents,
      assumedCents,
      saving: addRanges(saving),
      paperGrams: sum((part) => paperGrams(part.counts, part.factors)),
      co2Grams: addRanges(parts.map((part): Range => co2Grams(part.counts, part.factors))),
      experience: factors ? experienceOf(counts, factors) : null,
    },
  }
}

function mergeComponents(lists: readonly (readonly Component[])[]): readonly Component[] {
  const names = [...new Set(lists.flatMap((list) => list.map((one) => one.name)))]
  return names.flatMap((name) => {
    const same = lists.flatMap((list) => list.filter((one) => one.name === name))
    // Measured and assumed stay apart: a price that was measured since a day makes no earlier one so.
    return [true, false].flatMap((measured) => {
      const alike = same.filter((one) => one.measured === measured)
      return alike.length === 0 ? [] : [{ name, measured, cents: addRanges(alike.map((one) => one.cents)) }]
    })
  })
}

const phaseOrder = ['joining', 'staying', 'paying', 'leaving', 'account'] as const

export type Summed = {
  readonly rows: readonly FigureRow[]
  readonly kinds: readonly KindRow[]
  readonly factors: readonly FactorRow[]
  readonly usage: readonly UsageRow[]
  readonly countedAt: Temporal.Instant | null
  readonly until: Temporal.PlainDate
  readonly today: Temporal.PlainDate
}

/** Everything of the page from the sums of the days. */
export function summarize(summed: Summed): EconomicsAnswer {
  const { rows, kinds, factors } = summed
  const kindOf = (code: string) => kinds.find((kind) => kind.kind === code)
  const partOf = (row: FigureRow): Part => ({
    counts: row,
    factors: factorsOn(factors, row.pricedOn ?? summed.until),
    lawNeedsPost: kindOf(row.kind)?.lawSource != null,
  })
  const groups = Map.groupBy(rows, (row) => `${row.kind}\n${row.version}`)
  const now = factorsOn(factors, summed.until)
  const { figures: total, components } = figuresOf(rows.map(partOf))
  const cause = (key: 'causeLost' | 'causeAddress' | 'causeUnread' | 'causeMisunderstood') =>
    rows.reduce((sum, row) => sum + row[key], 0)
  return {
    version: DEFINITION_VERSION,
    countedAt: summed.countedAt?.toString() ?? null,
    followDays: now['follow-up-days'].value,
    baseDays: now['base-days'].value,
    provisional: Temporal.PlainDate.compare(summed.until.add({ days: now['follow-up-days'].value }), summed.today) >= 0,
    total: shown(total),
    components: [...components],
    kinds: [...groups.values()]
      .map((group) => ofKind(group, kindOf(group[0]?.kind ?? ''), partOf))
      .toSorted((a, b) => b.cost.value - a.cost.value),
    phases: phaseOrder.flatMap((phase) => {
      const own = rows.filter((row) => kindOf(row.kind)?.phase === phase)
      return own.length === 0 ? [] : [{ phase, ...shown(figuresOf(own.map(partOf)).figures) }]
    }),
    causes: {
      lost: cause('causeLost'),
      address: cause('causeAddress'),
      unread: cause('causeUnread'),
      misunderstood: cause('causeMisunderstood'),
    },
    usage: summed.usage.map(hideFew),
    factors: factors.map((row) => ({ ...row, validFrom: row.validFrom.toString() })),
  }
}

function ofKind(group: readonly FigureRow[], kind: KindRow | undefined, partOf: (row: FigureRow) => Part) {
  const { figures } = figuresOf(group.map(partOf))
  return {
    kind: group[0]?.kind ?? '',
    version: group[0]?.version ?? 0,
    titleDe: kind?.titleDe ?? '',
    titleEn: kind?.titleEn ?? '',
    phase: kind?.phase ?? '',
    lawSource: kind?.lawSource ?? null,
    digitalAlready: figures.letters > 0 && figures.printed <= figures.letters * (1 - DIGITAL_SHARE),
    ...shown(figures),
  }
}

/** Only what the contract names, with amounts of money in whole cents; answers of fewer than five people are not shown. */
function shown(figures: Figures): Figures {
  const cents = (range: Range): Range => ({
    low: Math.round(range.low),
    value: Math.round(range.value),
    high: Math.round(range.high),
  })
  const { letters, digital, printed, escalated, sheets, returned, resent, reminders, opened, contacts } = figures
  const few = figures.feedback < FEW
  return {
    letters,
    digital,
    printed,
    escalated,
    sheets,
    returned,
    resent,
    reminders,
    opened,
    contacts,
    contactsResolved: figures.contactsResolved,
    excessContacts: figures.excessContacts,
    feedback: few ? 0 : figures.feedback,
    understood: few ? 0 : figures.understood,
    cost: cents(figures.cost),
    measuredCents: Math.round(figures.measuredCents),
    assumedCents: Math.round(figures.assumedCents),
    saving: cents(figures.saving),
    paperGrams: Math.round(figures.paperGrams),
    co2Grams: cents(figures.co2Grams),
    experience: figures.experience,
  }
}

/** A group of fewer than five people is hidden: times and people alike. */
export const hideFew = (row: UsageRow) => ({
  month: row.month.toString(),
  what: row.what,
  category: row.category,
  times: row.customers < FEW ? null : row.times,
  customers: row.customers < FEW ? null : row.customers,
})
