import { type Actor, type Channel, type FactContext, facts, type NewEntry, recordingStatement } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { sendTogether, sendWithNext, type Statement, type Tx } from '#platform/database'
import { type FieldFault, notFound, Refusal, wrongFields } from '#platform/refusal'
import { parseValue } from '../meters/register.ts'
import { dayOf } from '../profiles/day.ts'
import type { Weather } from '../profiles/share.ts'
import { type ReadingRules, rulesFor, rulesFrom, rulesStatements } from './calendar-rules.sql.ts'
import type { CustomerRef } from './customer-ref.ts'
import { contextOf, countOf, type HomeRegister, homeOf, valueOf } from './home.ts'
import { judge } from './judge.ts'
import { attachPhotos } from './photos.sql.ts'
import type { CalendarRules, Judgement, ReadingReason, ReadingSource } from './reading.ts'
import {
  type HistoryRow,
  historyStatement,
  insertReadingStatements,
  lockRegistersStatement,
  type NewReading,
  type RegisterRow,
  registersStatement,
  type SentReading,
  type Submission,
  sourceKeyOf,
  submissionStatement,
} from './readings.sql.ts'
import { answerRequestsStatement } from './requests.sql.ts'
import { currentWeather } from './weather.ts'

/** One register's value as somebody handed it in. */
export type Entry = {
  readonly registerId: string
  /** As typed. */
  readonly value: string
  /** The person was asked and says that the value is right, and why. */
  readonly confirmed?: boolean | undefined
  readonly explanation?: string | undefined
  /** Its place in the form that was sent, where lines left empty count, too; without one its place in the list. */
  readonly place?: number | undefined
}

export type EnterReadings = {
  readonly customerId: string
  readonly day: Temporal.PlainDate
  readonly reason: ReadingReason
  readonly source: Extract<ReadingSource, 'customer' | 'agent'>
  readonly channel: Channel
  readonly actor: Actor
  readonly entries: readonly Entry[]
  /** Made once per form that is shown: the same submission again is the same readings. */
  readonly submission: string
  readonly now: Temporal.Instant
  /** Only these places may be read: what one link was sent for. */
  readonly marketLocationIds?: readonly string[]
}

export type Entered = {
  readonly readingId: string
  readonly registerId: string
  readonly value: string
  readonly status: 'valid' | 'in-check'
  readonly judgement: Judgement
}

/** A value that may be wrong, with what judge says, so that the page can ask. */
export type Question = { readonly registerId: string; readonly judgement: Judgement & { verdict: 'questionable' } }

/**
 * At least one value may be wrong and nobody has confirmed it yet. Nothing has been stored: the person corrects, explains,
 * or sends it as it is.
 */
export class ReadingsQuestioned extends Refusal {
  readonly questions: readonly Question[]
  constructor(questions: readonly Question[], fields: readonly FieldFault[]) {
    super(422, 'staying.readings-questioned', { fields })
    this.questions = questions
  }
}

/** Enough for judging and for the chart. */
export const YEARS_OF_HISTORY = 6

/**
 * Hands in the values of one day, all or none: lock, load, judge, store, record the facts, and answer what was asked for. What stays
 * questionable although the person confirmed it is kept as "in check" and becomes a task. `ahead`: answers to `firstOfEntering`, where
 * it has been asked in this transaction already.
 * @throws ReadingsQuestioned if a value may be wrong and is not confirmed
 * @throws Refusal 422 for a day or value that cannot be, 404 for a register that is not this customer's on that day
 */
