import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { apiAct, apiRead, staffMay } from '#platform/http'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import { noteReturn } from '../post/bring-to-post.ts'
import { cancelWaiting, jobOf, type PrintJobRow, printJobsStatement } from '../post/print-jobs.sql.ts'
import { cancelJobBody, deliveryAnswer, deliveryDone, returnedBody, wayBody } from './delivery.contract.ts'
import {
  barOf,
  insertKindWay,
  type KindWayRow,
  kindWaysStatement,
  releaseStop,
  type StopRow,
  stopsStatement,
} from './delivery.sql.ts'
import { savingOf } from './saving.ts'

const lookers = staffMay('letters.look')
const editors = staffMay('letters.kinds')
const ofOne = z.strictObject({ id: id() })
const JOBS_SHOWN_MAX = 100
const shownStates = ['waiting', 'held', 'handing-over', 'at-printer', 'posted', 'refused', 'returned'] as const

const overview = apiRead({
  path: '/desk/api/letter-delivery',
  who: lookers,
  contract: {},
  answer: deliveryAnswer,
  says: 'By which way each kind of letter goes, what law bars, what a change would save, and what is on its way on paper.',
  reads: ({ now }) => [
    kindWaysStatement(legalDay(now)),
    printJobsStatement(shownStates, JOBS_SHOWN_MAX),
    stopsStatement(),
  ],
  give: ([kinds, jobs, stops], { now }) => ({
    kinds: (kinds as KindWayRow[]).map(({ postageCents, sheets, ...kind }) => {
      const saving = savingOf({ letters: kind.withinReach, sheets, postageCents })
      return { ...kind, savingFromCents: saving.fromCents, savingToCents: saving.toCents }
    }),
    jobs: (jobs as PrintJobRow[]).map((job) => jobView(job, now)),
    stops: (stops as StopRow[]).map((stop) => ({ ...stop, stoppedAt: stop.stoppedAt.toString() })),
  }),
})

const jobView = (job: PrintJobRow, now: Temporal.Instant) => ({
  id: job.id,
  customerId: job.customerId,
  letterId: job.letterId,
  title: job.title,
  because: job.because,
  state: job.state as (typeof shownStates)[number],
  place: job.recipient.at(-1) ?? '',
  sheets: job.sheets,
  postageCents: job.postageCents,
  registered: job.registered,
  cutOffAt: job.cutOffAt.toString(),
  canCancel: job.state === 'held' || (job.state === 'waiting' && Temporal.Instant.compare(job.cutOffAt, now) > 0),
  why: job.lastError ?? job.endedBecause,
  rowVersion: job.rowVersion,
})

const decideWay = apiAct({
  method: 'PUT',
  path: '/desk/api/letter-kinds/:code/way',
  who: editors,
  contract: { params: z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9.-]{1,59}$/) }), body: wayBody },
  answer: deliveryDone,
  says: 'Lets a kind of letters go digitally to whoever has a confirmed address, or by post again. What law wants on paper is refused.',
  act: async (tx, call) => {
    const { way } = call.input.body
    const kind = call.input.params.code
    const bar = await barOf(tx, kind, legalDay(call.now))
    if (!bar) throw notFound()
    if (way === 'digital' && (bar.law || bar.byNature)) throw new Refusal(409, 'letters.paper-by-law')
    const { staffId } = call.who
    await insertKindWay(tx, { kind, way, staffId }, call.now)
    await recordFact(
      tx,
      facts.letterWayDecided,
      { kind, way },
      { channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: call.now },
    )
    return { done: true } as const
  },
})

const cancelJob = apiAct({
  method: 'POST',
  path: '/desk/api/print-jobs/:id/cancel',
  who: lookers,
  contract: { params: ofOne, body: cancelJobBody },
  answer: deliveryDone,
  says: 'Takes a letter back from the post before the cut-off; in the letter centre it stays.',
  act: async (tx, call) => {
    const job = { id: call.input.params.id, rowVersion: call.input.body.rowVersion }
    if (!(await jobOf(tx, job.id))) throw notFound()
    if (!(await cancelWaiting(tx, job, 'staff', call.now))) throw changedMeanwhile()
    return { done: true } as const
  },
})

const returnJob = apiAct({
  method: 'POST',
  path: '/desk/api/print-jobs/:id/returned',
  who: lookers,
  contract: { params: ofOne, body: returnedBody },
  answer: deliveryDone,
  says: 'Notes that a posted letter came back; a task to find the address follows.',
  act: async (tx, call) => {
    const { id: jobId } = call.input.params
    if (!(await jobOf(tx, jobId))) throw notFound()
    if (!(await noteReturn(tx, jobId, call.input.body.why, call.now, call.now))) throw changedMeanwhile()
    return { done: true } as const
  },
})

const release = apiAct({
  method: 'POST',
  path: '/desk/api/notice-stops/:id/release',
  who: editors,
  contract: { params: ofOne },
  answer: deliveryDone,
  says: 'Lets messages of a channel leave again that was stopped because too many came back.',
  act: async (tx, call) => {
    if (!(await releaseStop(tx, call.input.params.id, call.who.staffId, call.now))) throw changedMeanwhile()
    return { done: true } as const
  },
})

export const deliveryRoutes = [overview, decideWay, cancelJob, returnJob, release]
