import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { ImportFile } from '../import-file.ts'
import { type Bindings, bind } from './load.sql.ts'
import { listRefusals } from './batches.sql.ts'

type NoTables = Record<string, never>

export type Loaded = {
  readonly rows: number
  readonly inserted: number
  readonly updated: number
  readonly refused: number
  readonly conflicting: number
}

const none: Loaded = { rows: 0, inserted: 0, updated: 0, refused: 0, conflicting: 0 }

export async function runStatements(tx: Tx, list: readonly string[]): Promise<void> {
  for (const statement of list) await sql.raw(statement).execute(tables<NoTables>(tx))
}

/**
 * Stores the staged lines of a range. If the database refuses the range for a reason that no check foresaw (a constraint),
 * the range is halved until the line is found that it refuses: that one is listed with the constraint, the rest goes in.
 */
export async function loadLines(
  tx: Tx,
  definition: ImportFile,
  list: readonly string[],
  bindings: Bindings,
): Promise<Loaded> {
  const on = tables<NoTables>(tx)
  await sql`savepoint lines`.execute(on)
  try {
    const loaded = await loadRange(tx, definition, list, bindings)
    await sql`release savepoint lines`.execute(on)
    return loaded
  } catch (error) {
    const refused = constraintOf(error)
    if (refused === undefined) throw error
    await sql`rollback to savepoint lines`.execute(on)
    await sql`release savepoint lines`.execute(on)
    return loadHalves(tx, definition, list, bindings, refused)
  }
}

async function loadHalves(
  tx: Tx,
  definition: ImportFile,
  list: readonly string[],
  bindings: Bindings,
  refused: string,
): Promise<Loaded> {
  const { from, to, batch } = bindings
  if (from >= to) {
    await listRefusals(tx, batch, [{ line: from, column: '', code: 'exchange.line.constraint', shown: refused }])
    return { ...none, rows: 1, refused: 1 }
  }
  const middle = Math.floor((from + to) / 2)
  const lower = await loadLines(tx, definition, list, { ...bindings, to: middle })
  const upper = await loadLines(tx, definition, list, { ...bindings, from: middle + 1 })
  return add(lower, upper)
}

const add = (a: Loaded, b: Loaded): Loaded => ({
  rows: a.rows + b.rows,
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  refused: a.refused + b.refused,
  conflicting: a.conflicting + b.conflicting,
})

async function loadRange(tx: Tx, definition: ImportFile, list: readonly string[], bindings: Bindings): Promise<Loaded> {
  const on = tables<NoTables>(tx)
  const loaded: Loaded[] = []
  for (const [at, statement] of list.entries()) {
    const result = await bind<Loaded>(statement, bindings).execute(on)
    loaded.push(result.rows[0] ?? none)
    for (const after of definition.loads[at]?.after ?? []) await bind(after, bindings).execute(on)
  }
  const [first = none, ...others] = loaded
  if (others.length === 0) return first
  return { ...(await countLanded(tx, bindings)), rows: first.rows }
}

/** With several loads a line counts once: as refused, else as a conflict, else as new, else as changed. */
async function countLanded(tx: Tx, bindings: Bindings): Promise<Omit<Loaded, 'rows'>> {
  const counted = await sql<Omit<Loaded, 'rows'>>`
    with line as (select line, array_agg(change) as changes from import_landed
                   where line between ${bindings.from}::bigint and ${bindings.to}::bigint group by line)
    select count(*) filter (where 'refused' = any(changes))::int as refused,
           count(*) filter (where 'conflict' = any(changes) and 'refused' <> all(changes))::int as conflicting,
           count(*) filter (where changes[1] = 'new' and 'refused' <> all(changes) and 'conflict' <> all(changes))::int as inserted,
           count(*) filter (where changes[1] <> 'new' and 'refused' <> all(changes) and 'conflict' <> all(changes))::int as updated
      from line`.execute(tables<NoTables>(tx))
  return counted.rows[0] ?? none
}

/** The constraint that refused a row, or the kind of value that the database could not take (SQLSTATE 22 and 23). */
function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  if (typeof code !== 'string' || !/^2[23]/.test(code)) return undefined
  return typeof constraint === 'string' ? constraint : code
}
