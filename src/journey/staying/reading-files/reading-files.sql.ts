import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<NoTables>()) as unknown as Statement<Row>

export type CompanyRow = { id: string; code: string; name: string; client_id: string | null }

export const companiesStatement = (): Statement<CompanyRow> =>
  compiled(sql`select id, code, name, client_id from reading_company order by name`)

/** A company by its code, or by the machine that delivers for it. */
export async function findCompany(
  tx: Tx,
  by: { readonly code: string } | { readonly clientId: string },
): Promise<CompanyRow | undefined> {
  const { rows } = await sql<CompanyRow>`
    select id, code, name, client_id from reading_company
     where ${'code' in by ? sql`code = ${by.code}` : sql`client_id = ${by.clientId}`}`.execute(tables<NoTables>(tx))
  return rows[0]
}

/** Makes a company, or gives it another name and machine. */
export async function putCompany(
  tx: Tx,
  company: { readonly code: string; readonly name: string; readonly clientId?: string | undefined },
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into reading_company (code, name, client_id, made_at)
            values (${company.code}, ${company.name}, ${company.clientId ?? null}, ${now})
            on conflict (code) do update set name = excluded.name, client_id = excluded.client_id`.execute(
    tables<NoTables>(tx),
  )
}

/** Notes that a file came; the same file again is the same note. @returns its id */
export async function noteFile(
  tx: Tx,
  file: {
    readonly companyId: string
    readonly batchId: string
    readonly channel: 'desk' | 'api'
    readonly staffId: string | null
    readonly now: Temporal.Instant
  },
): Promise<void> {
  await sql`insert into reading_file (company_id, batch_id, channel, staff_id, received_at)
            values (${file.companyId}, ${file.batchId}, ${file.channel}, ${file.staffId}, ${file.now})
            on conflict (company_id, batch_id) do nothing`.execute(tables<NoTables>(tx))
}

export type FileRow = {
  fileId: string
  batchId: string
  company: string
  channel: 'desk' | 'api'
  receivedAt: Temporal.Instant
  state: 'running' | 'stopped' | 'done' | 'failed'
  read: number
  inserted: number
  updated: number
  same: number
  refused: number
  questionable: number
}

/** The files of the last time, newest first. */
export const filesStatement = (): Statement<FileRow> =>
  compiled(sql`
    select f.id as "fileId", b.id as "batchId", c.name as company, f.channel, f.received_at as "receivedAt", b.state,
           b.rows_read::int as read, b.rows_new::int as inserted, b.rows_changed::int as updated, b.rows_same::int as same,
           b.rows_refused::int as refused,
           (select count(*)::int from reading_check_list l join reading_check_list_item i on i.list_id = l.id
             where l.origin = 'import:' || b.id) as questionable
      from reading_file f join reading_company c on c.id = f.company_id join import_batch b on b.id = f.batch_id
     order by f.id desc limit 50`)

/** The batch behind a file of a company; of a machine only its own. */
export async function batchOfFile(tx: Tx, batchId: string, clientId?: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select f.batch_id as id from reading_file f join reading_company c on c.id = f.company_id
     where f.batch_id = ${batchId} and (${clientId ?? null}::text is null or c.client_id = ${clientId ?? null})`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.id
}
