import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import {
  batchStatement,
  type ImportBatch,
  importFile,
  type ImportFile,
  refusalsStatement,
  sourceAt,
  toBatch,
  toLineFault,
} from '#company/exchange'
import { systemClock } from '#platform/clock'
import { flight } from '#platform/database'
import { apiRead, machine, raw, type Route, serializerOf } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { openTaskForConflicts } from './conflicts.ts'
import { exchangeFiles, fileNames } from './files.ts'
import { batchPath, batchQuery, batchStatusAnswer, importPath, importQuery } from './imports.contract.ts'

/** A file through the API is kept on disk while it is read; larger ones go through `npm run import`. */
const MIB_MAX = 64
const LINES_PER_PAGE = 500

class SizeLimit extends Transform {
  #bytes = 0
  readonly #file: string
  constructor(file: string) {
    super()
    this.#file = file
  }
  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += piece.length
    if (this.#bytes <= MIB_MAX * 1_048_576) done(null, piece)
    else done(new Refusal(413, 'exchange.file.too-large', { figures: { file: this.#file, maximum: MIB_MAX } }))
  }
}

const answerOf = (batch: ImportBatch) => ({
  ...batch,
  startedAt: batch.startedAt.toString(),
  endedAt: batch.endedAt?.toString() ?? null,
})

const giveStatus = serializerOf(batchStatusAnswer)

function definitionOf(file: string): ImportFile {
  const found = exchangeFiles.find((definition) => definition.file === file)
  if (found) return found
  throw new Refusal(404, 'exchange.file.unknown', { figures: { file, known: fileNames.join(', ') } })
}

/** The body on disk: its hash must be known before the first line goes in, so that the same file goes on where it stopped. */
async function keepBody(request: FastifyRequest, file: string): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kundenwerk-import-'))
  const path = join(folder, `${randomUUID()}.csv`)
  try {
    await pipeline(request.raw, new SizeLimit(file), createWriteStream(path, { mode: 0o600 }))
    return { folder, path }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
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
    if (!request.headers['content-type']?.startsWith('text/csv')) throw new Refusal(415, 'platform.wrong-media-type')
    const name = `${definition.file}.csv`
    const { folder, path } = await keepBody(request, name)
    try {
      const source = await sourceAt(path, name)
      const numbers = input.query.numbers ? { numbers: input.query.numbers } : {}
      const { batch } = await importFile({ pool: pools.bulk, definition, source, now: systemClock.now, ...numbers })
      await openTaskForConflicts(pools.worker, batch, systemClock.now())
      const refused = await refusedLinesOf(pools.worker, batch.id, reason)
      return reply
        .header('location', `/api/imports/${batch.id}`)
        .type('application/json; charset=utf-8')
        .send(giveStatus({ import: answerOf(batch), refused }))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
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

function lineOf(row: unknown, reason: Reason) {
  const { line, column, code, shown } = toLineFault(row)
  return { line, column, code, reason: reason(code), value: shown }
}

async function refusedLinesOf(pool: Parameters<typeof flight>[0], batchId: string, reason: Reason) {
  const [rows = []] = await flight(pool, [refusalsStatement(batchId, 0, LINES_PER_PAGE)])
  return rows.map((row) => lineOf(row, reason))
}

export const exchangeRoutes: readonly Route[] = [send, status]
