import { openTask, voidTaskOf } from '#company/tasks'
import type { FactContext } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { dayOf } from '../profiles/day.ts'
import type { Weather } from '../profiles/share.ts'
import { loadRules, noCalendar } from './calendar-rules.sql.ts'
import { historyOf } from './history.ts'
import { countOf, deviceReadingsOf, placeOf, registerOf, sourceOf } from './home.ts'
import {
  type Batch,
  historyOfPlaces,
  putOnList,
  readingsToJudge,
  registersOfPlaces,
  storeVerdicts,
  takeOffFormerLists,
  type ToJudge,
  type Verdict,
} from './judge-batch.sql.ts'
import { judge } from './judge.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'
import { currentWeather } from './weather.ts'

export type JudgeBatch = Batch & {
  /** What the list is called after: all batches of one file are one list and one task. */
  readonly origin: string
  readonly context: FactContext
  readonly now: Temporal.Instant
}

export type Judged = { readonly judged: number; readonly questionable: number; readonly listId: string | undefined }

/** Readings that are in memory at once, with the past of their places: some 20 MB. */
const CHUNK = 2_000

/**
 * Judges what came in together from another system, set by set: whatever the size of the batch, memory stays bounded. Verdicts are
 * stored, the readings themselves stay as the leading system has them; what is implausible stands on one list with one task.
 */
export async function judgeBatch(tx: Tx, batch: JudgeBatch): Promise<Judged> {
  const weather = await currentWeather(tx, batch.now)
  let after = '0'
  let judged = 0
  let questionable = 0
  let listId: string | undefined
  for (;;) {
    const chunk = await readingsToJudge(tx, batch, after, CHUNK)
    if (chunk.length === 0) break
    after = (chunk.at(-1) as ToJudge).id
    const verdicts = await judgeChunk(tx, chunk, weather, batch.now)
    await storeVerdicts(tx, verdicts)
    // Another system's call only brings new readings; an import may change one.
    if (batch.channel === 'import') await forgetFormerDoubts(tx, batch, verdicts)
    const odd = verdicts.filter((one) => one.verdict === 'questionable').map((one) => one.id)
    if (odd.length > 0) listId = await putOnList(tx, batch.origin, odd, batch.now)
    judged += verdicts.length
    questionable += odd.length
  }
  if (listId !== undefined) await askStaff(tx, batch, listId)
  return { judged, questionable, listId }
}

/** A value that came again is judged by itself: its place on former lists goes, and a list without any needs nobody. */
async function forgetFormerDoubts(tx: Tx, batch: JudgeBatch, verdicts: readonly Verdict[]): Promise<void> {
  const ids = verdicts.map((one) => one.id)
  for (const listId of await takeOffFormerLists(tx, batch.origin, ids))
    await voidTaskOf(tx, listTaskKey(listId), { outcome: 'corrected', now: batch.now })
}

const listTaskKey = (listId: string): string => `staying.check-reading-list:${listId}`

async function judgeChunk(
  tx: Tx,
  chunk: readonly ToJudge[],
  weather: Weather | undefined,
  now: Temporal.Instant,
): Promise<Verdict[]> {
  const places = [...new Set(chunk.map((one) => one.market_location_id))]
  const registers = await registersOfPlaces(tx, places)
  const history = Map.groupBy(await historyOfPlaces(tx, places), (row) => row.register_id)
  const byId = new Map(registers.map((row) => [row.register_id, row]))
  const byPlace = Map.groupBy(registers, placeOf)
  const today = dayOf(legalDay(now))
  return chunk.flatMap((reading) => {
    const row = byId.get(reading.register_id)
    if (!row) return []
    const register = registerOf(row)
    const past = pastOf(row, reading, byPlace.get(placeOf(row)) ?? [], history)
    const entered = { day: dayOf(reading.read_on), count: countOf(reading.value, register) }
    const context = { ...sourceOf({ row, register }, weather), calendar: noCalendar }
    const judgement = judge(past, entered, register, context, today)
    return [{ id: reading.id, verdict: judgement.verdict, judgement }]
  })
}

/** What was read at the place before and after, on this device and those before it, the reading itself left out. */
function pastOf(
  row: RegisterRow,
  reading: ToJudge,
  devices: readonly RegisterRow[],
  history: ReadonlyMap<string, readonly HistoryRow[]>,
) {
  const before = devices
    .filter((one) => one === row || Temporal.PlainDate.compare(one.installed_on, row.installed_on) < 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.installed_on, b.installed_on))
  const read = before.map((device) =>
    deviceReadingsOf(
      device,
      (history.get(device.register_id) ?? []).filter((one) => one.id !== reading.id),
    ),
  )
  return historyOf(read, reading.starts_on ? dayOf(reading.starts_on) : undefined)
}

async function askStaff(tx: Tx, batch: JudgeBatch, listId: string): Promise<void> {
  const today = legalDay(batch.now)
  const { checkDays } = await loadRules(tx, today)
  await openTask(
    tx,
    {
      kind: 'staying.check-reading-list',
      customerId: null,
      contractId: null,
      subject: { listId },
      group: 'metering',
      priority: 3,
      dueOn: today.add({ days: checkDays }),
      dedupeKey: listTaskKey(listId),
    },
    batch.context,
  )
}
