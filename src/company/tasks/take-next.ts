import type { Tx } from '#platform/database'
import { claimFirst, nextFree } from './basket.sql.ts'
import { takeTask } from './work-on-task.ts'

/** As many as are looked at in one go: more people than this do not take in the same moment. */
const LOOKED_AT = 50
const TRIES = 3

/**
 * Takes the most urgent free task of somebody's groups and skills. Two people who ask at the same moment get two tasks: what
 * one is just taking the other passes over. @returns its id, or undefined if nothing is there to be done
 */
export async function takeNext(
  tx: Tx,
  work: { readonly staffId: string; readonly group?: string | undefined; readonly now: Temporal.Instant },
): Promise<string | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const ids = await nextFree(tx, work.staffId, work.group, LOOKED_AT)
    if (ids.length === 0) return undefined
    const claimed = await claimFirst(tx, ids)
    if (!claimed) continue
    await takeTask(tx, { taskId: claimed.id, rowVersion: claimed.row_version, staffId: work.staffId, now: work.now })
    return claimed.id
  }
  return undefined
}
