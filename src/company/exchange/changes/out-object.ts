import type { Fact, FactContext } from '#company/journal'
import type { Tx } from '#platform/database'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One object that a fact says was changed here; `fields` in the words of the API, empty where the fact does not say which. */
export type Touched = { readonly objectId: string; readonly fields: readonly string[] }

/** An object as it stands, in the shape in which the API gives it. */
export type ObjectState = {
  readonly state: Json
  /** The object's own note of its last change here; null where the table has none or nothing is open. */
  readonly changedHereAt: Temporal.Instant | null
}

/** Values of columns as text, as a file of the import would carry them. */
export type ColumnValues = Readonly<Record<string, string | null>>

/**
 * What leaves the house: an object with the facts that change it and the way to read it. Each is composed in `apps` from the
 * room that owns it, because this room lies below all of them.
 */
export type OutObject = {
  /** As in the table leading_system: `customer`. */
  readonly object: string
  /** The scope that a machine needs to be told of it. */
  readonly scope: string
  /** Columns of the import by which leading systems are named, in the order of the page. */
  readonly columns: readonly string[]
  /** What of the state stands in a CSV file, as paths: `address.street` becomes the column `street`. */
  readonly inFiles: readonly string[]
  readonly touchedBy: (fact: Fact) => readonly Touched[]
  /** Columns that a field of the API consists of. */
  readonly columnsOf: (field: string) => readonly string[]
  /** States of the objects that are there. */
  readonly load: (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, ObjectState>>
  /** Takes the note "changed here" away if it is still that one, so that imports may change the row again. */
  readonly release?: (tx: Tx, objectId: string, changedHereAt: Temporal.Instant) => Promise<void>
  /** Columns as they stand, as text, for a decision between two values. Locks the row. */
  readonly values?: (tx: Tx, objectId: string, columns: readonly string[]) => Promise<ColumnValues | undefined>
  /** Stores values of another system over ours. @throws Refusal if the house does not take them */
  readonly take?: (tx: Tx, objectId: string, values: ColumnValues, context: FactContext) => Promise<void>
}

/** All columns, for a change that does not name its fields. */
export const columnsOfFields = (object: OutObject, fields: readonly string[]): readonly string[] =>
  fields.length === 0 ? object.columns : [...new Set(fields.flatMap((field) => object.columnsOf(field)))]

/** `houseNumber` as the import writes it: `house_number`. */
export const columnName = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** And back: `house_number` in the words of the API. */
export const fieldName = (column: string): string =>
  column.replaceAll(/_([a-z])/g, (_: string, letter: string) => letter.toUpperCase())
