import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AuthorizeRequest, OpenidClient, OpenidScope } from './authorize-request.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** RFC 6749 4.1.2: at most ten minutes; a browser needs seconds. */
export const CODE_SECONDS = 60
export const TOKEN_SECONDS = 600

const clientColumns = sql`c.id, c.client_id as "clientId", c.name, c.redirect_uris as "redirectUris",
  c.post_logout_uris as "postLogoutUris", c.is_first_party as "isFirstParty"`

/** A portal by its public name, as long as it may ask. */
export async function clientOf(tx: Tx, clientId: string): Promise<OpenidClient | undefined> {
  const { rows } = await sql<OpenidClient>`select ${clientColumns} from openid_client c
    where c.client_id = ${clientId} and c.disabled_at is null`.execute(on(tx))
  return rows[0]
}

/** Worker only: the same with what it proves itself by. */
export async function clientWithSecret(
  tx: Tx,
  clientId: string,
): Promise<(OpenidClient & { readonly secretHash: Buffer | null }) | undefined> {
  const { rows } = await sql<OpenidClient & { secretHash: Buffer | null }>`
    select ${clientColumns}, c.secret_hash as "secretHash" from openid_client c
     where c.client_id = ${clientId} and c.disabled_at is null`.execute(on(tx))
  return rows[0]
}

/** Worker only: the session behind a browser's cookie, if it opens something now. */
export async function sessionOf(
  tx: Tx,
  token: string | undefined,
): Promise<{ readonly id: string; readonly accountId: string; readonly provedAt: Temporal.Instant } | undefined> {
  if (!token) return undefined
  const { rows } = await sql<{ id: string; accountId: string; provedAt: Temporal.Instant }>`
    select s.id, s.account_id as "accountId", l.proved_at as "provedAt"
      from session s cross join lateral openid_session(s.id) l where s.token_hash = ${tokenHash(token)}`.execute(on(tx))
  return rows[0]
}

/** When the person behind a session has proved who it is; undefined if the session opens nothing any more. */
export async function provedAt(tx: Tx, sessionId: string): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ at: Temporal.Instant }>`
    select proved_at as at from openid_session(${sessionId})`.execute(on(tx))
  return rows[0]?.at
}

/** Whether the person has let the portal know all of this before. */
export async function hasAgreed(
  tx: Tx,
  accountId: string,
  clientId: string,
  scopes: readonly string[],
): Promise<boolean> {
  const { rows } = await sql`select 1 from openid_consent
    where account_id = ${accountId} and client_id = ${clientId} and withdrawn_at is null and scopes @> ${[...scopes]}::text[]`.execute(
    on(tx),
  )
  return rows.length > 0
}

