import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { flight, statements } from '#platform/database'
import { tooMany } from '#platform/refusal'

/** At most `max` in `seconds` for one key: an address, an account, a customer number that somebody typed. */
export type Count = {
  readonly name: string
  readonly key: string
  readonly max: number
  readonly seconds: number
  /** How much this call takes; 1 if it is left out. */
  readonly cost?: number
}

/**
 * Counts over all processes and commits at once, so that it stays counted when the request is refused afterwards. Keys
 * stand in the table as a hash: it holds no address and no e-mail.
 * @throws Refusal 429 if one of them is used up; all are counted even then
 */
export async function takeLimits(pool: pg.Pool, counts: readonly Count[]): Promise<void> {
  const rows = await flight(
    pool,
    counts.map(({ name, key, seconds, cost = 1 }) =>
      statements<Record<string, never>>()
        .selectNoFrom(sql<number>`rate_limit_take(${`${name}:${hashOf(key)}`}, ${seconds}, ${cost})`.as('used'))
        .compile(),
    ),
  )
  const spent = counts.filter(({ max }, at) => ((rows[at]?.[0] as { used: number } | undefined)?.used ?? 0) > max)
  if (spent.length > 0) throw tooMany(Math.max(...spent.map((count) => count.seconds)))
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22)

/** Who has IPv6 has at least a /64 of addresses, so these count as one. */
export function addressKey(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '')
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
