import type { ReactNode } from 'react'
import {
  Cell,
  Column,
  Row,
  type Selection,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components'
import { classes } from '../components/classes.ts'
import { Icon } from '../components/icon.tsx'

/** A column: how its cell is drawn, and whether the caller can sort by it. Widths in pixels or shares ("2fr"). */
export type DataColumn<T> = {
  readonly key: string
  readonly label: string
  readonly unit?: string
  readonly kind?: 'text' | 'number'
  readonly width?: number | `${number}fr`
  readonly minWidth?: number
  readonly sortable?: boolean
  readonly cell: (row: T) => ReactNode
}

/** The order of a table; it belongs into the page's address, so the caller keeps it. */
export type DataSort = { readonly key: string; readonly descending: boolean }

/** Heights of the desk's dense rows in CSS pixels. */
const ROW_HEIGHT = 36

/**
 * A long table: only the rows in sight are in the page, the head stays, arrows move, Enter opens. The first column names
 * the row. Give the frame a height; the table fills it.
 */
export function DataTable<T extends { readonly id: string }>(props: {
  readonly label: string
  readonly columns: readonly DataColumn<T>[]
  readonly rows: readonly T[]
  readonly sort?: DataSort
  readonly onSort?: (sort: DataSort) => void
  readonly onOpen?: (id: string) => void
  readonly selectedId?: string | null
  readonly onSelect?: (id: string | null) => void
  readonly empty?: ReactNode
}) {
  const { columns, rows, sort, onSort, onOpen, onSelect, selectedId } = props
  const selection = onSelect && {
    selectionMode: 'single' as const,
    selectionBehavior: 'replace' as const,
    selectedKeys: selectedId == null ? [] : [selectedId],
    onSelectionChange: (keys: Selection) => onSelect(keys === 'all' ? null : (firstOf(keys) ?? null)),
  }
  const order: SortDescriptor | undefined = sort && {
    column: sort.key,
    direction: sort.descending ? 'descending' : 'ascending',
  }
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: ROW_HEIGHT }}>
      <Table
        aria-label={props.label}
        className="kw-d-table"
        sortDescriptor={order}
        onSortChange={({ column, direction }) =>
          onSort?.({ key: String(column), descending: direction === 'descending' })
        }
        onRowAction={onOpen && ((key) => onOpen(String(key)))}
        {...selection}
      >
        <TableHeader className="kw-d-table-head">
          {columns.map((column, index) => (
            <Column
              key={column.key}
              id={column.key}
              isRowHeader={index === 0}
              allowsSorting={column.sortable === true}
              width={column.width ?? null}
              minWidth={column.minWidth ?? null}
              textValue={column.label}
              className={classes('kw-d-column', column.kind === 'number' && 'kw-number') ?? ''}
            >
              {({ allowsSorting, sortDirection }) => (
                <ColumnHead column={column} sortable={allowsSorting} direction={sortDirection} />
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody items={rows} renderEmptyState={() => <div className="kw-d-empty">{props.empty}</div>}>
          {(row) => (
            <Row id={row.id} className="kw-d-row">
              {columns.map((column) => (
                <Cell key={column.key} className={classes('kw-d-cell', column.kind === 'number' && 'kw-number') ?? ''}>
                  {column.cell(row)}
                </Cell>
              ))}
            </Row>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  )
}

function firstOf(keys: Exclude<Selection, 'all'>): string | undefined {
  const [first] = keys
  return first === undefined ? undefined : String(first)
}

function ColumnHead<T>(props: {
  readonly column: DataColumn<T>
  readonly sortable: boolean
  readonly direction: 'ascending' | 'descending' | undefined
}) {
  const { column, sortable, direction } = props
  return (
    <span className="kw-d-column-head">
      <span className="kw-d-cut">
        {column.label}
        {column.unit && <span className="kw-unit"> {column.unit}</span>}
      </span>
      {sortable && (
        <Icon name={direction === undefined ? 'sortable' : direction === 'ascending' ? 'sortUp' : 'sortDown'} />
      )}
    </span>
  )
}
