import type { AnyFactKind } from '#company/journal'
import type { Column } from './columns.ts'
import type { Fault } from './fault.ts'

/**
 * How the lines of one file become rows, as its room says it. SQL is written by the room for its own tables; values of the
 * file never become part of it. Aliases: `s` is the staged line, `t` the row that is there, and each lookup has its own.
 */
export type ImportFile = {
  /** Name without ending: `market-locations`. */
  readonly file: string
  /** Object in the table leading_system. */
  readonly object: string
  /** In the order of docs/import-format.md; the first is the source key. */
  readonly columns: readonly Column[]
  /** Values made from others, for example a number without blanks for comparing. */
  readonly derived?: readonly Derived[]
  /** Checks over several cells of one line that need no table. */
  readonly checkLine?: (cell: CellOf) => { readonly column: string; readonly fault: Fault } | undefined
  /** Columns of the staged lines by which checks look for other lines of the same batch. */
  readonly stageIndexes?: readonly string[]
  /** Mostly one; a file whose lines feed two tables has two, in order. */
  readonly loads: readonly Load[]
  /** FROM clause and expressions that give the file back. */
  readonly exported: Exported
  /** The fact of a batch; without it facts.rowsImported is recorded. */
  readonly fact?: FactOfBatch
}

/** A cell of the line that is being checked, as it will be stored. */
export type CellOf = (column: string) => string | null

export type Derived = {
  readonly name: string
  readonly sqlType: Column['sqlType']
  readonly from: (cell: CellOf) => string | null
}

export type Load = {
  readonly table: string
  /** Finds the row that is there: column of `t` and the expression that it must equal. */
  readonly key: readonly (readonly [column: string, expression: string])[]
  readonly lookups?: readonly Lookup[]
  readonly checks?: readonly Check[]
  readonly fields: readonly Field[]
  /** Set in new rows only, beside key and fields. */
  readonly onInsert?: readonly (readonly [column: string, expression: string])[]
  /** Set in changed rows beside the fields. */
  readonly onUpdate?: readonly (readonly [column: string, expression: string])[]
  /** Table has row_version and changed_here_at. */
  readonly versioned: boolean
  /** Expression that names the row, where changes of it leave the house: only columns not taken over yet are left alone then. */
  readonly objectId?: string
  /** Says whether the row was changed here, where a lookup and not the table itself knows it. */
  readonly changedHere?: string
  /** Statements after the rows are in, over the temporary table `import_landed (line, change)`, in the same transaction. */
  readonly after?: readonly string[]
  /** References to lines of the same file that may come later; tried again at the end of the file. */
  readonly laterReferences?: LaterReferences
}

export type Lookup = {
  readonly alias: string
  readonly table: string
  /** Join condition. */
  readonly on: string
  /** The column that names the row; a line that names one that is not there is refused with the code, if there is one. */
  readonly column: string
  readonly code?: string
  /** Expression that is null where nothing was found; `ALIAS.id` if it is left out. */
  readonly found?: string
}

export type Check = { readonly column: string; readonly code: string; readonly refusedWhen: string }

export type Field = {
  readonly column: string
  /** Expression over `s` and lookups; `s.COLUMN` if it is left out. */
  readonly from?: string
  /** Column of the file that feeds it, if its name differs: a missing column leaves the row as it is. */
  readonly fedBy?: string
}

export type LaterReferences = {
  readonly column: string
  readonly code: string
  /** Lines whose reference is not set yet: select line, source key, reference. */
  readonly open: string
  /** Sets what is there now: an update `from open_reference o (line, source_key, reference)` that returns o.line. */
  readonly close: string
}

export type Exported = {
  readonly from: string
  readonly orderBy: string
  /** Expression per column; `t.COLUMN` where none is named. */
  readonly expressions?: Readonly<Record<string, string>>
}

export type BatchCounts = {
  readonly rows: number
  readonly inserted: number
  readonly updated: number
  readonly same: number
  readonly refused: number
  readonly conflicting: number
}

export type FactOfBatch = (
  batchId: string,
  counts: BatchCounts,
) => { readonly kind: AnyFactKind; readonly payload: unknown }
