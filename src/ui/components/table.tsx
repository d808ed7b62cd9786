import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** A column. Numbers stand right, in tabular figures, with their unit in the head. */
export type Column = {
  readonly key: string
  readonly label: ReactNode
  readonly kind?: 'text' | 'number'
  readonly unit?: string
}

/** A row by column key. `mark` sets it apart: a sum, or values that nobody has measured. */
export type Row = {
  readonly key: string
  readonly cells: Readonly<Record<string, ReactNode>>
  readonly mark?: 'sum' | 'estimated'
}

/** A table. Its first column names the row. On narrow pages it scrolls by itself and can be reached by keyboard. */
export function Table(props: {
  readonly id: string
  readonly caption: ReactNode
  readonly captionUnseen?: boolean
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}) {
  const { id, caption, columns, rows } = props
  return (
    // What scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
    <div className="kw-table-frame" role="region" aria-labelledby={`${id}-caption`} tabIndex={0}>
      <table className="kw-table" id={id}>
        <caption id={`${id}-caption`} className={props.captionUnseen ? 'kw-unseen' : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.kind === 'number' ? 'kw-number' : undefined}>
                {column.label}
                {column.unit && <span className="kw-unit"> {column.unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={row.mark && `kw-row-${row.mark}`}>
              {columns.map((column, index) => (
                <TableCell key={column.key} column={column} first={index === 0}>
                  {row.cells[column.key]}
                </TableCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TableCell(props: { readonly column: Column; readonly first: boolean; readonly children: ReactNode }) {
  const className = classes(props.column.kind === 'number' && 'kw-number')
  return props.first ? (
    <th scope="row" className={className}>
      {props.children}
    </th>
  ) : (
    <td className={className}>{props.children}</td>
  )
}
