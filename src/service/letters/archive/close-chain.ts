import type pg from 'pg'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import { merkleRoot } from './merkle.ts'
import { bookNames, NO_STATEMENT, type Root, statementHash, statementOf } from './root-statement.ts'
import {
  insertRoot,
  type KeptRoot,
  lastRoot,
  linksAfter,
  lockRoots,
  noteBooked,
  noteNoStamp,
  noteStamp,
  unfinishedRoots,
} from './roots.sql.ts'
import type { TimeStamper } from './time-stamp.ts'

export type Closing = {
  readonly pool: pg.Pool
  readonly archive: Pick<LetterArchive, 'putNamed'>
  /** Undefined where no authority is set: roots then stand without a stamp, and the page says so. */
  readonly stamper: TimeStamper | undefined
  readonly onError: (error: unknown) => void
}

/** After a failure of the authority so many roots are tried in one go; the rest waits for the next hour. */
const ROUND_MAX = 50

/**
 * Sets a root over all links since the last one. @returns its number, or undefined if there is nothing new
 * @param force also if today has one already
 */
export async function closeChain(pool: pg.Pool, now: Temporal.Instant, force = false): Promise<number | undefined> {
  return transaction(pool, async (tx) => {
    await lockRoots(tx)
    const last = await lastRoot(tx)
    const today = legalDay(now)
    if (!force && last && Temporal.PlainDate.compare(last.closedOn, today) >= 0) return undefined
    const links = await linksAfter(tx, last?.lastSeq ?? '0')
    const [first, final] = [links[0], links.at(-1)]
    if (!first || !final) return undefined
    const root: Root = {
      number: (last?.number ?? 0) + 1,
      closedOn: today,
      firstSeq: first.seq,
      lastSeq: final.seq,
      chainHash: final.hash,
      root: merkleRoot(links.map((link) => link.hash)),
      previousHash: last ? statementHash(last) : NO_STATEMENT,
    }
    await insertRoot(tx, root, now)
    return root.number
  })
}

/** Puts roots beside the files and has them stamped; what fails is tried again with the next call. @returns how many were stamped */
export async function finishRoots(
  { pool, archive, stamper, onError }: Closing,
  now: Temporal.Instant,
): Promise<number> {
  let stamped = 0
  for (const root of await transaction(pool, (tx) => unfinishedRoots(tx, ROUND_MAX))) {
    const names = bookNames(root.number)
    if (root.bookedAt === null) {
      await archive.putNamed(names.statement, statementOf(root))
      await transaction(pool, (tx) => noteBooked(tx, root.number, now))
    }
    if (!stamper || root.token) continue
    if (!(await stampOne({ pool, archive, stamper, onError }, root, now))) break
    stamped += 1
  }
  return stamped
}

async function stampOne(
  { pool, archive, stamper, onError }: Closing & { readonly stamper: TimeStamper },
  root: KeptRoot,
  now: Temporal.Instant,
): Promise<boolean> {
  try {
    const token = await stamper.stamp(statementOf(root))
    await archive.putNamed(bookNames(root.number).token, token)
    await transaction(pool, (tx) => noteStamp(tx, root.number, { token, authority: stamper.authority, at: now }))
    return true
  } catch (error) {
    onError(error)
    const said = error instanceof Error ? error.message : String(error)
    await transaction(pool, (tx) => noteNoStamp(tx, root.number, said))
    return false
  }
}