export async function enterReadings(
  tx: Tx,
  command: EnterReadings,
  ahead: readonly (readonly unknown[])[] = [],
): Promise<Entered[]> {
  const [locked, sent, ...rows] =
    ahead.length > 0 ? ahead : await sendTogether(tx, firstOfEntering({ id: command.customerId }, command))
  const known = new Map((sent as SentReading[]).map((row) => [row.register_id, row]))
  const before = [...known.values()].map(enteredBefore)
  if (before.length === command.entries.length) return before
  const home = homeFrom(rows, await currentWeather(tx, command.now), command.day, command.now)
  const fresh = command.entries.map((entry, index) => ({ ...entry, place: entry.place ?? index }))
  const judged = judgeAll(
    home,
    fresh.filter((entry) => !known.has(entry.registerId)),
    command,
  )
  askAboutQuestionable(judged)
  const ids = (locked as { reading_id: string }[]).map((row) => row.reading_id)
  const changes = judged.map((one, index) => changeOf(one, command, ids[index] as string))
  sendWithNext(tx, [
    ...changes.flatMap((change) => insertReadingStatements(change.reading)),
    recordingStatement(changes.map((change) => change.fact)),
    answerRequestsStatement(command.customerId, command.now),
  ])
  for (const change of changes) if (change.reading.status === 'in-check') await openCheck(tx, change, home.rules)
  const stored = changes.map(({ one, reading }) => ({
    readingId: reading.id,
    registerId: reading.registerId,
    value: reading.value,
    status: reading.status,
    judgement: one.judgement,
  }))
  const entered = [...before, ...stored]
  const readingIds = entered.map((one) => one.readingId)
  if (command.channel !== 'api') await attachPhotos(tx, command.customerId, command.submission, readingIds, command.now)
  return entered
}

/** What tells a form from others. */
export const sentOf = ({ submission, day, reason }: Submission): Submission => ({ submission, day, reason })

/** What entering begins with: lock, former submission, home. Its answers may be given to `enterReadings`. */
export const firstOfEntering = (
  customer: CustomerRef,
  sent: Submission & { readonly entries: readonly Entry[]; readonly now: Temporal.Instant },
): Statement[] => [
  lockRegistersStatement(sent.entries.map((entry) => entry.registerId)),
  submissionStatement(
    customer,
    sent.entries.map((entry) => ({ ...entry, ...sentOf(sent) })),
  ),
  ...homeStatements(customer, sent.day, sent.now),
]

/** The same submission again is the same readings, as long as they count. */
const enteredBefore = (row: SentReading): Entered => ({
  readingId: row.id,
  registerId: row.register_id,
  value: row.value,
  status: row.status === 'in-check' ? 'in-check' : 'valid',
  judgement: row.judgement as Judgement,
})

export type Home = {
  readonly registers: readonly HomeRegister[]
  readonly weather: Weather | undefined
  readonly rules: ReadingRules
}

const homeStatements = (customer: CustomerRef, day: Temporal.PlainDate, now: Temporal.Instant): Statement[] => {
  const from = day.subtract({ years: YEARS_OF_HISTORY })
  return [registersStatement(customer, from, day), historyStatement(customer, from), ...rulesStatements(now)]
}

const homeFrom = (
  rows: readonly (readonly unknown[])[],
  weather: Weather | undefined,
  day: Temporal.PlainDate,
  now: Temporal.Instant,
): Home => ({
  registers: homeOf((rows[0] ?? []) as RegisterRow[], (rows[1] ?? []) as HistoryRow[], day),
  weather,
  rules: rulesFrom(rows[2], now),
})

/** Registers and past of a customer's home on a day, and the rules that hold today. */
export async function loadHome(
  tx: Tx,
  customerId: string,
  day: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<Home> {
  const rows = await sendTogether(tx, homeStatements({ id: customerId }, day, now))
  return homeFrom(rows, await currentWeather(tx, now), day, now)
}

export type Judged = {
  readonly at: HomeRegister
  readonly entry: Entry
  readonly value: string
  readonly judgement: Judgement
  readonly field: string
  readonly fault?: FieldFault
}

/** All values; what cannot be is said of all at once, so that nobody mends one after the other. */
function judgeAll(home: Home, entries: readonly Entry[], command: EnterReadings): Judged[] {
  const faults: FieldFault[] = []
  const judged = entries.flatMap((entry, index) => {
    try {
      return [judgeEntry(home, entry, index, command)]
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.fields.length === 0) throw refusal
      faults.push(...refusal.fields)
      return []
    }
  })
  refuseImpossible(judged, home.rules, faults)
  return judged
}

