import { csvRow } from '../csv/write.ts'
import { toChangeAnswer } from '../changes/change-answer.ts'
import type { ChangeRow } from '../changes/changes.sql.ts'
import { columnName, type Json, type OutObject } from '../changes/out-object.ts'

/** Columns that every CSV file of changes begins with. */
const LEADING = ['change_id', 'occurred_at', 'fact', 'fields', 'object_id', 'customer_id'] as const

export const jsonLine = (row: ChangeRow): string => `${JSON.stringify(toChangeAnswer(row))}\n`

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

export const csvHeader = (object: OutObject): string =>
  `${[...LEADING, ...object.inFiles.map((path) => columnName(lastOf(path)))].join(';')}\n`

/** One change as a line, in the way in which exports are written: semicolons, formulas guarded (OWASP, CSV Injection). */
export function csvLine(object: OutObject, row: ChangeRow): string {
  const cells = [
    row.id,
    row.occurredAt.toString(),
    row.fact,
    row.fields.map(columnName).join(' '),
    row.objectId,
    row.customerId ?? '',
  ]
  return csvRow([...cells, ...object.inFiles.map((path) => textAt(row.state, path))])
}

function textAt(state: Json, path: string): string {
  const found = path.split('.').reduce<Json | undefined>((at, step) => (isObject(at) ? at[step] : undefined), state)
  return found === undefined || found === null ? '' : typeof found === 'object' ? JSON.stringify(found) : String(found)
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
