import { selectCustomers } from '#company/customers'
import { facts, recordFact } from '#company/journal'
import { finishTaskOf, openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import type { By } from '../design/design-steps.ts'
import { designVersion, versionInForce } from '../design/design.sql.ts'
import { insertItems, moveRun, runById, runCounts, type RunRow, type RunState } from './runs.sql.ts'

type Moved = { readonly rowVersion: number }
const taskOf = (runId: string): string => `letters.check-run:${runId}`

async function locked(tx: Tx, id: string, rowVersion: number, from: readonly RunState[]): Promise<RunRow> {
  const run = await runById(tx, id, true)
  if (!run) throw notFound()
  if (run.rowVersion !== rowVersion) throw changedMeanwhile()
  if (!from.includes(run.state)) throw new Refusal(409, 'letters.run-not-so')
  return run
}

/** The kinds that may be sent to many: released by now, and meant for it. @throws Refusal 422 */
export async function runVersion(tx: Tx, kind: string, now: Temporal.Instant): Promise<number> {
  const version = await versionInForce(tx, kind, legalDay(now))
  const row = version === undefined ? undefined : await designVersion(tx, kind, version)
  if (!row?.body.forRuns) throw new Refusal(422, 'letters.run-kind')
  return row.version
}

const PAGE = 5_000

/** Writes down whom it is for and with which version, and asks another editor to look. */
export async function proposeRun(tx: Tx, id: string, rowVersion: number, by: By): Promise<Moved> {
  const run = await locked(tx, id, rowVersion, ['draft'])
  const kindVersion = await runVersion(tx, run.kind, by.now)
  let after = '0'
  for (;;) {
    const list = await selectCustomers(tx, run.criteria, { day: legalDay(by.now), after, limit: PAGE })
    if (list.length > 0) await insertItems(tx, id, list)
    const last = list.at(-1)
    if (list.length < PAGE || !last) break
    after = last.customerId
  }
  if ((await runCounts(tx, id)).waiting === 0) throw new Refusal(422, 'letters.run-empty')
  const next = await moveRun(tx, id, { state: 'proposed', kindVersion }, by.now)
  await openTask(
    tx,
    {
      kind: 'letters.check-run',
      customerId: null,
      contractId: null,
      subject: { runId: id },
      group: 'editors',
      priority: 2,
      dueOn: legalDay(by.now).add({ days: 3 }),
      dedupeKey: taskOf(id),
    },
    { customerId: null, channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now },
  )
  return { rowVersion: next }
}

/** Lets it go out, by somebody else than who made it. */
export async function approveRun(tx: Tx, id: string, rowVersion: number, by: By): Promise<Moved> {
  const run = await locked(tx, id, rowVersion, ['proposed'])
  if (run.authorId === by.staffId) throw new Refusal(403, 'letters.own-run')
  const next = await moveRun(tx, id, { state: 'running', approvedBy: by.staffId }, by.now)
  await finishTaskOf(tx, taskOf(id), { outcome: 'approved', staffId: by.staffId, now: by.now })
  const { waiting } = await runCounts(tx, id)
  await recordFact(
    tx,
    facts.letterRunApproved,
    { runId: id, kind: run.kind, customers: waiting },
    { customerId: null, channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now },
  )
  return { rowVersion: next }
}

export async function stopRun(tx: Tx, id: string, rowVersion: number, by: By): Promise<Moved> {
  await locked(tx, id, rowVersion, ['running'])
  return { rowVersion: await moveRun(tx, id, { state: 'stopped' }, by.now) }
}

export async function resumeRun(tx: Tx, id: string, rowVersion: number, by: By): Promise<Moved> {
  await locked(tx, id, rowVersion, ['stopped'])
  return { rowVersion: await moveRun(tx, id, { state: 'running' }, by.now) }
}

/** Ends it before its end: what has gone out stays, the rest never goes. */
export async function dropRun(tx: Tx, id: string, rowVersion: number, by: By): Promise<Moved> {
  await locked(tx, id, rowVersion, ['draft', 'proposed', 'stopped'])
  await finishTaskOf(tx, taskOf(id), { outcome: 'dropped', staffId: by.staffId, now: by.now })
  return { rowVersion: await moveRun(tx, id, { state: 'dropped' }, by.now) }
}
