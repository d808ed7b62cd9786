import { sql } from 'kysely'
import type { FastifyReply } from 'fastify'
import type pg from 'pg'
import { flight, statements } from '#platform/database'
import { tooMany } from '#platform/refusal'

const WINDOW_SECONDS = 60
/** Permits fetched at once: a write for each request would cost more than the request. The last lot of a window may stay unused. */
const LOT = 100
/** Tokens remembered; those of windows that are over go first. */
const TOKENS_MAX = 10_000

type Permits = { left: number; granted: number; window: number }
const permits = new Map<string, Permits>()

const windowAt = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1_000 / WINDOW_SECONDS)
const secondsLeft = (now: Temporal.Instant): number =>
  WINDOW_SECONDS - (Math.floor(now.epochMilliseconds / 1_000) % WINDOW_SECONDS)

/**
 * Takes one permit of a machine's token for this minute, counted over all processes, and says in the headers of
 * draft-ietf-httpapi-ratelimit-headers what the limit is, what is left of it and when it begins anew.
 * @throws Refusal 429 with Retry-After once the minute is used up
 */
export async function takeMachinePermit(
  pool: pg.Pool,
  tokenHash: Buffer,
  perMinute: number,
  now: Temporal.Instant,
  reply: FastifyReply,
): Promise<void> {
  const key = tokenHash.toString('base64url').slice(0, 22)
  const mine = permitsOf(key, windowAt(now))
  if (mine.left <= 0) await fetchLot(pool, key, mine, perMinute)
  mine.left -= 1
  const remaining = Math.max(0, perMinute - mine.granted + Math.max(0, mine.left))
  reply.header('ratelimit-policy', `"minute";q=${perMinute};w=${WINDOW_SECONDS}`)
  reply.header('ratelimit', `"minute";r=${remaining};t=${secondsLeft(now)}`)
  if (mine.left < 0) throw tooMany(secondsLeft(now))
}

function permitsOf(key: string, window: number): Permits {
  const known = permits.get(key)
  if (known?.window === window) return known
  if (permits.size >= TOKENS_MAX)
    for (const [other, { window: then }] of permits) if (then !== window) permits.delete(other)
  if (permits.size >= TOKENS_MAX) permits.clear()
  const made = { left: 0, granted: 0, window }
  permits.set(key, made)
  return made
}

async function fetchLot(pool: pg.Pool, key: string, mine: Permits, perMinute: number): Promise<void> {
  const lot = Math.min(LOT, perMinute)
  const [rows] = await flight(pool, [
    statements<Record<string, never>>()
      .selectNoFrom(sql<number>`rate_limit_take(${`machine:${key}`}, ${WINDOW_SECONDS}, ${lot})`.as('used'))
      .compile(),
  ])
  const used = (rows?.[0] as { used: number } | undefined)?.used ?? 0
  mine.granted = Math.min(used, perMinute)
  mine.left = Math.max(0, Math.min(lot, perMinute - (used - lot)))
}