export function judgeEntry(home: Home, entry: Entry, index: number, command: EnterReadings): Judged {
  const at = home.registers.find((one) => one.row.register_id === entry.registerId)
  if (!at) throw notFound()
  if (command.marketLocationIds && !command.marketLocationIds.includes(at.row.market_location_id)) throw notFound()
  const field = `entries.${entry.place ?? index}.value`
  const parsed = parseValue(entry.value, at.register)
  if (!parsed.ok) throw wrongFields([{ field, code: `staying.value-${parsed.refusal}` }])
  const day = dayOf(command.day)
  // What is in check is no witness yet, and the value that this one replaces must not judge it.
  const isWitness = (row: HistoryRow) => row.status === 'valid' && !isReplaced(row, at, command)
  const history = at.history.filter((_, place) => isWitness(at.rows[place] as HistoryRow))
  const context = contextOf(home.registers, at, home.weather, calendarOf(command, home.rules))
  const judgement = judge(history, { day, count: parsed.count }, at.register, context, dayOf(legalDay(command.now)))
  return { at, entry, value: valueOf(parsed.count, at.register), judgement, field }
}

/** What was read long ago and arrives by letter is taken in by staff: the distance and most of the age are for customers. */
const STAFF_AGE_DAYS_MAX = 400

const calendarOf = (command: EnterReadings, rules: ReadingRules): CalendarRules =>
  command.source === 'agent'
    ? { futureDaysMax: 0, ageDaysMax: STAFF_AGE_DAYS_MAX, distanceDaysMin: 0 }
    : rulesFor(command.reason, rules)

/** Entered for the same day and reason: the new value takes its place. */
const isReplaced = (row: HistoryRow, at: HomeRegister, command: EnterReadings): boolean =>
  row.register_id === at.row.register_id && row.read_on.equals(command.day) && row.reason === command.reason

const impossible = new Set(['date-in-future', 'date-too-old', 'too-soon'])

/** Rules of the calendar are stated before the entry and hold for everybody; no explanation changes a date. */
export function refuseImpossible(
  judged: readonly Judged[],
  rules: ReadingRules,
  before: readonly FieldFault[] = [],
): void {
  const faults = [...before]
  for (const { judgement, at, field } of judged) {
    if (judgement.verdict !== 'questionable') continue
    const rule = judgement.because.find((reason) => impossible.has(reason.cause))
    const isTooLong =
      judgement.because.some((reason) => reason.cause === 'extra-digit') && judgement.usage === undefined
    if (isTooLong) faults.push({ field, code: 'staying.value-too-long', figures: { digits: at.row.digits_before } })
    // The day is wrong once, however many values it has.
    if (rule && !faults.some((fault) => fault.field === 'day'))
      faults.push({ field: 'day', code: `staying.${rule.cause}`, figures: calendarFigures(judgement, rules) })
  }
  if (faults.length > 0) throw wrongFields(faults)
}

function calendarFigures(judgement: Judgement, rules: ReadingRules): Record<string, string | number> {
  return { ageDaysMax: rules.ageDaysMax, distanceDaysMin: rules.distanceDaysMin, days: judgement.days }
}

export function askAboutQuestionable(judged: readonly Judged[]): void {
  const open = judged.filter((one) => one.judgement.verdict === 'questionable' && !one.entry.confirmed)
  if (open.length === 0) return
  throw new ReadingsQuestioned(
    open.map((one) => ({ registerId: one.at.row.register_id, judgement: one.judgement as Question['judgement'] })),
    open.map((one) => ({
      field: one.field,
      code: `staying.cause.${causeOf(one.judgement)}`,
      figures: figuresOf(one.judgement, one.at),
    })),
  )
}

