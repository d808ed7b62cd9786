import { sql } from 'kysely'
import { newWebhookSecret } from '#company/exchange'
import { type Pools, tables, transaction } from '#platform/database'
import { TestReceiver } from '../../setup/receiver.ts'

const ask = async <Row>(pools: Pools, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** A machine that may read customers, and its receiver on this machine. */
export async function subscribedReceiver(pools: Pools, name: string): Promise<TestReceiver> {
  const receiver = await TestReceiver.start()
  receiver.secret = newWebhookSecret()
  await ask(
    pools,
    sql`with m as (insert into machine_client (client_id, name, scopes, scopes_allowed)
                   values (${name}, ${name}, '{customers:read,changes:read}', '{customers:read,changes:read}') returning id),
             w as (insert into webhook_subscription (machine_id, url, created_at) select id, ${receiver.url}, now() from m returning id)
        insert into webhook_secret (subscription_id, secret, created_at) select id, ${receiver.secret}, now() from w`,
  )
  return receiver
}

/** So many customers with nothing but a name. @returns their ids */
export async function manyCustomers(pools: Pools, count: number): Promise<string[]> {
  const rows = await ask(
    pools,
    sql<{ id: string }>`
    insert into customer (customer_number, kind, first_name, last_name, email)
    select 'P' || n, 'person', 'Erika', 'Musterfrau ' || n, 'p' || n || '@kunden.example' from generate_series(1, ${count}) n returning id`,
  )
  return rows.map((row) => row.id)
}

/** One change of each of these customers with its fact, in one transaction, as the house records them. */
export async function changeAll(pools: Pools, ids: readonly string[]): Promise<void> {
  await ask(
    pools,
    sql`
    with changed as (
      update customer set phone = '+49301' || floor(random() * 1000000)::int, row_version = row_version + 1, changed_here_at = now()
       where id = any(${ids}::bigint[]) returning id, row_version),
    entry as (
      insert into journal (name, phase, customer_id, channel, actor_kind, occurred_at, payload)
      select 'customers.customer-changed', 'any', id, 'portal', 'system', now(),
             jsonb_build_object('fields', jsonb_build_array('phone'), 'rowVersion', row_version) from changed
      returning id, recorded_at)
    insert into journal_pending (journal_id, recorded_at) select id, recorded_at from entry`,
  )
}
