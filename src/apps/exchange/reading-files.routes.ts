import type { FastifyRequest } from 'fastify'
import { csvRow, type ImportBatch, importFile, refusalsStatement, toLineFault } from '#company/exchange'
import {
  batchOfFile,
  companiesStatement,
  companyReadingsFile,
  type CompanyRow,
  type FileRow,
  filesStatement,
  findCompany,
  noteFile,
  putCompany,
} from '#journey/staying'
import {
  companyMadeAnswer,
  companyParams,
  fileParams,
  newCompanyBody,
  readingFilesAnswer,
  refusedLinesAnswer,
  refusedQuery,
} from '#journey/staying/web'
import { systemClock } from '#platform/clock'
import { flight, type Pools, sendTogether, transaction } from '#platform/database'
import { apiAct, apiRead, machine, raw, type Route, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { answerOf, giveStatus, lineOf, LINES_PER_PAGE, refusedLinesOf } from './imports.routes.ts'
import { withBody } from './keep-body.ts'

const readers = staffMay('campaigns.see')
const workers = staffMay('readings.work')
const runners = staffMay('campaigns.run')
const deliverers = machine('reading-files:write')
const NAME = 'company-readings.csv'

type By = { readonly channel: 'desk' | 'api'; readonly staffId: string | null }

/** Takes in a file of a company: streamed, and gone on with where it stopped if the same file comes again. */
const takeIn = (
  pools: Pools,
  request: FastifyRequest,
  company: CompanyRow | undefined,
  by: By,
): Promise<ImportBatch> => {
  if (!company) throw notFound()
  return withBody(request, NAME, async (source) => {
    const definition = companyReadingsFile(company.code)
    const { batch } = await importFile({ pool: pools.bulk, definition, source, now: systemClock.now })
    const now = systemClock.now()
    await transaction(pools.worker, (tx) => noteFile(tx, { companyId: company.id, batchId: batch.id, ...by, now }))
    return batch
  })
}

const list = apiRead({
  path: '/desk/api/reading-files',
  who: readers,
  contract: {},
  answer: readingFilesAnswer,
  says: 'Reading companies, and the files they brought with what became of their lines.',
  reads: () => [companiesStatement(), filesStatement()],
  give: ([companies, files]) => ({
    companies: (companies as CompanyRow[]).map(({ code, name, client_id }) => ({ code, name, clientId: client_id })),
    files: (files as FileRow[]).map((file) => ({ ...file, receivedAt: file.receivedAt.toString() })),
  }),
})

const makeCompany = apiAct({
  method: 'POST',
  path: '/desk/api/reading-companies',
  who: runners,
  contract: { body: newCompanyBody },
  answer: companyMadeAnswer,
  status: 201,
  says: 'Makes a reading company, or gives it another name and machine.',
  act: async (tx, { input: { body }, now }) => {
    await putCompany(tx, body, now)
    return { code: body.code }
  },
})

const upload = raw({
  method: 'POST',
  path: '/desk/api/reading-companies/:code/files',
  who: workers,
  contract: { params: companyParams },
  says: 'Takes in a CSV file of a reading company (docs/reading-files.md) and answers what became of its lines.',
  handler: async ({ input, who, reason }, pools, request, reply) => {
    const company = await transaction(pools.worker, (tx) => findCompany(tx, { code: input.params.code }))
    const batch = await takeIn(pools, request, company, { channel: 'desk', staffId: who.staffId })
    const refused = await refusedLinesOf(pools.worker, batch.id, reason)
    return reply.type('application/json; charset=utf-8').send(giveStatus({ import: answerOf(batch), refused }))
  },
})

const deliver = raw({
  method: 'POST',
  path: '/api/reading-files',
  who: deliverers,
  sandbox: false,
  contract: {},
  says: 'A reading company delivers its CSV file (docs/reading-files.md); its machine is known, so only its own.',
  handler: async ({ who, reason }, pools, request, reply) => {
    const company = await transaction(pools.worker, (tx) => findCompany(tx, { clientId: who.clientId }))
    const batch = await takeIn(pools, request, company, { channel: 'api', staffId: null })
    const refused = await refusedLinesOf(pools.worker, batch.id, reason)
    return reply
      .header('location', `/api/reading-files/${batch.id}/refused`)
      .type('application/json; charset=utf-8')
      .send(giveStatus({ import: answerOf(batch), refused }))
  },
})

const refusedOwn = apiAct({
  method: 'GET',
  path: '/api/reading-files/:id/refused',
  who: deliverers,
  sandbox: false,
  contract: { params: fileParams, query: refusedQuery },
  answer: refusedLinesAnswer,
  says: 'Refused lines of an own file with the reason of each, 500 at a time.',
  act: async (tx, { input, who, reason }) => {
    const batchId = await batchOfFile(tx, input.params.id, who.clientId)
    if (!batchId) throw notFound()
    const [rows = []] = await sendTogether(tx, [refusalsStatement(batchId, input.query.afterLine ?? 0, LINES_PER_PAGE)])
    const refused = rows.map((row) => lineOf(row, reason))
    return { refused, afterLine: refused.length === LINES_PER_PAGE ? (refused.at(-1)?.line ?? null) : null }
  },
})

const refusedFile = raw({
  method: 'GET',
  path: '/desk/api/reading-files/:id/refused.csv',
  who: readers,
  contract: { params: fileParams },
  says: 'All refused lines of a file with the reason of each, as CSV to send back to the company.',
  handler: async ({ input, reason }, pools, _request, reply) => {
    const batchId = await transaction(pools.worker, (tx) => batchOfFile(tx, input.params.id))
    if (!batchId) throw notFound()
    const lines = [csvRow(['line', 'column', 'code', 'reason', 'value'])]
    for (let after = 0; ; ) {
      const [rows = []] = await flight(pools.worker, [refusalsStatement(batchId, after, LINES_PER_PAGE)])
      const found = rows.map(toLineFault)
      for (const { line, column, code, shown } of found)
        lines.push(csvRow([String(line), column, code, reason(code), shown ?? '']))
      const last = found.at(-1)
      if (!last || found.length < LINES_PER_PAGE) break
      after = last.line
    }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="abgelehnt-${batchId}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(`\ufeff${lines.join('')}`)
  },
})

export const readingFileRoutes: readonly Route[] = [list, makeCompany, upload, deliver, refusedOwn, refusedFile]
