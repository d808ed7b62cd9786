import type pg from 'pg'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { photoStore } from './photo-store.ts'
import { clearUploads, namedPhotos } from './photos.sql.ts'

/**
 * Forgets photos of forms that never became a reading, and the rows of those that did (the reading has its own). Then the files
 * that no row names any more go, also those that a program left that died between disk and row.
 * @returns how many files went
 */
export async function clearOldUploads(
  pool: pg.Pool,
  filesFolder: string,
  keptHours: number,
  now: Temporal.Instant,
): Promise<number> {
  const before = now.subtract({ hours: keptHours })
  await transaction(pool, (tx) => clearUploads(tx, before))
  return photoStore(filesFolder).clear(before, (hashes) => transaction(pool, (tx) => namedPhotos(tx, hashes)))
}

/** Every night at 03:00 UTC. */
export const clearUploadsJob = (pool: pg.Pool, filesFolder: string, keptHours: number): Job => ({
  name: 'staying.clear-uploads',
  cron: '0 3 * * *',
  run: async (_payload, now) => void (await clearOldUploads(pool, filesFolder, keptHours, now)),
})
