import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'

export type SeriesUnit = 'Wh' | 'l'
export type SeriesStatus = 'measured' | 'substituted' | 'provisional'

export type SeriesDay = {
  day: Temporal.PlainDate
  unit: SeriesUnit
  status: SeriesStatus
  total: string
  missing: number
}
export type SeriesRow = SeriesDay & { quarter_hours: (number | null)[] }
export type SeriesSpan = { first: Temporal.PlainDate | null; last: Temporal.PlainDate | null }

/** Row-level security says whose series these are, and for which days. */
const last = (registerId: string) =>
  sql`(select max(l.day) from interval_series l where l.register_id = ${registerId}::bigint)`
const columns = sql`day, unit, status, total, cardinality(array_positions(quarter_hours, null)) as missing`

const asStatement = <Row>(rows: ReturnType<typeof sql<Row>>): Statement<Row> =>
  statements<Record<string, never>>()
    .selectFrom(sql`(${rows})`.as('series'))
    .selectAll()
    .compile() as unknown as Statement<Row>

/** The values of one day of a register, of its last one if none is named. */
export const seriesOfDayStatement = (registerId: string, day: Temporal.PlainDate | undefined): Statement<SeriesRow> =>
  asStatement(sql<SeriesRow>`
    select ${columns}, quarter_hours from interval_series
     where register_id = ${registerId}::bigint and day = coalesce(${day ?? null}::date, ${last(registerId)})`)

/** Totals by day of a month, of the last one that has values if none is named; without the values themselves. */
export const seriesOfMonthStatement = (
  registerId: string,
  first: Temporal.PlainDate | undefined,
): Statement<SeriesDay> =>
  asStatement(sql<SeriesDay>`
    select ${columns} from interval_series
     where register_id = ${registerId}::bigint
       and day >= date_trunc('month', coalesce(${first ?? null}::date, ${last(registerId)})::timestamp)::date
       and day < (date_trunc('month', coalesce(${first ?? null}::date, ${last(registerId)})::timestamp) + interval '1 month')::date
     order by day`)

/** First and last day of a register's series; both null where there is none. */
export const seriesSpanStatement = (registerId: string): Statement<SeriesSpan> =>
  asStatement(sql<SeriesSpan>`
    select min(day) as first, max(day) as last from interval_series where register_id = ${registerId}::bigint`)
