import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import { eraseRows, filesLeft, noteDone, noteGone, noteOutcome, openItems, releasedDeletions } from './erase.sql.ts'

/** So many letters are erased in one transaction: the chain's head is locked meanwhile. */
const BATCH = 200
const FILES_A_ROUND_MAX = 5_000

/** Carries out what was released; each letter is looked at once more, because a hold may have come meanwhile. @returns how many went */
export async function carryOutDeletions(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  let erased = 0
  for (const id of await transaction(pool, (tx) => releasedDeletions(tx))) {
    for (;;) {
      const items = await transaction(pool, async (tx) => {
        const batch = await openItems(tx, id, legalDay(now), BATCH)
        const ids = (take: (item: (typeof batch)[number]) => boolean) => batch.filter(take).map((item) => item.letterId)
        const due = ids((item) => item.due)
        if (due.length > 0) await eraseRows(tx, due, now)
        await noteOutcome(tx, id, due, 'erased')
        await noteOutcome(
          tx,
          id,
          ids((item) => !item.due && item.held),
          'held',
        )
        await noteOutcome(
          tx,
          id,
          ids((item) => !item.due && !item.held),
          'not-due',
        )
        return batch
      })
      if (items.length < BATCH) break
    }
    erased += await transaction(pool, async (tx) => {
      const count = await noteDone(tx, id, now)
      const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const
      await recordFact(tx, facts.letterDeletionDone, { deletionId: id, erased: count }, context)
      return count
    })
  }
  return erased
}

/** Deletes files that no letter names any more; what a lock of the store refuses is asked again the next night. @returns how many went */
export async function removeFilesLeft(pool: pg.Pool, archive: Pick<LetterArchive, 'remove'>): Promise<number> {
  let gone = 0
  for (const sha256 of await transaction(pool, (tx) => filesLeft(tx, FILES_A_ROUND_MAX))) {
    if ((await archive.remove(sha256)) === 'locked') continue
    await transaction(pool, (tx) => noteGone(tx, sha256))
    gone += 1
  }
  return gone
}
