import type pg from 'pg'
import { facts, type NewEntry, recordFacts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import { askForAddress } from './order-print.ts'
import type { HandedOver, PrintHouse, PrintItem, PrintState } from './print-house.ts'
import {
  type DuePrintJob,
  jobOf,
  markAtPrinter,
  markPosted,
  markRefused,
  markReturned,
  type MovedJob,
  noteEvents,
  noteTryFailed,
  takeDueJobs,
  takeToLookAt,
} from './print-jobs.sql.ts'

/** A drop of so many: some 40 MB of PDF in memory. */
const BATCH_MAX = 300
/** Longer than a drop can take. */
const LEASE_SECONDS = 600
const FIRST_WAIT_SECONDS = 60
const LONGEST_WAIT_SECONDS = 6 * 3_600
const LOOK_EVERY_MINUTES = 30
const LOOKS_AT_ONCE = 50

export type PostOptions = {
  readonly pool: pg.Pool
  readonly archive: LetterArchive
  readonly house: PrintHouse
  readonly onError: (error: unknown) => void
}

/** Brings jobs whose cut-off is over to the print house, one batch. @returns how many were taken */
export async function bringToPost(options: PostOptions, now: Temporal.Instant): Promise<number> {
  const due = await transaction(options.pool, (tx) =>
    takeDueJobs(tx, { now, limit: BATCH_MAX, leaseSeconds: LEASE_SECONDS }),
  )
  if (due.length === 0) return 0
  const items = await Promise.all(due.map((job) => withPdfs(options.archive, job)))
  const whole = items.filter((item) => item !== undefined)
  const outcomes = whole.length > 0 ? await options.house.handOver(whole, now) : []
  const byKey = new Map(outcomes.map((one) => [one.jobKey, one]))
  await transaction(options.pool, async (tx) => {
    const missing: HandedOver = { jobKey: '', outcome: 'unknown', why: 'A file of this letter is not in the archive.' }
    const taken = due.flatMap((job) => {
      const outcome = byKey.get(job.jobKey)
      return outcome?.outcome === 'taken' ? [{ job, printerRef: outcome.printerRef }] : []
    })
    await noteTaken(tx, taken, options.house.look === undefined, now)
    for (const job of due) {
      const outcome = byKey.get(job.jobKey) ?? missing
      if (outcome.outcome === 'refused') await refuse(tx, job, outcome.why, now)
      if (outcome.outcome === 'unknown') await noteTryFailed(tx, job.id, outcome.why, nextTry(job.attempts, now))
    }
  })
  return due.length
}

const nextTry = (attempts: number, now: Temporal.Instant): Temporal.Instant =>
  now.add({ seconds: Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (attempts - 1)) })

async function withPdfs(archive: LetterArchive, job: DuePrintJob): Promise<PrintItem | undefined> {
  const pdfs = await Promise.all(job.files.map((sha256) => archive.get(sha256)))
  return pdfs.some((pdf) => pdf === undefined) ? undefined : { ...job, pdfs: pdfs as Buffer[] }
}

type Taken = { readonly job: DuePrintJob; readonly printerRef: string }

/** A folder tells nothing more: what lies in it is posted by the house itself on that day. */
async function noteTaken(tx: Tx, taken: readonly Taken[], isLast: boolean, now: Temporal.Instant): Promise<void> {
  if (taken.length === 0) return
  const marks = taken.map(({ job, printerRef }) => ({ id: job.id, printerRef }))
  await markAtPrinter(tx, marks, isLast, now, now.add({ minutes: LOOK_EVERY_MINUTES }))
  if (!isLast) return
  await noteEvents(
    tx,
    taken.map(({ job }) => job.letterId),
    'posted',
    'folder',
    now,
  )
  await recordFacts(
    tx,
    taken.map(({ job }) => postedEntry(job, now)),
  )
}

const contextOf = (job: Pick<MovedJob, 'customerId' | 'contractId'>, now: Temporal.Instant) =>
  ({
    customerId: job.customerId,
    contractId: job.contractId,
    channel: 'letter',
    actor: { kind: 'system' },
    occurredAt: now,
  }) as const

const postedEntry = (
  job: Pick<MovedJob, 'id' | 'letterId' | 'customerId' | 'contractId' | 'registered'>,
  now: Temporal.Instant,
): NewEntry => ({
  kind: facts.letterPosted,
  payload: { letterId: job.letterId, printJobId: job.id, registered: job.registered },
  context: contextOf(job, now),
})

/** What the print house does not take needs a person, today. */
async function refuse(
  tx: Tx,
  job: Pick<DuePrintJob, 'id' | 'letterId' | 'customerId' | 'contractId'>,
  why: string,
  now: Temporal.Instant,
): Promise<void> {
  await markRefused(tx, job.id, why)
  await openTask(
    tx,
    {
      kind: 'letters.print-refused',
      customerId: job.customerId,
      contractId: job.contractId,
      subject: { letterId: job.letterId, printJobId: job.id },
      group: 'it',
      priority: 1,
      dueOn: legalDay(now),
      dedupeKey: `letters.print-refused:${job.id}`,
    },
    contextOf(job, now),
  )
}

/** Looks after what the print house has. @returns how many were looked at */
export async function followPost(options: PostOptions, now: Temporal.Instant): Promise<number> {
  const { house, pool } = options
  if (!house.look) return 0
  const jobs = await transaction(pool, (tx) =>
    takeToLookAt(tx, now, now.add({ minutes: LOOK_EVERY_MINUTES }), LOOKS_AT_ONCE),
  )
  for (const job of jobs) {
    try {
      const state = await house.look(job.printerRef)
      await transaction(pool, (tx) => noteState(tx, job.id, state, now))
    } catch (error) {
      options.onError(error)
    }
  }
  return jobs.length
}

async function noteState(tx: Tx, id: string, state: PrintState, now: Temporal.Instant): Promise<void> {
  if (state.state === 'posted') {
    const job = await markPosted(tx, id, state.proof, state.at)
    if (!job) return
    await noteEvents(tx, [job.letterId], 'posted', state.proof ?? 'print house', state.at)
    await recordFacts(tx, [postedEntry(job, now)])
  }
  if (state.state === 'returned') await noteReturn(tx, id, state.why, state.at, now)
  if (state.state === 'refused') {
    const job = await jobOf(tx, id)
    if (job) await refuse(tx, job, state.why, now)
  }
}

/** A letter that came back: nobody has received it, and somebody finds out where the customer lives. @returns whether it was on its way */
export async function noteReturn(
  tx: Tx,
  id: string,
  why: string,
  at: Temporal.Instant,
  now: Temporal.Instant,
): Promise<boolean> {
  const job = await markReturned(tx, id, why, at)
  if (!job) return false
  await recordFacts(tx, [
    {
      kind: facts.letterReturned,
      payload: { letterId: job.letterId, printJobId: job.id },
      context: contextOf(job, now),
    },
  ])
  await askForAddress(tx, { ...job, jobId: job.id, because: 'returned' }, now)
  return true
}
