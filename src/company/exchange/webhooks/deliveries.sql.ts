import { type RawBuilder, sql } from 'kysely'
import { sendTogether, type Statement, statements, tables, type Tx } from '#platform/database'
import type { ChangeRow } from '../changes/changes.sql.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const rowsOf = async <Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(on(tx))).rows

export type Receiver = {
  readonly id: string
  readonly machineId: string
  readonly url: string
  readonly failures: number
  readonly secrets: readonly string[]
}

/** Receivers that something waits for and that may be asked now, with the secrets that are valid, the newest first. */
export const receiversDue = (tx: Tx, now: Temporal.Instant): Promise<Receiver[]> =>
  rowsOf(
    tx,
    sql<Receiver>`
    select w.id, w.machine_id as "machineId", w.url, w.failures,
           array(select s.secret from webhook_secret s where s.subscription_id = w.id and (s.ends_at is null or s.ends_at > ${now})
                  order by s.id desc) as secrets
      from webhook_subscription w
     where w.state = 'active' and (w.retry_at is null or w.retry_at <= ${now})
       and exists (select from webhook_delivery d where d.subscription_id = w.id and d.state = 'waiting' and d.next_try_at <= ${now})
     order by w.id`,
  )

export type DueDelivery = ChangeRow & { readonly attempts: number; readonly mayStillSee: boolean }

/** Of a long queue only its head is looked at; the whole of it if all of the head waits for a later try. */
const HEAD_MAX = 2_000

/**
 * What is due for a receiver, in the order of the changes; of each object only the first that waits, because a later one must
 * not arrive before it. What a receiver may not see any more comes, too, to be skipped. The first of an object within the head
 * of the queue is its first of all; found by numbering and not by asking for each row whether there is an earlier one, which
 * takes the square of the queue where the server knows nothing of its length yet (measured: 25 s for 9,400).
 */
export async function deliveriesDue(
  tx: Tx,
  receiver: Pick<Receiver, 'id' | 'machineId'>,
  scopes: ReadonlyMap<string, string>,
  now: Temporal.Instant,
  limit: number,
): Promise<DueDelivery[]> {
  const head = await dueWithin(tx, receiver, scopes, now, limit, sql`limit ${HEAD_MAX}`)
  return head.length > 0 ? head : dueWithin(tx, receiver, scopes, now, limit, sql``)
}

const dueWithin = (
  tx: Tx,
  receiver: Pick<Receiver, 'id' | 'machineId'>,
  scopes: ReadonlyMap<string, string>,
  now: Temporal.Instant,
  limit: number,
  head: RawBuilder<unknown>,
): Promise<DueDelivery[]> =>
  rowsOf(
    tx,
    sql<DueDelivery>`
    with allowed as materialized (
      select o.object, machine_may(${receiver.machineId}, o.scope) as may
        from jsonb_to_recordset(${JSON.stringify([...scopes].map(([object, scope]) => ({ object, scope })))}::jsonb) as o(object text, scope text)),
    head as materialized (
      select d.change_id, d.object, d.object_id, d.attempts, d.next_try_at from webhook_delivery d
       where d.subscription_id = ${receiver.id} and d.state = 'waiting' order by d.change_id ${head}),
    first as (
      select h.*, row_number() over (partition by h.object, h.object_id order by h.change_id) as turn from head h),
    due as materialized (
      select f.change_id, f.attempts from first f where f.turn = 1 and f.next_try_at <= ${now} order by f.change_id limit ${limit})
    select c.id, c.object, c.object_id as "objectId", c.customer_id as "customerId", c.fact, c.fields, c.channel,
           c.actor_kind as "actorKind", c.actor_id as "actorId", c.occurred_at as "occurredAt", c.state, due.attempts,
           coalesce(a.may, false) as "mayStillSee"
      from due join exchange_change c on c.id = due.change_id left join allowed a on a.object = c.object
     order by c.id`,
  )

export type AttemptResult = {
  readonly changeId: string
  readonly state: 'waiting' | 'delivered' | 'failed' | 'skipped'
  readonly status: number | null
  readonly problem: string | null
  readonly nextTryAt: Temporal.Instant | null
}

/** What came of some attempts. One that was put up anew or decided meanwhile stays as that says. */
function attemptsStatement(subscriptionId: string, list: readonly AttemptResult[], now: Temporal.Instant): Statement {
  const rows = JSON.stringify(list.map((one) => ({ ...one, nextTryAt: one.nextTryAt?.toString() ?? null })))
  return sql`
    update webhook_delivery d
       set state = r.state, attempts = d.attempts + 1, last_status = r.status, last_error = r.problem, last_try_at = ${now},
           next_try_at = coalesce(r."nextTryAt", d.next_try_at)
      from jsonb_to_recordset(${rows}::jsonb) as r("changeId" bigint, state text, status smallint, problem text, "nextTryAt" timestamptz)
     where d.subscription_id = ${subscriptionId} and d.change_id = r."changeId" and d.state = 'waiting'`.compile(
    statements<NoTables>(),
  )
}

