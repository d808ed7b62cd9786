import { sql } from 'kysely'
import type { FastifyReply } from 'fastify'
import type pg from 'pg'
import { flight, statements } from '#platform/database'
import { tooMany } from '#platform/refusal'

const WINDOW_SECONDS = 60
/**
 * Permits are fetched in lots: a write for each request would cost more than the request. A lot is a fiftieth of the minute and
 * at most 100, so that the tokens of one client do not starve each other; the last lot of a window may stay unused.
 */
const LOTS = 50
/** Tokens remembered; those of windows that are over go first. */
const TOKENS_MAX = 10_000

type Permits = {
  readonly window: number
  left: number
  granted: number
  perMinute: number
  machineId: string | undefined
  /** The lot that is being fetched: who comes meanwhile waits for it and fetches none of its own. */
  coming: Promise<void> | undefined
  /** The minute is used up; nobody asks the database again before the next. */
  isSpent: boolean
}
const permits = new Map<string, Permits>()

const windowAt = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1_000 / WINDOW_SECONDS)
const secondsLeft = (now: Temporal.Instant): number =>
  WINDOW_SECONDS - (Math.floor(now.epochMilliseconds / 1_000) % WINDOW_SECONDS)

/**
 * Takes one permit of a machine for this minute, counted for its client over all tokens and processes, and says in the headers of
 * draft-ietf-httpapi-ratelimit-headers what the limit is, what is left of it and when it begins anew.
 * @returns the client behind the token, if there is one, once it has been told; the refusal comes with `spent`
 */
export async function takeMachinePermit(
  pool: pg.Pool,
  tokenHash: Buffer,
  perMinute: number,
  now: Temporal.Instant,
  reply: FastifyReply,
): Promise<{ readonly machineId: string | undefined; readonly refuse: () => void }> {
  const mine = permitsOf(tokenHash.toString('base64url').slice(0, 22), windowAt(now), perMinute)
  while (mine.left <= 0 && !mine.isSpent) {
    mine.coming ??= fetchLot(pool, tokenHash, mine, perMinute).finally(() => {
      mine.coming = undefined
    })
    await mine.coming
  }
  const isSpent = mine.left <= 0
  if (!isSpent) mine.left -= 1
  const remaining = Math.max(0, mine.perMinute - mine.granted + mine.left)
  reply.header('ratelimit-policy', `"minute";q=${mine.perMinute};w=${WINDOW_SECONDS}`)
  reply.header('ratelimit', `"minute";r=${remaining};t=${secondsLeft(now)}`)
  return {
    machineId: mine.machineId,
    refuse: () => {
      if (isSpent) throw tooMany(secondsLeft(now))
    },
  }
}

function permitsOf(key: string, window: number, perMinute: number): Permits {
  const known = permits.get(key)
  if (known?.window === window) return known
  if (permits.size >= TOKENS_MAX)
    for (const [other, { window: then }] of permits) if (then !== window) permits.delete(other)
  const made: Permits = {
    window,
    left: 0,
    granted: 0,
    perMinute,
    machineId: undefined,
    coming: undefined,
    isSpent: false,
  }
  // Where tokens come in floods, those that are known keep their lots, and the others ask each time.
  if (permits.size < TOKENS_MAX) permits.set(key, made)
  return made
}

type Taken = {
  readonly machine_id: string | null
  readonly per_minute: number
  readonly lot: number
  readonly used: number
}

async function fetchLot(pool: pg.Pool, tokenHash: Buffer, mine: Permits, houseLimit: number): Promise<void> {
  const [rows] = await flight(pool, [
    sql<Taken>`select * from machine_permits_take(${tokenHash}, ${houseLimit}, ${mine.window}::bigint, ${LOTS})`.compile(
      statements<Record<string, never>>(),
    ),
  ])
  const taken = rows?.[0] as Taken
  mine.machineId = taken.machine_id ?? undefined
  mine.perMinute = taken.per_minute
  mine.granted = Math.min(taken.used, taken.per_minute)
  const lot = Math.max(0, Math.min(taken.lot, taken.per_minute - (taken.used - taken.lot)))
  mine.left += lot
  mine.isSpent = lot === 0
}