/** The figures behind a question, rounded to the register's digits, for programs that ask it themselves. */
export function figuresOf(judgement: Judgement, at: Pick<HomeRegister, 'register'>): Record<string, string | number> {
  const { usage, band, ratio, days } = judgement
  const corrected = judgement.verdict === 'questionable' ? judgement.because[0]?.corrected : undefined
  const rounded = (amount: number) => Number(amount.toFixed(at.register.digitsAfter))
  return {
    days,
    ...(usage !== undefined && { usage: rounded(usage) }),
    ...(band && { low: rounded(band.low), expected: rounded(band.expected), high: rounded(band.high) }),
    ...(ratio !== undefined && { ratio: Number(ratio.toFixed(2)) }),
    ...(corrected !== undefined && { candidate: valueOf(corrected, at.register) }),
  }
}

const causeOf = (judgement: Judgement): string =>
  judgement.verdict === 'questionable' ? (judgement.because[0]?.cause ?? 'far-too-high') : 'none'

/** What a judged value changes: the reading, and its fact. */
export type Change = { readonly one: Judged; readonly reading: NewReading; readonly fact: NewEntry }

export function changeOf(one: Judged, command: EnterReadings, id: string): Change {
  const { at, entry, value, judgement } = one
  const former = at.readings.find((row) => isReplaced(row, at, command))
  const reading: NewReading = {
    id,
    registerId: entry.registerId,
    marketLocationId: at.row.market_location_id,
    readOn: command.day,
    value,
    reason: command.reason,
    source: command.source,
    status: judgement.verdict === 'plausible' ? 'valid' : 'in-check',
    verdict: judgement.verdict,
    judgement,
    explanation: entry.explanation ?? null,
    channel: command.channel,
    enteredByKind: command.actor.kind,
    enteredById: 'id' in command.actor ? command.actor.id : null,
    enteredAt: command.now,
    replacesReadingId: former?.id ?? null,
    sourceKey: sourceKeyOf(command.customerId, command, entry, id),
  }
  const context: FactContext = {
    customerId: command.customerId,
    contractId: at.row.contract_id,
    channel: command.channel,
    actor: command.actor,
    occurredAt: command.now,
  }
  return { one, reading, fact: factOf(one, command, id, former, context) }
}

/** The table pads decimals to six digits; the fact says the value as the meter showed it. */
const asShown = (value: string, register: HomeRegister['register']): string =>
  valueOf(countOf(value, register), register)

function factOf(
  one: Judged,
  command: EnterReadings,
  readingId: string,
  former: { id: string; value: string } | undefined,
  context: FactContext,
): NewEntry {
  const { entry, value, judgement } = one
  const shared = { readingId, registerId: entry.registerId, day: command.day.toString(), value }
  if (former)
    return {
      kind: facts.readingCorrected,
      payload: { ...shared, replacesReadingId: former.id, former: asShown(former.value, one.at.register) },
      context,
    }
  const because = judgement.verdict === 'questionable' ? judgement.because.map((reason) => reason.cause) : []
  const how = { source: command.source, reason: command.reason, verdict: judgement.verdict, because }
  return { kind: facts.readingEntered, payload: { ...shared, ...how }, context }
}

export async function openCheck(tx: Tx, { one, reading, fact }: Change, rules: ReadingRules): Promise<void> {
  const { context } = fact
  await openTask(
    tx,
    {
      kind: 'staying.check-reading',
      customerId: context.customerId ?? null,
      contractId: one.at.row.contract_id,
      subject: { readingId: reading.id, registerId: reading.registerId, cause: causeOf(one.judgement) },
      group: 'metering',
      priority: 2,
      dueOn: legalDay(context.occurredAt).add({ days: rules.checkDays }),
      dedupeKey: checkTaskKey(reading.id),
    },
    context,
  )
}

/** One task for each reading in check, whoever opens or closes it. */
export const checkTaskKey = (readingId: string): string => `staying.check-reading:${readingId}`
