import { type Actor, facts, recordFact } from '#company/journal'
import { type RawBuilder, sql } from 'kysely'
import type { z } from '#platform/contract'
import { tables, type Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal, versionChanged, versionMissing, wrongFields } from '#platform/refusal'
import type { Sealer } from '#platform/sealing'
import type { OutObject } from '../changes/out-object.ts'
import { deliveriesOf, type DeliveryRow, replay, type ReplayWish } from './deliveries.sql.ts'
import { faultOfUrl, ownNetworks } from './receiver-address.ts'
import {
  insertSubscription,
  type Subscription,
  subscriptionById,
  subscriptionsOf,
  SUBSCRIPTIONS_MAX,
  updateSubscription,
} from './subscriptions.sql.ts'
import type { changeSubscriptionBody, newSubscriptionBody, SubscriptionAnswer } from './webhooks.contract.ts'

/** What machines, their people and administrators do with receivers; who may was asked before. */

const DELIVERIES_SHOWN = 100
const text = (instant: Temporal.Instant | null) => instant?.toString() ?? null

export const toSubscriptionAnswer = (row: Subscription): SubscriptionAnswer => ({
  ...row,
  objects: [...row.objects],
  facts: [...row.facts],
  failingSince: text(row.failingSince),
  retryAt: text(row.retryAt),
  lastSentAt: text(row.lastSentAt),
  createdAt: row.createdAt.toString(),
})

const toDeliveryAnswer = (row: DeliveryRow) => ({
  ...row,
  nextTryAt: text(row.nextTryAt),
  lastTryAt: text(row.lastTryAt),
})

type Managed = { readonly may: boolean; readonly sandbox: boolean }
const isSandbox = (machineId: string) =>
  sql<boolean>`exists (select from machine_client c where c.id = ${machineId} and c.sandbox_of is not null)`

async function managedOf(tx: Tx, query: RawBuilder<Managed>): Promise<Managed> {
  const { rows } = await query.execute(tables<Record<string, never>>(tx))
  if (rows[0]?.may !== true) throw notFound()
  return rows[0]
}

/**
 * Goes on with the receivers of a client that who sits here looks after. For the client of a sandbox the transaction goes into the
 * sandbox, whose role may not read a real row, and does not come back.
 * @returns whether it is a sandbox
 * @throws Refusal 404 if somebody else looks after it
 */
export async function enterClient(tx: Tx, machineId: string): Promise<boolean> {
  const { sandbox } = await managedOf(
    tx,
    sql<Managed>`select app_manages_machine(${machineId}) as may, ${isSandbox(machineId)} as sandbox`,
  )
  if (!sandbox) return false
  await sql`select set_config('app.machine_id', ${machineId}, true), set_config('search_path', 'sandbox, public', true),
                   set_config('role', regexp_replace(session_user, '_staff$', '_sandbox'), true)`.execute(
    tables<Record<string, never>>(tx),
  )
  return true
}

/** The same before something is sent out, where no session of staff is open. @returns whether it is a sandbox */
export async function isSandboxManagedBy(tx: Tx, machineId: string, staffId: string): Promise<boolean> {
  const asked = sql<Managed>`select staff_manages_machine(${staffId}, ${machineId}) as may, ${isSandbox(machineId)} as sandbox`
  return (await managedOf(tx, asked)).sandbox
}

/** @throws Refusal 404 if the client has no such receiver */
export async function ownReceiver(tx: Tx, id: string, machineId: string): Promise<Subscription> {
  const found = await subscriptionById(tx, id, machineId)
  if (!found) throw notFound()
  return found
}

/** @throws Refusal 422 at the field, if nothing may be sent there */
function refuseUrl(url: string | undefined, networks: string): void {
  const code = url === undefined ? undefined : faultOfUrl(url, ownNetworks(networks))
  if (code) throw wrongFields([{ field: 'url', code }])
}

export async function makeReceiver(
  tx: Tx,
  machineId: string,
  wanted: z.infer<typeof newSubscriptionBody>,
  at: { readonly networks: string; readonly sealer: Sealer; readonly now: Temporal.Instant },
) {
  const { url, objects = [], facts: names = [] } = wanted
  refuseUrl(url, at.networks)
  if ((await subscriptionsOf(tx, machineId)).length >= SUBSCRIPTIONS_MAX)
    throw new Refusal(422, 'exchange.too-many-webhooks', { figures: { maximum: SUBSCRIPTIONS_MAX } })
  const { id, secret } = await insertSubscription(tx, { machineId, url, objects, facts: names }, at)
  return { webhook: toSubscriptionAnswer(await ownReceiver(tx, id, machineId)), secret }
}

/**
 * Changes a receiver that stands at the version that the caller has read, by `If-Match` or in the body.
 * @throws Refusal 409, 412 or 428 if it does not, or none is named
 */
export async function changeReceiver(
  tx: Tx,
  before: Subscription,
  wanted: z.infer<typeof changeSubscriptionBody>,
  by: { readonly networks: string; readonly ifVersion: number | undefined },
): Promise<SubscriptionAnswer> {
  const { rowVersion = by.ifVersion, ...rest } = wanted
  if (rowVersion === undefined) throw versionMissing()
  if (by.ifVersion !== undefined && by.ifVersion !== before.rowVersion) throw versionChanged()
  refuseUrl(rest.url, by.networks)
  if (!(await updateSubscription(tx, before.id, rowVersion, rest))) throw changedMeanwhile()
  return toSubscriptionAnswer(await ownReceiver(tx, before.id, before.machineId))
}

export async function deliveriesTo(
  tx: Tx,
  id: string,
  query: { readonly state?: string | undefined; readonly before?: string | undefined },
) {
  const rows = await deliveriesOf(tx, id, { ...query, limit: DELIVERIES_SHOWN })
  return { deliveries: rows.map(toDeliveryAnswer) }
}

export type Scopes = ReadonlyMap<string, string>
export const scopesOf = (objects: readonly OutObject[]): Scopes =>
  new Map(objects.map((one) => [one.object, one.scope]))

export async function replayAndRecord(
  tx: Tx,
  id: string,
  wish: ReplayWish,
  scopes: Scopes,
  by: { actor: Actor; now: Temporal.Instant },
) {
  const changes = await replay(tx, id, wish, scopes)
  const context = { channel: by.actor.kind === 'staff' ? 'desk' : 'api', actor: by.actor, occurredAt: by.now } as const
  await recordFact(tx, facts.changesReplayed, { subscriptionId: id, changes }, context)
  return { changes }
}
