import type { NewEntry } from '#company/journal'
import { recordingStatement } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { sendTogether, type Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import {
  askAboutQuestionable,
  type Change,
  changeOf,
  type EnterReadings,
  type Entry,
  type Home,
  judgeEntry,
  type Judged,
  openCheck,
  ReadingsQuestioned,
  refuseImpossible,
  YEARS_OF_HISTORY,
} from './enter-readings.ts'
import { type HomeRegister, homeOf } from './home.ts'
import type { Judgement, ReadingReason } from './reading.ts'
import {
  type HistoryRow,
  historyStatement,
  insertReadingStatements,
  lockRegistersStatement,
  type RegisterRow,
  registersStatement,
  type SentReading,
  submissionStatement,
} from './readings.sql.ts'
import { answerRequestsStatement } from './requests.sql.ts'
import { currentWeather } from './weather.ts'

/** One value of a long list. */
export type ListedEntry = Entry & { readonly day: Temporal.PlainDate; readonly reason: ReadingReason }

export type EnterEach = Omit<EnterReadings, 'day' | 'reason' | 'entries' | 'marketLocationIds'> & {
  readonly entries: readonly ListedEntry[]
}

/** What became of one value; it stands at the same place as its entry. */
export type EachOutcome =
  | {
      readonly outcome: 'valid' | 'in-check'
      readonly readingId: string
      readonly value: string
      readonly judgement: Judgement
    }
  | { readonly outcome: 'asked'; readonly refusal: Refusal; readonly judgement: Judgement }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

/**
 * Hands in the values of many meters, each by itself: what is right is stored, what may be wrong is asked about, and what cannot be is
 * refused, without holding up the rest. Judged like single values, each among the other meters of its own site.
 */
export async function enterEach(tx: Tx, command: EnterEach): Promise<EachOutcome[]> {
  const { entries, customerId, now } = command
  if (entries.length === 0) return []
  const from = entries.map((one) => one.day).reduce((a, b) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b))
  const earliest = clampTo(from, legalDay(now)).subtract({ years: YEARS_OF_HISTORY })
  const customer = { id: customerId }
  const forms = entries.map((one) => ({ ...one, submission: command.submission }))
  const [locked, sent, registers, history, rules] = await sendTogether(tx, [
    lockRegistersStatement(entries.map((one) => one.registerId)),
    submissionStatement(customer, forms),
    registersStatement(customer, earliest, legalDay(now)),
    historyStatement(customer, earliest),
    rulesStatement(legalDay(now)),
  ])
  const homes = homesBySite(
    registers as RegisterRow[],
    history as HistoryRow[],
    rulesOf(rules ?? []),
    await currentWeather(tx, now),
  )
  const known = new Map((sent as (SentReading & { place: number })[]).map((row) => [row.place, row]))
  const judged = entries.map((entry, at) => known.get(at) ?? judgeOne(homes, entry, command))
  refuseSecond(judged, entries)
  const ids = (locked as { reading_id: string }[]).map((row) => row.reading_id)
  const changes = judged.map((one, at) =>
    'at' in one ? changeOf(one, { ...command, ...(entries[at] as ListedEntry) }, ids[at] as string) : undefined,
  )
  await store(
    tx,
    command,
    changes.filter((change) => change !== undefined),
  )
  return judged.map((one, at) => outcomeOf(one, changes[at]))
}

/** Nobody's meter is read in another century; a day of the future has the registers of today. */
function clampTo(day: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const oldest = today.subtract({ years: YEARS_OF_HISTORY })
  return Temporal.PlainDate.compare(day, oldest) < 0 ? oldest : Temporal.PlainDate.compare(day, today) > 0 ? today : day
}

type Homes = (entry: ListedEntry) => Home

/** The home of an entry: the registers of its own site on its day. Two meters of two sites are no witnesses for each other. */
function homesBySite(
  registers: readonly RegisterRow[],
  history: readonly HistoryRow[],
  rules: Home['rules'],
  weather: Home['weather'],
): Homes {
  const siteOf = new Map(registers.map((row) => [row.register_id, row.site_id]))
  const bySite = Map.groupBy(registers, (row) => row.site_id)
  const ofRegister = Map.groupBy(history, (row) => row.register_id)
  const kept = new Map<string, readonly HomeRegister[]>()
  return ({ registerId, day }) => {
    const site = siteOf.get(registerId)
    if (site === undefined) return { registers: [], rules, weather }
    const key = `${site}/${day}`
    const rows = bySite.get(site) ?? []
    const made =
      kept.get(key) ??
      homeOf(
        rows,
        [...new Set(rows.map((row) => row.register_id))].flatMap((id) => ofRegister.get(id) ?? []),
        day,
      )
    kept.set(key, made)
    return { registers: made, rules, weather }
  }
}

type One = Judged | SentReading | { readonly refusal: Refusal }

function judgeOne(homes: Homes, entry: ListedEntry, command: EnterEach): One {
  try {
    const home = homes(entry)
    const one = judgeEntry(home, entry, 0, { ...command, ...entry, entries: [entry] })
    refuseImpossible([one], home.rules)
    askAboutQuestionable([one])
    return one
  } catch (refusal) {
    if (refusal instanceof Refusal) return { refusal }
    throw refusal
  }
}

/** One register shows one value on one day: of two in one list the first counts. */
function refuseSecond(judged: One[], entries: readonly ListedEntry[]): void {
  const seen = new Set<string>()
  for (const [at, { registerId, day, reason }] of entries.entries()) {
    if ('refusal' in (judged[at] as One)) continue
    const key = `${registerId}/${day}/${reason}`
    if (seen.has(key)) judged[at] = { refusal: new Refusal(422, 'staying.second-that-day') }
    seen.add(key)
  }
}

async function store(tx: Tx, command: EnterEach, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const recorded: readonly NewEntry[] = changes.map((change) => change.fact)
  await sendTogether(tx, [
    ...changes.flatMap((change) => insertReadingStatements(change.reading)),
    recordingStatement(recorded),
    answerRequestsStatement(command.customerId, command.now),
  ])
  const open = changes.filter((change) => change.reading.status === 'in-check')
  if (open.length === 0) return
  const [rows = []] = await sendTogether(tx, [rulesStatement(legalDay(command.now))])
  for (const change of open) await openCheck(tx, change, rulesOf(rows))
}

function outcomeOf(one: One, change: Change | undefined): EachOutcome {
  if (change)
    return {
      outcome: change.reading.status,
      readingId: change.reading.id,
      value: change.reading.value,
      judgement: change.one.judgement,
    }
  if ('refusal' in one) {
    const question = one.refusal instanceof ReadingsQuestioned ? one.refusal.questions[0] : undefined
    return question
      ? { outcome: 'asked', refusal: one.refusal, judgement: question.judgement }
      : { outcome: 'refused', refusal: one.refusal }
  }
  const before = one as SentReading
  return {
    outcome: before.status === 'in-check' ? 'in-check' : 'valid',
    readingId: before.id,
    value: before.value,
    judgement: before.judgement as Judgement,
  }
}
