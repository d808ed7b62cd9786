export { type Column, day, decimal, oneOf, ruled, text, whole } from './columns.ts'
export type { Source } from './csv/source.ts'
export { sourceAt } from './csv/source.ts'
export { type ExportOptions, exportFile, exportFolder } from './exports/run-export.ts'
export { type Fault, fault, fileRefused, type LineFault } from './fault.ts'
export type { BatchCounts, CellOf, Check, Field, ImportFile, Load, Lookup } from './import-file.ts'
export {
  batchesStatement,
  batchStatement,
  type ImportBatch,
  refusalsStatement,
  toBatch,
  toLineFault,
} from './imports/batches.sql.ts'
export { type ImportOptions, type ImportProgress, importFile, type ImportResult } from './imports/run-import.ts'
export { type FolderResult, importFolder, type ImportFolderOptions } from './imports/run-folder.ts'
export { exchangeRefusals } from './refusals.ts'
