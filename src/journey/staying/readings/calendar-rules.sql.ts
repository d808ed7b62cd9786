import { sql } from 'kysely'
import { legalDay } from '#platform/calendar'
import { prepared, type Statement, statements, tables, type Tx } from '#platform/database'
import type { CalendarRules, ReadingReason } from './reading.ts'

/**
 * When readings are taken. Settings of the utility by validity, stated on the page before the entry: a value of the future
 * says nothing, one of long ago cannot be checked, and one a month is enough for every bill.
 */
export type ReadingRules = {
  /** How many days a reading may lie back. */
  readonly ageDaysMax: number
  /** Days that lie at least between two regular readings. */
  readonly distanceDaysMin: number
  /** Staff decides about a reading in check within so many days; the customer is told the day. */
  readonly checkDays: number
  /** How long a link works after the day until which we asked. */
  readonly linkDays: number
  /** Days after that day until the customer is reminded, and until staff is told. */
  readonly remindDays: number
  readonly overdueDays: number
}

/** A move, an exchange or a price change happens when it happens: only regular readings keep a distance. */
export const rulesFor = (reason: ReadingReason, rules: ReadingRules): CalendarRules => ({
  futureDaysMax: 0,
  ageDaysMax: rules.ageDaysMax,
  distanceDaysMin: reason === 'regular' ? rules.distanceDaysMin : 0,
})

/** For values of other systems: they were taken when they were taken, and only the amount is judged. */
export const noCalendar: CalendarRules = { futureDaysMax: 0, ageDaysMax: 100_000, distanceDaysMin: 0 }

type RuleRow = {
  valid_from: Temporal.PlainDate
  age_days_max: number
  distance_days_min: number
  check_days: number
  link_days: number
  remind_days: number
  overdue_days: number
}

/** The rules that hold on a day. */
export const rulesStatement = (day: Temporal.PlainDate): Statement<RuleRow> => rulesOn({ day })

const rulesOn = prepared(
  ({ day }: { day: Temporal.PlainDate }) =>
    statements<{ reading_rule: RuleRow }>()
      .selectFrom('reading_rule')
      .selectAll()
      .where(sql<boolean>`valid_from <= ${day}::date`)
      .orderBy('valid_from', 'desc')
      .limit(1)
      .compile() as Statement<RuleRow>,
)

/** A page states the rules and each reading is held against them; they change by a setting of the utility, some times a year. */
const KEPT_MINUTES = 1

let kept: { readonly day: string; readonly rules: ReadingRules; readonly until: Temporal.Instant } | undefined

const isKept = (day: Temporal.PlainDate, now: Temporal.Instant): boolean =>
  kept?.day === day.toString() && Temporal.Instant.compare(now, kept.until) < 0

/** What a flight has to ask for the rules of the day: nothing while they are kept. Put it last, and give the rows to `rulesFrom`. */
export const rulesStatements = (now: Temporal.Instant): readonly Statement[] =>
  isKept(legalDay(now), now) ? [] : [rulesStatement(legalDay(now))]

/** The rules that hold today. */
export function rulesFrom(rows: readonly unknown[] | undefined, now: Temporal.Instant): ReadingRules {
  if (rows === undefined && kept) return kept.rules
  const rules = rulesOf(rows ?? [])
  kept = { day: legalDay(now).toString(), rules, until: now.add({ minutes: KEPT_MINUTES }) }
  return rules
}

/** For tests that change the rules. */
export const forgetRules = (): void => {
  kept = undefined
}

/** @throws Error if no rules hold: the migration puts in some from 2000 on */
export function rulesOf(rows: readonly unknown[]): ReadingRules {
  const row = rows[0] as RuleRow | undefined
  if (!row) throw new Error('There are no rules for readings.')
  return {
    ageDaysMax: row.age_days_max,
    distanceDaysMin: row.distance_days_min,
    checkDays: row.check_days,
    linkDays: row.link_days,
    remindDays: row.remind_days,
    overdueDays: row.overdue_days,
  }
}

export const loadRules = async (tx: Tx, day: Temporal.PlainDate): Promise<ReadingRules> =>
  rulesOf((await tables<Record<string, never>>(tx).executeQuery(rulesStatement(day))).rows)
