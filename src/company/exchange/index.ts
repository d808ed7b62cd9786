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
export { toChangeAnswer } from './changes/change-answer.ts'
export { changeRoutes } from './changes/changes.routes.ts'
export {
  type ColumnValues,
  columnName,
  fieldName,
  type Json,
  type ObjectState,
  type OutObject,
  type Touched,
} from './changes/out-object.ts'
export { sequenceChanges } from './changes/sequence-changes.ts'
export { receiveReceipt, type Receipt, type ReceiptSender } from './takeover/receive-receipt.ts'
export { writeDelta } from './delta/write-delta.ts'
export { csvHeader, csvLine, jsonLine } from './delta/delta-lines.ts'
export { type ReceiptFileResult, receiveReceiptFile } from './takeover/receive-file.ts'
export { Postman, type PostmanOptions } from './webhooks/postman.ts'
export { type Round, type RunningPostman, startPostman } from './webhooks/start-postman.ts'
export { type AddressRule, addressRule, ownNetworks } from './webhooks/receiver-address.ts'
export { isSigned, newWebhookSecret } from './webhooks/signature.ts'
export { clientWebhookRoutes } from './webhooks/client-webhooks.routes.ts'
export { enterClient } from './webhooks/webhook-acts.ts'
export { webhookRoutes } from './webhooks/webhooks.routes.ts'
export * from './web.ts'
export { applyLeads, applyLeadsJob } from './leading/apply-leads.job.ts'
export { leadingRoutes } from './leading/leading.routes.ts'
export { batchesGone, type ConflictRow, conflictsOf, countOpen } from './conflicts/conflicts.sql.ts'
export { canTake, decideConflict, withOurs } from './conflicts/decide-conflict.ts'
export { CsvReader, type CsvRecord, separatorOf } from './csv/reader.ts'
export { csvRow } from './csv/write.ts'
export { forgetStatesJob } from './upkeep.job.ts'
export { deltaRoutes } from './delta/delta.routes.ts'
