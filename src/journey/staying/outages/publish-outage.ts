import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import type { Publish } from './outages.contract.ts'
import { endOutageRow, insertOutage, insertUpdate, lockOutage } from './outages.sql.ts'

type By = { readonly staffId: string; readonly now: Temporal.Instant }
const contextOf = ({ staffId, now }: By) =>
  ({ channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: now }) as const

/** An outage lasts so long at most; what is named later is a typing error. */
const DAYS_MAX = 30

function refuseEnd(startsAt: string | Temporal.Instant, endsAt: string | undefined): void {
  if (!endsAt) return
  const start = Temporal.Instant.from(startsAt.toString())
  const end = Temporal.Instant.from(endsAt)
  const isWrong =
    Temporal.Instant.compare(end, start) <= 0 || Temporal.Instant.compare(end, start.add({ hours: 24 * DAYS_MAX })) > 0
  if (isWrong) throw new Refusal(422, 'staying.outage-end', { figures: { days: DAYS_MAX } })
}

/** Says publicly that something is out, where, why and until when; who is to be told is found by whoever hears the fact. */
export async function publishOutage(tx: Tx, outage: Publish, by: By): Promise<string> {
  refuseEnd(outage.startsAt, outage.expectedEndAt)
  const outageId = await insertOutage(tx, outage, by)
  const { commodity, planned, tell } = outage
  await recordFact(tx, facts.outagePublished, { outageId, commodity, planned, tell }, contextOf(by))
  return outageId
}

async function openOutage(tx: Tx, outageId: string, rowVersion: number) {
  const outage = await lockOutage(tx, outageId)
  if (!outage) throw notFound()
  if (outage.row_version !== rowVersion) throw changedMeanwhile()
  if (outage.ended_at) throw new Refusal(409, 'staying.outage-over')
  return outage
}

/** Adds what is known now. */
export async function updateOutage(
  tx: Tx,
  update: {
    readonly outageId: string
    readonly rowVersion: number
    readonly textDe: string
    readonly textEn?: string | undefined
    readonly expectedEndAt?: string | undefined
  },
  by: By,
): Promise<void> {
  const { outageId, rowVersion, textDe, textEn, expectedEndAt } = update
  const outage = await openOutage(tx, outageId, rowVersion)
  refuseEnd(outage.starts_at, expectedEndAt)
  await insertUpdate(tx, outageId, { textDe, textEn: textEn || null, expectedEndAt: expectedEndAt ?? null }, by)
  await recordFact(tx, facts.outageUpdated, { outageId }, contextOf(by))
}

/** It is over. */
export async function endOutage(
  tx: Tx,
  end: { readonly outageId: string; readonly rowVersion: number; readonly tell: boolean },
  by: By,
): Promise<void> {
  await openOutage(tx, end.outageId, end.rowVersion)
  await endOutageRow(tx, end.outageId, by.now)
  await recordFact(tx, facts.outageEnded, { outageId: end.outageId, tell: end.tell }, contextOf(by))
}
