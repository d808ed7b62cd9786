import { createHash, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Settings } from '#platform/config'
import { tables, transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { seal, unseal } from '#platform/sealing'

type NoTables = Record<string, never>
type KeySettings = Pick<Settings, 'SECRETS_KEY' | 'KW_FILES'>

/** OpenID Connect Core 15.1 asks every provider for RS256; 3072 bits by BSI TR-02102-1 for use after 2022. */
export const SIGNED_WITH = 'RS256'
const MODULUS_BITS = 3_072
/** A key signs for a quarter of a year. */
const SIGNS_DAYS = 90
/** The next key is published so long before it signs: portals keep our list for a day at most. */
const PUBLISHED_AHEAD_DAYS = 7
/** A key stays in the list until what it signed last has ended, and a day for clocks that differ. */
const KEPT_AFTER_DAYS = 1

const DAY_HOURS = 24
type KeyRow = { readonly kid: string; readonly sealed: string }

type NewKey = { readonly kid: string; readonly publicJwk: string; readonly sealed: string }

async function makeKey(settings: KeySettings): Promise<NewKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS })
  const kid = randomBytes(12).toString('base64url')
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }))
  const publicJwk = JSON.stringify(createPublicKey(privateKey).export({ format: 'jwk' }))
  return { kid, publicJwk, sealed: await seal(settings, jwk, `openid-key:${kid}`) }
}

/** From when a key is missing: now, from the end of the present one, or undefined if none is. */
async function missingFrom(tx: Tx, now: Temporal.Instant): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ until: Temporal.Instant | null; last: Temporal.Instant | null }>`
    select max(signs_until) filter (where signs_from <= ${now} and signs_until > ${now}) as until, max(signs_until) as last
      from openid_key`.execute(tables<NoTables>(tx))
  const { until, last } = rows[0] ?? {}
  if (!until || !last) return now
  const isDue = Temporal.Instant.compare(now.add({ hours: PUBLISHED_AHEAD_DAYS * DAY_HOURS }), until) > 0
  return isDue && last.equals(until) ? until : undefined
}

/** Worker only: makes sure that a key signs now and that the next one is published in time. Of two processes at once one stores its key. */
export async function turnKeys(pool: pg.Pool, settings: KeySettings, now: Temporal.Instant): Promise<void> {
  if ((await transaction(pool, (tx) => missingFrom(tx, now))) === undefined) return
  const key = await makeKey(settings)
  await transaction(pool, async (tx) => {
    const on = tables<NoTables>(tx)
    await sql`select pg_advisory_xact_lock(hashtextextended('openid_key', 0))`.execute(on)
    await sql`delete from openid_key where kept_until < ${now}`.execute(on)
    const from = await missingFrom(tx, now)
    if (!from) return
    const until = from.add({ hours: SIGNS_DAYS * DAY_HOURS })
    await sql`insert into openid_key (kid, public_jwk, sealed_private, signs_from, signs_until, kept_until)
      values (${key.kid}, ${key.publicJwk}::jsonb, ${key.sealed}, ${from}, ${until}, ${until.add({ hours: KEPT_AFTER_DAYS * DAY_HOURS })})`.execute(
      on,
    )
  })
}

/** Worker only: a key that somebody may have seen signs no more and leaves the list at once; a new one takes its place. */
export async function replaceKeys(pool: pg.Pool, settings: KeySettings, now: Temporal.Instant): Promise<void> {
  await transaction(pool, (tx) => sql`delete from openid_key`.execute(tables<NoTables>(tx)))
  await turnKeys(pool, settings, now)
}

/** Every night at 02:40 UTC. */
export const turnOpenidKeysJob = (pool: pg.Pool, settings: KeySettings): Job => ({
  name: 'identity.turn-openid-keys',
  cron: '40 2 * * *',
  run: async (_payload, now) => turnKeys(pool, settings, now),
})

async function signingKey(pool: pg.Pool, settings: KeySettings, now: Temporal.Instant): Promise<KeyRow> {
  const find = async () =>
    (
      await transaction(pool, (tx) =>
        sql<KeyRow>`select kid, sealed_private as sealed from openid_key
          where signs_from <= ${now} and signs_until > ${now} order by signs_until desc limit 1`.execute(
          tables<NoTables>(tx),
        ),
      )
    ).rows[0]
  const found = await find()
  if (found) return found
  await turnKeys(pool, settings, now)
  return (await find()) as KeyRow
}

/** The public halves of all keys that may have signed something that still counts, or soon will. */
export async function publicKeys(pool: pg.Pool, settings: KeySettings, now: Temporal.Instant): Promise<readonly JWK[]> {
  await signingKey(pool, settings, now)
  const { rows } = await transaction(pool, (tx) =>
    sql<{ kid: string; jwk: JWK }>`select kid, public_jwk as jwk from openid_key where kept_until >= ${now}
      order by signs_from`.execute(tables<NoTables>(tx)),
  )
  return rows.map(({ kid, jwk }) => ({ ...jwk, kid, use: 'sig', alg: SIGNED_WITH }))
}

/** Signs claims with the key of this quarter. */
export async function signClaims(
  pool: pg.Pool,
  settings: KeySettings,
  claims: Readonly<Record<string, unknown>>,
  now: Temporal.Instant,
): Promise<string> {
  const { kid, sealed } = await signingKey(pool, settings, now)
  const jwk = JSON.parse(await unseal(settings, sealed, `openid-key:${kid}`)) as JWK
  const key = await importJWK(jwk, SIGNED_WITH)
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: SIGNED_WITH, kid, typ: 'JWT' }).sign(key)
}

/** For whom a token of ours was made, however old it is; undefined if it is none of ours (OpenID RP-Initiated Logout 2). */
export async function audienceOf(
  pool: pg.Pool,
  settings: KeySettings,
  token: string,
  issuer: string,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const keys = await publicKeys(pool, settings, now)
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => importJWK(keys.find((key) => key.kid === kid) as JWK, SIGNED_WITH),
      { issuer, algorithms: [SIGNED_WITH], currentDate: new Date(0) },
    )
    return typeof payload.aud === 'string' ? payload.aud : undefined
  } catch {
    return undefined
  }
}

/** Left half of SHA-256, as `at_hash` asks for it (OpenID Connect Core 3.1.3.6). */
export const leftHalf = (token: string): string =>
  createHash('sha256').update(token, 'ascii').digest().subarray(0, 16).toString('base64url')
