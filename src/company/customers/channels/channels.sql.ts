import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { Locale } from '#platform/i18n'
import type { ChannelKind, ContactChannel } from './channel.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** Named addresses, and those of the record that nobody named yet: they came with an import or staff took them down. */
const channels = (whom: ReturnType<typeof sql>) => sql`
  select k.id, k.kind, k.value, k.state, k.purposes, k.confirmed_at as "confirmedAt", k.bounced_at as "bouncedAt",
         coalesce(k.value = case k.kind when 'e-mail' then lower(c.email) else c.mobile end, false) as main
    from contact_channel k join customer c on c.id = k.customer_id
   where k.customer_id = ${whom} and k.state <> 'removed'
  union all
  select null, f.kind, f.value, 'unconfirmed', '{contract}', null, null, true
    from customer c, lateral (values ('e-mail', lower(c.email)), ('mobile', c.mobile)) as f (kind, value)
   where c.id = ${whom} and f.value is not null
     and not exists (select 1 from contact_channel k where k.customer_id = c.id and k.kind = f.kind and k.value = f.value
                        and k.state <> 'removed')
   order by kind, main desc, value`

export const channelsStatement = (whom: { readonly id: string } | 'session'): Statement<ContactChannel> =>
  sql<ContactChannel>`${channels(whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}::bigint`)}`.compile(
    statements<NoTables>(),
  )

export async function channelsOf(tx: Tx, customerId: string): Promise<ContactChannel[]> {
  return (await sql<ContactChannel>`${channels(sql`${customerId}::bigint`)}`.execute(on(tx))).rows
}

/** Adds an address, or finds it if it is there already. @returns its id */
export async function insertChannel(
  tx: Tx,
  channel: {
    readonly customerId: string
    readonly kind: ChannelKind
    readonly value: string
    readonly addedBy: 'customer' | 'staff'
  },
  now: Temporal.Instant,
): Promise<string> {
  await sql`insert into contact_channel (customer_id, kind, value, added_at, added_by)
    values (${channel.customerId}, ${channel.kind}, ${channel.value}, ${now}, ${channel.addedBy})
    on conflict (customer_id, kind, value) where state <> 'removed' do nothing`.execute(on(tx))
  const { rows } = await sql<{ id: string }>`select id from contact_channel
    where customer_id = ${channel.customerId} and kind = ${channel.kind} and value = ${channel.value} and state <> 'removed'`.execute(
    on(tx),
  )
  return rows[0]?.id as string
}

export type NewProof = {
  readonly channelId: string
  readonly customerId: string
  readonly wantsMain: boolean
  readonly origin: string
  readonly language: Locale
}

export async function insertProof(tx: Tx, proof: NewProof, now: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into channel_proof (channel_id, customer_id, wants_main, origin, language, asked_at)
    values (${proof.channelId}, ${proof.customerId}, ${proof.wantsMain}, ${proof.origin}, ${proof.language}, ${now})
    returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export type Proof = {
  readonly id: string
  readonly channelId: string
  readonly customerId: string
  readonly kind: ChannelKind
  readonly value: string
  readonly wantsMain: boolean
  readonly origin: string
  readonly language: Locale
  readonly codeHash: string | null
  readonly attempts: number
  readonly endsAt: Temporal.Instant | null
  readonly usedAt: Temporal.Instant | null
}

const proofs = sql`
  select p.id, p.channel_id as "channelId", p.customer_id as "customerId", k.kind, k.value, p.wants_main as "wantsMain", p.origin,
         p.language, p.code_hash as "codeHash", p.attempts, p.ends_at as "endsAt", p.used_at as "usedAt"
    from channel_proof p join contact_channel k on k.id = p.channel_id`

/** Worker only. */
export async function proofById(tx: Tx, id: string): Promise<Proof | undefined> {
  return (await sql<Proof>`${proofs} where p.id = ${id}`.execute(on(tx))).rows[0]
}

export const proofByLinkStatement = (token: string): Statement<Proof> =>
  sql<Proof>`${proofs} where p.token_hash = ${tokenHash(token)}`.compile(statements<NoTables>())

/** Worker only: the proof of a link, locked, so that of two clicks one counts. */
export async function lockProofByLink(tx: Tx, token: string): Promise<Proof | undefined> {
  return (await sql<Proof>`${proofs} where p.token_hash = ${tokenHash(token)} for update of p`.execute(on(tx))).rows[0]
}

/** Worker only: the newest proof of a channel that carries a code, locked. */
export async function lockNewestProof(tx: Tx, channelId: string, customerId: string): Promise<Proof | undefined> {
  const { rows } = await sql<Proof>`${proofs} where p.channel_id = ${channelId} and p.customer_id = ${customerId}
    order by p.id desc limit 1 for update of p`.execute(on(tx))
  return rows[0]
}

/** Worker only: arms a proof with the hash of its link or code; earlier ones of the channel end. */
export async function armProof(
  tx: Tx,
  id: string,
  secret: { readonly tokenHash?: Buffer; readonly codeHash?: string; readonly endsAt: Temporal.Instant },
): Promise<void> {
  await sql`update channel_proof set used_at = coalesce(used_at, now())
    where channel_id = (select channel_id from channel_proof where id = ${id}) and id < ${id}`.execute(on(tx))
  await sql`update channel_proof set token_hash = ${secret.tokenHash ?? null}, code_hash = ${secret.codeHash ?? null},
    ends_at = ${secret.endsAt} where id = ${id}`.execute(on(tx))
}

export async function countAttempt(tx: Tx, id: string): Promise<void> {
  await sql`update channel_proof set attempts = attempts + 1 where id = ${id}`.execute(on(tx))
}

/** Worker only: the other end has answered. */
export async function markConfirmed(
  tx: Tx,
  proof: Pick<Proof, 'id' | 'channelId'>,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update channel_proof set used_at = ${now} where id = ${proof.id}`.execute(on(tx))
  await sql`update contact_channel set state = 'confirmed', confirmed_at = ${now}, bounced_at = null
    where id = ${proof.channelId} and state <> 'removed'`.execute(on(tx))
}

