import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#platform/refusal'
import { type Source, sourceAt } from '../csv/source.ts'
import type { ImportFile } from '../import-file.ts'
import { importFile, type ImportOptions, type ImportResult } from './run-import.ts'

export type ImportFolderOptions = Omit<ImportOptions, 'definition' | 'source'> & {
  /** In the order in which files refer to each other. */
  readonly definitions: readonly ImportFile[]
  readonly folder: string
}

export type FolderResult = {
  readonly file: string
  readonly source: string
  /** What became of it, or why it could not be read. */
  readonly outcome: ImportResult | Refusal
}

/**
 * Imports all known files of a folder, `NAME.csv` or `NAME.csv.gz`. A file that cannot be read does not keep the others
 * from going in; lines that refer to its lines are refused then, and go in when it has been mended and all is read again.
 */
export async function* importFolder(options: ImportFolderOptions): AsyncGenerator<FolderResult> {
  for (const definition of options.definitions) {
    const source = await findSource(options.folder, definition.file)
    if (!source) continue
    if (options.signal?.aborted) return
    yield { file: definition.file, source: source.name, outcome: await importOne({ ...options, definition, source }) }
  }
}

async function importOne(options: ImportOptions): Promise<ImportResult | Refusal> {
  try {
    return await importFile(options)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function findSource(folder: string, file: string): Promise<Source | undefined> {
  for (const name of [`${file}.csv`, `${file}.csv.gz`]) {
    const path = join(folder, name)
    const there = await access(path).then(
      () => true,
      () => false,
    )
    if (there) return sourceAt(path, name)
  }
  return undefined
}