/** How the receiver as a whole is doing. */
export type ReceiverHealth = {
  readonly failures: number
  readonly retryAt: Temporal.Instant | null
  readonly problem: string | null
  readonly gone: boolean
}

function healthStatement(subscriptionId: string, how: ReceiverHealth, now: Temporal.Instant): Statement {
  return sql`
    update webhook_subscription
       set failures = ${how.failures}, retry_at = ${how.retryAt}, last_error = ${how.problem}, last_sent_at = ${now},
           failing_since = case when ${how.failures}::int = 0 then null else coalesce(failing_since, ${now}) end,
           state = case when ${how.gone}::boolean then 'gone' else state end
     where id = ${subscriptionId}`.compile(statements<NoTables>())
}

/** Notes attempts and health in one round trip. */
export async function noteRound(
  tx: Tx,
  subscriptionId: string,
  list: readonly AttemptResult[],
  how: ReceiverHealth,
  now: Temporal.Instant,
): Promise<void> {
  const attempts = list.length > 0 ? [attemptsStatement(subscriptionId, list, now)] : []
  await sendTogether(tx, [...attempts, healthStatement(subscriptionId, how, now)])
}

export type ReplayWish =
  | { readonly after: string }
  | { readonly object: string; readonly objectId: string }
  | { readonly failed: true }

/**
 * Puts changes up for delivery once more, under the same ids: all after a cursor, all of an object, or all that failed. What the
 * receiver asked for by its filters is what it gets; changes from before its subscription are among them.
 * @returns how many are waiting now because of it
 */
export async function replay(
  tx: Tx,
  subscriptionId: string,
  wish: ReplayWish,
  scopes: ReadonlyMap<string, string>,
): Promise<number> {
  const which =
    'after' in wish
      ? sql`c.id > ${wish.after}`
      : 'objectId' in wish
        ? sql`c.object = ${wish.object} and c.object_id = ${wish.objectId}`
        : sql`exists (select from webhook_delivery f where f.subscription_id = w.id and f.change_id = c.id and f.state = 'failed')`
  const wanted = JSON.stringify([...scopes].map(([object, scope]) => ({ object, scope })))
  const done = await sql`
    insert into webhook_delivery (subscription_id, change_id, object, object_id)
    select w.id, c.id, c.object, c.object_id
      from webhook_subscription w
      join jsonb_to_recordset(${wanted}::jsonb) as o(object text, scope text) on machine_may(w.machine_id, o.scope)
      join exchange_change c on c.object = o.object and ${which}
       and (w.objects = '{}' or c.object = any(w.objects)) and (w.facts = '{}' or c.fact = any(w.facts))
     where w.id = ${subscriptionId}
    on conflict (subscription_id, change_id) do update set state = 'waiting', attempts = 0, next_try_at = '-infinity'
     where webhook_delivery.state <> 'waiting'`.execute(on(tx))
  await sql`update webhook_subscription set retry_at = null where id = ${subscriptionId}`.execute(on(tx))
  return Number(done.numAffectedRows ?? 0n)
}

export type DeliveryRow = {
  readonly changeId: string
  readonly object: string
  readonly objectId: string
  readonly state: AttemptResult['state']
  readonly attempts: number
  readonly nextTryAt: Temporal.Instant | null
  readonly status: number | null
  readonly problem: string | null
  readonly lastTryAt: Temporal.Instant | null
}

/** The newest deliveries of a receiver, or the newest in one state. */
export const deliveriesOf = (
  tx: Tx,
  subscriptionId: string,
  filter: { readonly state?: string | undefined; readonly before?: string | undefined; readonly limit: number },
): Promise<DeliveryRow[]> =>
  rowsOf(
    tx,
    sql<DeliveryRow>`
    select change_id as "changeId", object, object_id as "objectId", state, attempts, nullif(next_try_at, '-infinity') as "nextTryAt",
           last_status as status, last_error as problem, last_try_at as "lastTryAt"
      from webhook_delivery where subscription_id = ${subscriptionId}
       ${filter.state === undefined ? sql`` : sql`and state = ${filter.state}`}
       ${filter.before === undefined ? sql`` : sql`and change_id < ${filter.before}`}
     order by change_id desc limit ${filter.limit}`,
  )
