import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { NewClient } from './clients.contract.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type ClientRow = {
  readonly id: string
  readonly clientId: string
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly postLogoutUris: readonly string[]
  readonly isFirstParty: boolean
  readonly keepsSecret: boolean
  readonly createdAt: Temporal.Instant
  readonly disabledAt: Temporal.Instant | null
}

export const clientsStatement = (): Statement<ClientRow> =>
  sql<ClientRow>`
    select id, client_id as "clientId", name, redirect_uris as "redirectUris", post_logout_uris as "postLogoutUris",
           is_first_party as "isFirstParty", secret_hash is not null as "keepsSecret", created_at as "createdAt", disabled_at as "disabledAt"
      from openid_client order by disabled_at is not null, id desc limit 200`.compile(statements<NoTables>())

export type KeyDates = {
  readonly kid: string
  readonly signsFrom: Temporal.Instant
  readonly signsUntil: Temporal.Instant
}

export const keyDatesStatement = (): Statement<KeyDates> =>
  sql<KeyDates>`select kid, signs_from as "signsFrom", signs_until as "signsUntil" from openid_key order by signs_from`.compile(
    statements<NoTables>(),
  )

export type MadeClient = { readonly id: string; readonly clientId: string; readonly clientSecret: string | null }

/** Registers a portal. The secret (256 bits) is shown once; a fast hash of so much chance cannot be turned back. */
export async function insertClient(tx: Tx, client: NewClient): Promise<MadeClient> {
  const clientId = `portal-${newToken().slice(0, 16)}`
  const clientSecret = client.keepsSecret ? newToken() : null
  const { rows } = await sql<{ id: string }>`
    insert into openid_client (client_id, name, secret_hash, redirect_uris, post_logout_uris, is_first_party)
    values (${clientId}, ${client.name}, ${clientSecret === null ? null : tokenHash(clientSecret)}, ${client.redirectUris}::text[],
            ${client.postLogoutUris}::text[], ${client.isFirstParty}) returning id`.execute(on(tx))
  return { id: rows[0]?.id as string, clientId, clientSecret }
}

/** @returns false if there is no such portal, or it has ended */
export async function updateClient(tx: Tx, id: string, client: Omit<NewClient, 'keepsSecret'>): Promise<boolean> {
  const done = await sql`update openid_client set name = ${client.name}, redirect_uris = ${client.redirectUris}::text[],
      post_logout_uris = ${client.postLogoutUris}::text[], is_first_party = ${client.isFirstParty}
    where id = ${id} and disabled_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

/** Gives a portal a new secret; the former one is worthless at once. @returns it with the public name, or undefined */
export async function newSecret(
  tx: Tx,
  id: string,
): Promise<{ readonly clientId: string; readonly clientSecret: string } | undefined> {
  const clientSecret = newToken()
  const { rows } = await sql<{ clientId: string }>`update openid_client set secret_hash = ${tokenHash(clientSecret)}
    where id = ${id} and disabled_at is null and secret_hash is not null returning client_id as "clientId"`.execute(
    on(tx),
  )
  return rows[0] && { clientId: rows[0].clientId, clientSecret }
}

/** Ends a portal: what it has got is worthless with it, because each request asks. @returns false if there is none */
export async function disableClient(tx: Tx, id: string): Promise<boolean> {
  const done = await sql`update openid_client set disabled_at = coalesce(disabled_at, now()) where id = ${id}`.execute(
    on(tx),
  )
  return (done.numAffectedRows ?? 0n) === 1n
}
