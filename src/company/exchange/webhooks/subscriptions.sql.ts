import { type RawBuilder, sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Sealer } from '#platform/sealing'
import { isPlainSecret, newWebhookSecret } from './signature.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const rowsOf = async <Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(on(tx))).rows

export type Subscription = {
  readonly id: string
  readonly machineId: string
  readonly machineName: string | null
  readonly url: string
  readonly objects: readonly string[]
  readonly facts: readonly string[]
  readonly state: 'active' | 'paused' | 'gone'
  readonly failures: number
  readonly failingSince: Temporal.Instant | null
  readonly retryAt: Temporal.Instant | null
  readonly lastError: string | null
  readonly lastSentAt: Temporal.Instant | null
  readonly rowVersion: number
  readonly createdAt: Temporal.Instant
  readonly waiting: number
  readonly failed: number
}

/** Counting stops here; nobody needs it exact beyond. */
const COUNTED_MAX = 10_000

const counted = (state: 'waiting' | 'failed') => sql`
  (select count(*)::int from (select from webhook_delivery d where d.subscription_id = w.id and d.state = ${state}
                               limit ${COUNTED_MAX}) counted)`

const columns = sql`
  w.id, w.machine_id as "machineId", machine_name(w.machine_id) as "machineName", w.url, w.objects, w.facts, w.state, w.failures,
  w.failing_since as "failingSince", w.retry_at as "retryAt", w.last_error as "lastError", w.last_sent_at as "lastSentAt",
  w.row_version as "rowVersion", w.created_at as "createdAt", ${counted('waiting')} as waiting, ${counted('failed')} as failed`

export const subscriptionsOf = (tx: Tx, machineId: string): Promise<Subscription[]> =>
  rowsOf(
    tx,
    sql<Subscription>`select ${columns} from webhook_subscription w where w.machine_id = ${machineId} order by w.id`,
  )

export const allSubscriptions = (tx: Tx): Promise<Subscription[]> =>
  rowsOf(
    tx,
    sql<Subscription>`select ${columns} from webhook_subscription w order by w.failures > 0 desc, w.id limit 500`,
  )

/** One subscription; of this machine only, if one is named. */
export async function subscriptionById(tx: Tx, id: string, machineId?: string): Promise<Subscription | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<Subscription>`select ${columns} from webhook_subscription w
     where w.id = ${id} ${machineId === undefined ? sql`` : sql`and w.machine_id = ${machineId}`}`,
  )
  return row
}

export type NewSubscription = {
  readonly machineId: string
  readonly url: string
  readonly objects: readonly string[]
  readonly facts: readonly string[]
}

/** @returns its id and the secret, which is readable here and never again */
export async function insertSubscription(
  tx: Tx,
  wanted: NewSubscription,
  at: { readonly sealer: Sealer; readonly now: Temporal.Instant },
): Promise<{ readonly id: string; readonly secret: string }> {
  const [row] = await rowsOf(
    tx,
    sql<{ id: string }>`
    insert into webhook_subscription (machine_id, url, objects, facts, created_at)
    values (${wanted.machineId}, ${wanted.url}, ${wanted.objects}, ${wanted.facts}, ${at.now}) returning id`,
  )
  const id = row?.id as string
  return { id, secret: await insertSecret(tx, id, at) }
}

const placeOf = (subscriptionId: string): string => `webhook-secret:${subscriptionId}`

/** What is stored of a secret, opened. One that was stored before secrets were sealed is readable as it is. */
export const openSecret = (sealer: Sealer, subscriptionId: string, stored: string): string =>
  isPlainSecret(stored) ? stored : sealer.unseal(stored, placeOf(subscriptionId))

/** Seals what was stored before secrets were sealed. @returns how many */
export async function sealPlainSecrets(tx: Tx, sealer: Sealer): Promise<number> {
  const plain = await rowsOf(
    tx,
    sql<{ id: string; subscriptionId: string; secret: string }>`
    select id, subscription_id as "subscriptionId", secret from webhook_secret where secret like 'whsec%' order by id for update`,
  )
  for (const { id, subscriptionId, secret } of plain)
    await sql`update webhook_secret set secret = ${sealer.seal(secret, placeOf(subscriptionId))} where id = ${id}`.execute(
      on(tx),
    )
  return plain.length
}

/** Secrets that sign now, the newest first. */
export async function validSecrets(
  tx: Tx,
  subscriptionId: string,
  sealer: Sealer,
  now: Temporal.Instant,
): Promise<string[]> {
  const stored = await rowsOf(
    tx,
    sql<{ secret: string }>`
    select secret from webhook_secret where subscription_id = ${subscriptionId} and (ends_at is null or ends_at > ${now}) order by id desc`,
  )
  return stored.map(({ secret }) => openSecret(sealer, subscriptionId, secret))
}

async function insertSecret(
  tx: Tx,
  subscriptionId: string,
  { sealer, now }: { readonly sealer: Sealer; readonly now: Temporal.Instant },
): Promise<string> {
  const secret = newWebhookSecret()
  await sql`insert into webhook_secret (subscription_id, secret, created_at) values (${subscriptionId}, ${sealer.seal(secret, placeOf(subscriptionId))}, ${now})`.execute(
    on(tx),
  )
  return secret
}

/** Gives a new secret; those before sign for so many hours more. @returns the new one, readable here and never again */
export async function rotateSecret(
  tx: Tx,
  subscriptionId: string,
  hours: number,
  at: { readonly sealer: Sealer; readonly now: Temporal.Instant },
): Promise<string> {
  const ends = at.now.add({ hours })
  await sql`
    update webhook_secret set ends_at = least(coalesce(ends_at, ${ends}::timestamptz), ${ends}::timestamptz)
     where subscription_id = ${subscriptionId}`.execute(on(tx))
  return insertSecret(tx, subscriptionId, at)
}

export type ChangedSubscription = {
  readonly url?: string | undefined
  readonly objects?: readonly string[] | undefined
  readonly facts?: readonly string[] | undefined
  readonly state?: 'active' | 'paused' | undefined
}

/** Changes what is named, if the version is still that one; a receiver that was gone is asked again. @returns false if it is not */
export async function updateSubscription(
  tx: Tx,
  id: string,
  rowVersion: number,
  wanted: ChangedSubscription,
): Promise<boolean> {
  const done = await sql`
    update webhook_subscription
       set url = coalesce(${wanted.url ?? null}, url), objects = coalesce(${wanted.objects ?? null}::text[], objects),
           facts = coalesce(${wanted.facts ?? null}::text[], facts), state = coalesce(${wanted.state ?? null}, state),
           failures = 0, failing_since = null, retry_at = null, row_version = row_version + 1
     where id = ${id} and row_version = ${rowVersion}`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

export async function deleteSubscription(tx: Tx, id: string): Promise<void> {
  await sql`delete from webhook_subscription where id = ${id}`.execute(on(tx))
}

/** A machine may have so many; each change is put up once for each. */
export const SUBSCRIPTIONS_MAX = 20
