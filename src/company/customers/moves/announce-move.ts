import { facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { type Pools, transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { notFound, wrongFields } from '#platform/refusal'
import type { Doer } from '../changes/change.ts'
import { changeFields } from '../changes/change-fields.ts'
import { addressFaults } from '../own-data/change-person.ts'
import type { MoveBody } from './moves.contract.ts'
import { dueMoves, insertMove, markApplied, moveById } from './moves.sql.ts'

/** Who announces a move earlier than this has mistyped the year. */
const DAYS_AHEAD_MAX = 366
/** A move is told until so long after it; later the contracts are settled by hand anyway. */
const DAYS_BACK_MAX = 92
/** EnWG section 41b (5): who moves may end the contract with six weeks' notice; staff looks within two working days. */
const TASK_DAYS = 2

/**
 * Writes a move down once: a task for the contracts, and the postal address from the day on if letters shall follow; if the day is
 * here already, at once.
 * @returns the id of the announcement
 */
export async function announceMove(tx: Tx, move: MoveBody, doer: Doer): Promise<string> {
  if (doer.actor.kind !== 'customer' && doer.actor.kind !== 'staff') throw notFound()
  const today = legalDay(doer.occurredAt)
  const movesOn = Temporal.PlainDate.from(move.movesOn)
  const daysAhead = today.until(movesOn).days
  const faults = addressFaults(move)
  if (daysAhead > DAYS_AHEAD_MAX || daysAhead < -DAYS_BACK_MAX)
    throw wrongFields([{ field: 'movesOn', code: 'customers.move-day' }, ...faults])
  if (faults.length > 0) throw wrongFields(faults)
  const actor = { actorKind: doer.actor.kind, actorId: doer.actor.id }
  const announcementId = await insertMove(tx, { ...move, ...actor, movesOn }, doer)
  await recordFact(tx, facts.moveAnnounced, { announcementId, day: move.movesOn }, doer)
  await openTask(
    tx,
    {
      kind: 'customers.move-announced',
      customerId: doer.customerId,
      contractId: null,
      subject: { announcementId, movesOn: move.movesOn },
      group: 'service',
      priority: 2,
      dueOn: today.add({ days: TASK_DAYS }),
      dedupeKey: `customers.move:${announcementId}`,
    },
    doer,
  )
  return announcementId
}

/** As the house: letters follow from the day of the move on. The old and the new address are told as after every change. */
export async function applyMove(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  const move = await moveById(tx, id)
  if (!move || move.appliedAt) return
  const { street, houseNumber, postalCode, city, country } = move
  await markApplied(tx, id, now)
  await changeFields(
    tx,
    { kind: 'address', wanted: { street, houseNumber, postalCode, city, country }, rowVersion: undefined },
    { customerId: move.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now, origin: move.origin },
  )
}

/** Every hour: moves whose day has come, each in a transaction of its own. */
export const applyMovesJob = (pools: Pick<Pools, 'worker'>): Job => ({
  name: 'customers.apply-moves',
  cron: '5 * * * *',
  run: async (_payload, now) => {
    const due = await transaction(pools.worker, (tx) => dueMoves(tx, legalDay(now)))
    for (const id of due) await transaction(pools.worker, (tx) => applyMove(tx, id, now))
  },
})
