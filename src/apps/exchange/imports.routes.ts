import {
  batchStatement,
  type ImportBatch,
  importFile,
  type ImportFile,
  refusalsStatement,
  toBatch,
  toLineFault,
} from '#company/exchange'
import { systemClock } from '#platform/clock'
import { flight } from '#platform/database'
import { apiRead, machine, raw, type Route, serializerOf } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { openTaskForConflicts } from './conflicts.ts'
import { exchangeFiles, fileNames } from './files.ts'
import { withBody } from './keep-body.ts'
import { batchPath, batchQuery, batchStatusAnswer, importPath, importQuery } from './imports.contract.ts'

export const LINES_PER_PAGE = 500

export const answerOf = (batch: ImportBatch) => ({
  ...batch,
  startedAt: batch.startedAt.toString(),
  endedAt: batch.endedAt?.toString() ?? null,
})

export const giveStatus = serializerOf(batchStatusAnswer)

function definitionOf(file: string): ImportFile {
  const found = exchangeFiles.find((definition) => definition.file === file)
  if (found) return found
  throw new Refusal(404, 'exchange.file.unknown', { figures: { file, known: fileNames.join(', ') } })
}

const send = raw({
  method: 'POST',
  path: '/api/imports/:file',
  who: machine('imports:write'),
  sandbox: false,
  contract: { params: importPath, query: importQuery },
  says: 'Imports one CSV file (text/csv, at most 64 MiB) of docs/import-format.md and answers what became of its lines.',
  handler: async ({ input, reason }, pools, request, reply) => {
    const definition = definitionOf(input.params.file)
    return withBody(request, `${definition.file}.csv`, async (source) => {
      const numbers = input.query.numbers ? { numbers: input.query.numbers } : {}
      const { batch } = await importFile({ pool: pools.bulk, definition, source, now: systemClock.now, ...numbers })
      await openTaskForConflicts(pools.worker, batch, systemClock.now())
      const refused = await refusedLinesOf(pools.worker, batch.id, reason)
      return reply
        .header('location', `/api/imports/${batch.id}`)
        .type('application/json; charset=utf-8')
        .send(giveStatus({ import: answerOf(batch), refused }))
    })
  },
})

const status = apiRead({
  path: '/api/imports/:id',
  who: machine('imports:write'),
  sandbox: false,
  contract: { params: batchPath, query: batchQuery },
  says: 'How far an import is and which lines were refused, 500 at a time.',
  answer: batchStatusAnswer,
  reads: ({ input }) => [
    batchStatement(input.params.id),
    refusalsStatement(input.params.id, input.query.afterLine ?? 0, LINES_PER_PAGE),
  ],
  give: ([batches, refusals], { reason }) => {
    const batch = batches?.[0]
    if (!batch) throw notFound()
    return { import: answerOf(toBatch(batch)), refused: (refusals ?? []).map((row) => lineOf(row, reason)) }
  },
})

type Reason = (code: string) => string

export function lineOf(row: unknown, reason: Reason) {
  const { line, column, code, shown } = toLineFault(row)
  return { line, column, code, reason: reason(code), value: shown }
}

export async function refusedLinesOf(pool: Parameters<typeof flight>[0], batchId: string, reason: Reason) {
  const [rows = []] = await flight(pool, [refusalsStatement(batchId, 0, LINES_PER_PAGE)])
  return rows.map((row) => lineOf(row, reason))
}

export const exchangeRoutes: readonly Route[] = [send, status]