export type ChannelRow = {
  readonly id: string
  readonly customerId: string
  readonly kind: ChannelKind
  readonly value: string
}

/** Takes an address off the file. @returns it, or undefined if the customer has no such address */
export async function removeChannelRow(
  tx: Tx,
  id: string,
  customerId: string,
  now: Temporal.Instant,
): Promise<ChannelRow | undefined> {
  const { rows } = await sql<ChannelRow>`update contact_channel set state = 'removed', removed_at = ${now}
    where id = ${id} and customer_id = ${customerId} and state <> 'removed'
    returning id, customer_id as "customerId", kind, value`.execute(on(tx))
  return rows[0]
}

/** Notes that an address does not exist, wherever it stands. */
export async function markBounced(tx: Tx, value: string, now: Temporal.Instant): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`update contact_channel set state = 'bounced', bounced_at = ${now}
    where value = ${value} and state in ('unconfirmed', 'confirmed')
    returning id, customer_id as "customerId", kind, value`.execute(on(tx))
  return rows
}

export async function storePurposes(
  tx: Tx,
  id: string,
  customerId: string,
  purposes: readonly string[],
): Promise<boolean> {
  const done = await sql`update contact_channel set purposes = ${[...purposes]}::text[]
    where id = ${id} and customer_id = ${customerId} and state <> 'removed'`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

/** Nothing about the contract goes there any more. @returns what has changed */
export async function muteChannelRow(tx: Tx, customerId: string, value: string): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`update contact_channel set purposes = array_remove(purposes, 'contract')
    where customer_id = ${customerId} and value = ${value} and state <> 'removed' and 'contract' = any(purposes)
    returning id, customer_id as "customerId", kind, value`.execute(on(tx))
  return rows
}