export async function storeAgreement(
  tx: Tx,
  accountId: string,
  clientId: string,
  scopes: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into openid_consent (account_id, client_id, scopes, given_at)
    values (${accountId}, ${clientId}, ${[...scopes]}::text[], ${now})
    on conflict (account_id, client_id) where withdrawn_at is null do update
       set scopes = array(select distinct unnest(openid_consent.scopes || excluded.scopes))`.execute(on(tx))
}

/** Gives a code for one request of one session. @returns the code, of which only the hash is kept */
export async function insertCode(
  tx: Tx,
  request: AuthorizeRequest,
  session: { readonly id: string; readonly accountId: string },
): Promise<string> {
  const code = newToken()
  await sql`insert into openid_code (code_hash, client_id, account_id, session_id, redirect_uri, scopes, nonce, code_challenge, ends_at)
    values (${tokenHash(code)}, ${request.client.id}, ${session.accountId}, ${session.id}, ${request.redirectUri},
            ${[...request.scopes]}::text[], ${request.nonce ?? null}, ${request.challenge}, now() + make_interval(secs => ${CODE_SECONDS}))`.execute(
    on(tx),
  )
  return code
}

export type CodeRow = {
  readonly clientId: string
  readonly accountId: string
  readonly sessionId: string
  readonly redirectUri: string
  readonly scopes: readonly OpenidScope[]
  readonly nonce: string | null
  readonly challenge: string
  readonly wasUsed: boolean
  readonly isOver: boolean
}

/** Worker only: takes a code up, once; whoever comes second finds it used. */
export async function takeCode(tx: Tx, code: string): Promise<CodeRow | undefined> {
  const { rows } = await sql<CodeRow>`
    with found as (select * from openid_code where code_hash = ${tokenHash(code)} for update),
         used as (update openid_code o set used_at = coalesce(o.used_at, now()) from found f where o.code_hash = f.code_hash returning o.code_hash)
    select f.client_id as "clientId", f.account_id as "accountId", f.session_id as "sessionId", f.redirect_uri as "redirectUri", f.scopes, f.nonce,
           f.code_challenge as challenge, f.used_at is not null as "wasUsed", f.ends_at <= now() as "isOver"
      from found f join used u on u.code_hash = f.code_hash`.execute(on(tx))
  return rows[0]
}

/** Worker only: a code that came twice was stolen by one of the two: what it has given is worthless (RFC 6749 4.1.2). */
export async function revokeTokensOf(tx: Tx, code: string): Promise<void> {
  await sql`update openid_token set revoked_at = coalesce(revoked_at, now()) where code_hash = ${tokenHash(code)}`.execute(
    on(tx),
  )
}

/** Worker only. @returns the token, of which only the hash is kept */
export async function insertToken(tx: Tx, code: string, row: CodeRow): Promise<string> {
  const token = newToken()
  await sql`insert into openid_token (token_hash, code_hash, client_id, account_id, session_id, scopes, ends_at)
    values (${tokenHash(token)}, ${tokenHash(code)}, ${row.clientId}, ${row.accountId}, ${row.sessionId}, ${[...row.scopes]}::text[],
            now() + make_interval(secs => ${TOKEN_SECONDS}))`.execute(on(tx))
  return token
}

/** Worker only: whose token this is, as long as it, its session and its portal count. */
export async function tokenRow(
  tx: Tx,
  token: string,
): Promise<{ readonly accountId: string; readonly scopes: readonly OpenidScope[] } | undefined> {
  const { rows } = await sql<{ accountId: string; scopes: OpenidScope[] }>`
    select t.account_id as "accountId", t.scopes from openid_token t
      join openid_client c on c.id = t.client_id and c.disabled_at is null
     cross join lateral openid_session(t.session_id) l
     where t.token_hash = ${tokenHash(token)} and t.revoked_at is null and t.ends_at > now()`.execute(on(tx))
  return rows[0]
}

/** Worker only: what a person is called towards portals; made at the first sign-in. */
export async function subjectOf(tx: Tx, accountId: string): Promise<string> {
  await sql`insert into openid_subject (account_id) values (${accountId}) on conflict do nothing`.execute(on(tx))
  const { rows } = await sql<{ subject: string }>`
    select subject from openid_subject where account_id = ${accountId}`.execute(on(tx))
  return rows[0]?.subject as string
}

export type PersonRow = {
  readonly name: string | null
  readonly email: string | null
  readonly customerNumbers: readonly string[]
}

/** Worker only: what may be told about the person behind an account, and for which customers it acts today. */
export async function personOf(tx: Tx, accountId: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select a.name, a.email, array(
             select c.customer_number from account_grant g join customer c on c.id = g.customer_id
              where g.account_id = a.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
                and c.restricted_at is null order by c.customer_number) as "customerNumbers"
      from account a where a.id = ${accountId} and a.disabled_at is null`.execute(on(tx))
  return rows[0]
}

export type LinkedPortal = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly givenAt: Temporal.Instant
}

/** In a customer's session: which portals the person has agreed to. */
export const linkedPortalsStatement = (): Statement<LinkedPortal> =>
  sql<LinkedPortal>`
    select o.id, c.name, o.scopes, o.given_at as "givenAt" from openid_consent o join openid_client c on c.id = o.client_id
     where o.account_id = (select app_account_id()) and o.withdrawn_at is null order by o.id desc`.compile(
    statements<NoTables>(),
  )

/** In a customer's session. @returns false if there is no such agreement */
export async function withdrawAgreement(tx: Tx, id: string, now: Temporal.Instant): Promise<boolean> {
  const done = await sql`update openid_consent set withdrawn_at = ${now}
    where id = ${id} and account_id = (select app_account_id()) and withdrawn_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}
