import { apiAct, raw, staffMay } from '#platform/http'
import { auditAnswer, type AuditLine, type AuditQuery, auditQuery } from './audit.contract.ts'
import { type AuditFilter, auditStatement } from './audit.sql.ts'
import { csvOf } from './audit-csv.ts'
import { tables, transaction, type Tx } from '#platform/database'

const auditor = staffMay('audit.read')
const PAGE = 100
/** A month of a large desk; more is asked for month by month. */
const EXPORT_MAX = 50_000

const dayOf = (text: string | undefined) => (text === undefined ? undefined : Temporal.PlainDate.from(text))

/** Where to go on; what is no moment begins anew. */
function cursorOf(after: string | undefined): AuditFilter['after'] {
  const [happenedAt, id] = after?.split('~') ?? []
  if (!happenedAt || !id) return undefined
  try {
    return { happenedAt: Temporal.Instant.from(happenedAt), id }
  } catch {
    return undefined
  }
}

function filterOf(query: Omit<AuditQuery, 'after'> & { after?: string | undefined }, limit: number): AuditFilter {
  return {
    customer: query.customer,
    staff: query.staff,
    action: query.action,
    from: dayOf(query.from),
    until: dayOf(query.until),
    after: cursorOf(query.after),
    limit,
  }
}

async function linesOf(tx: Tx, filter: AuditFilter): Promise<AuditLine[]> {
  const { rows } = await tables<Record<string, never>>(tx).executeQuery(auditStatement(filter))
  return (rows as (Omit<AuditLine, 'happenedAt'> & { happenedAt: Temporal.Instant })[]).map((row) => ({
    ...row,
    happenedAt: row.happenedAt.toString(),
  }))
}

/** What was looked for in the log: who reads it is written into it, too. */
const asked = ({ query }: { readonly query: AuditQuery }): string =>
  Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')

export const auditRoutes = [
  apiAct({
    method: 'GET',
    path: '/desk/api/audit',
    who: auditor,
    contract: { query: auditQuery },
    answer: auditAnswer,
    says: 'What staff saw and changed, newest first, by customer, person, action and day.',
    audit: { action: 'read-audit', detail: asked },
    act: async (tx, { input }) => {
      const lines = await linesOf(tx, filterOf(input.query, PAGE + 1))
      const last = lines[PAGE - 1]
      return {
        lines: lines.slice(0, PAGE),
        next: lines.length > PAGE && last ? `${last.happenedAt}~${last.id}` : null,
      }
    },
  }),
  raw({
    method: 'GET',
    path: '/desk/api/audit.csv',
    who: auditor,
    contract: { query: auditQuery.omit({ after: true }) },
    says: 'The same as a file for a spreadsheet.',
    audit: { action: 'read-audit', detail: (input) => `csv ${asked(input)}` },
    handler: async (call, pools, _request, reply) => {
      const filter = filterOf(call.input.query, EXPORT_MAX)
      // Who asks has been checked by the rule of the route; the worker's role reads the table whole.
      const lines = await transaction(pools.worker, (tx) => linesOf(tx, filter))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(csvOf(lines))
    },
  }),
]
