import { join } from 'node:path'
import pg from 'pg'
import { closeChain, finishRoots } from '../../../src/service/letters/archive/close-chain.ts'
import { makeAuthority, ownTimeStamper } from '../../../src/service/letters/archive/own-authority.ts'
import { type Verified, verifyLetters } from '../../../src/service/letters/archive/verify.ts'
import { letterArchive } from '../../../src/service/letters/store/archive.ts'
import { openDoors, tamper } from './tampering.ts'
import { withdrawLetter, writeLetters } from './written-letters.ts'

export type TamperFigures = {
  readonly acts: number
  readonly found: number
  readonly missed: readonly string[]
  /** Acts on one letter's content or file whose finding does not name that letter. */
  readonly unnamed: readonly string[]
  readonly whole: Verified
  readonly wholeAfter: Verified
  readonly byFinding: Readonly<Record<string, number>>
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * bound)
  }
}

/**
 * Builds an archive of some letters with two stamped roots, then acts on it so many times at random, and verifies after each act. What
 * was done is undone before the next, and at the end all is whole again.
 */
export async function proveTampering(options: {
  readonly pool: pg.Pool
  readonly ownerUrl: string
  readonly files: string
  readonly acts: number
  readonly letters: number
  readonly seed: number
}): Promise<TamperFigures> {
  const now = Temporal.Instant.from('2026-11-22T09:00:00Z')
  const archive = letterArchive({ KW_FILES: options.files })
  const authority = await makeAuthority('Probe', now)
  const closing = { pool: options.pool, archive, stamper: ownTimeStamper(authority, () => now), onError: fail }
  const write = { customers: 7, sizeBytes: 4_000, now }
  const half = await writeLetters(options.pool, archive, { ...write, letters: options.letters })
  for (const id of half.slice(0, 3)) await withdrawLetter(options.pool, id, now)
  for (const day of [1, 2]) {
    await closeChain(options.pool, now.add({ hours: 24 * day }), true)
    await finishRoots(closing, now)
    if (day === 1) await withdrawLetter(options.pool, half[4] as string, now)
  }
  const verify = () => verifyLetters({ pool: options.pool, archive, trust: authority.trust })
  const whole = await verify()
  const client = new pg.Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    await openDoors(client)
    const place = { client, folder: join(options.files, 'letters'), below: randomBelow(options.seed) }
    const missed: string[] = []
    const unnamed: string[] = []
    const byFinding: Record<string, number> = {}
    for (let act = 0; act < options.acts; act += 1) {
      const { name, undo, letterId } = await tamper(place)
      const { findings } = await verify()
      if (findings.length === 0) missed.push(`${act}: ${name}`)
      if (letterId && findings.length > 0 && !findings.some((one) => one.letterId === letterId))
        unnamed.push(`${act}: ${name}`)
      for (const what of new Set(findings.map((one) => one.what))) byFinding[what] = (byFinding[what] ?? 0) + 1
      await undo()
    }
    const wholeAfter = await verify()
    return { acts: options.acts, found: options.acts - missed.length, missed, unnamed, whole, wholeAfter, byFinding }
  } finally {
    await client.end()
  }
}

function fail(error: unknown): never {
  throw error
}
