import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { sql } from 'kysely'
import type pg from 'pg'
import { copyOut, tables, transaction, type Tx } from '#platform/database'
import type { ImportFile } from '../import-file.ts'
import { exportStatement } from './export.sql.ts'

export type ExportOptions = {
  /** `pools.bulk`. */
  readonly pool: pg.Pool
  readonly definitions: readonly ImportFile[]
  readonly folder: string
  readonly progress?: (file: string, rows: number) => void
}

/** Writes one file into a stream, in the caller's transaction. @returns the number of rows */
export const exportFile = (tx: Tx, definition: ImportFile, into: Writable): Promise<number> =>
  copyOut(tx, exportStatement(definition), into)

/**
 * Writes all files as they stood at one moment: one snapshot for all, so that no reading refers to a register that is not
 * there. Each file gets its name only when it is whole; what was there before is replaced.
 */
export async function exportFolder(options: ExportOptions): Promise<Readonly<Record<string, number>>> {
  await mkdir(options.folder, { recursive: true })
  const counts: Record<string, number> = {}
  await transaction(options.pool, async (tx) => {
    await sql`set transaction isolation level repeatable read read only`.execute(tables<Record<string, never>>(tx))
    for (const definition of options.definitions) {
      const path = join(options.folder, `${definition.file}.csv`)
      const unfinished = `${path}.part`
      try {
        counts[definition.file] = await exportFile(tx, definition, createWriteStream(unfinished))
        await rename(unfinished, path)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      options.progress?.(definition.file, counts[definition.file] ?? 0)
    }
  })
  return counts
}
