import { type FolderResult, type ImportFolderOptions, importFolder } from '#company/exchange'
import { Refusal } from '#platform/refusal'
import { exchangeFiles } from './files.ts'
import { refusalText } from './texts.ts'

export type FilledFile = { readonly rows: number; readonly refused: number }

/**
 * Imports a folder that this program made itself, as that of the demo utility: a file that cannot be read is a fault.
 * @returns how many lines of each file went in and how many were refused
 */
export async function fillFromFolder(
  options: Omit<ImportFolderOptions, 'definitions'>,
): Promise<Readonly<Record<string, FilledFile>>> {
  const filled: Record<string, FilledFile> = {}
  for await (const result of importFolder({ ...options, definitions: exchangeFiles })) {
    filled[result.file] = countOf(result)
  }
  return filled
}

function countOf({ outcome }: FolderResult): FilledFile {
  if (outcome instanceof Refusal) throw new Error(refusalText('en', outcome.code, outcome.figures), { cause: outcome })
  const { read, refused, conflicting } = outcome.batch
  return { rows: read - refused - conflicting, refused: refused + conflicting }
}
