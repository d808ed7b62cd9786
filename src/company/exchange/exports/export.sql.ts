import type { ImportFile } from '../import-file.ts'

const quoted = (name: string): string => `"${name}"`

/** See GUARDED in columns.ts: what a spreadsheet would run as a formula gets an apostrophe, which an import takes away. */
const guarded = (expression: string): string =>
  `case when ${expression} ~ '^''*[=+\\-@\\t\\r]' then '''' || ${expression} else ${expression} end`

/**
 * Plain decimals without zeros at the end. `1.234` could be read as a thousand and something in a German file, so exactly
 * three decimals after one to three digits get a zero more.
 */
const figure = (expression: string): string =>
  `regexp_replace(trim_scale((${expression})::numeric)::text, '^(-?[0-9]{1,3}\\.[0-9]{3})$', '\\10')`

/** The COPY that writes one file as docs/import-format.md describes it. */
export function exportStatement(definition: ImportFile): string {
  const { exported } = definition
  const columns = definition.columns.map((column) => {
    const expression = exported.expressions?.[column.name] ?? `t.${quoted(column.name)}`
    const written =
      column.writes === 'text' ? guarded(expression) : column.writes === 'number' ? figure(expression) : expression
    return `${written} as ${quoted(column.name)}`
  })
  const query = `select ${columns.join(', ')} from ${exported.from} order by ${exported.orderBy}`
  return `copy (${query}) to stdout (format csv, delimiter ';', header)`
}
