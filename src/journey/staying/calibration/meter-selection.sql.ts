import { type RawBuilder, sql } from 'kysely'
import { type Statement, statements } from '#platform/database'
import type { MeterSelection } from './meter-selection.contract.ts'

const likeOf = (typed: string): string => typed.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/** The day a meter's term ends: what came with it, or what the rule of law says. */
const dueOn = (today: Temporal.PlainDate) =>
  sql`coalesce(m.calibrated_until, calibration_end(m.commodity, m.kind, m.installed_on, ${today}::date))`

/** Where it hangs and whose contract runs there: the last contract of the place says it. */
const placed = sql`
  left join lateral (select s.* from supply s where s.market_location_id = m.market_location_id order by s.starts_on desc limit 1) s on true`

const runsToday = (today: Temporal.PlainDate) =>
  sql`(s.starts_on <= ${today}::date and (s.ends_on is null or s.ends_on >= ${today}::date))`

function conditionsOf(selection: MeterSelection, today: Temporal.PlainDate): RawBuilder<unknown>[] {
  const { commodity, kind, place, product, calibrationUntil, calibrationYear, lastReadBefore } = selection
  const words = (place ?? '').split(/\s+/).filter(Boolean)
  return [
    sql`m.removed_on is null`,
    ...(commodity ? [sql`m.commodity = ${commodity}`] : []),
    ...(kind ? [sql`m.kind = ${kind}`] : []),
    // Said a second time for the index: what came with the meter, or nothing came.
    ...(calibrationUntil
      ? [
          sql`(m.calibrated_until <= ${calibrationUntil}::date or m.calibrated_until is null)`,
          sql`${dueOn(today)} <= ${calibrationUntil}::date`,
        ]
      : []),
    ...(calibrationYear ? [sql`extract(year from ${dueOn(today)}) = ${calibrationYear}::int`] : []),
    ...(lastReadBefore
      ? [
          sql`not exists (select from reading g join register r on r.id = g.register_id
                 where r.meter_id = m.id and g.read_on >= ${lastReadBefore}::date and g.status in ('valid', 'in-check'))`,
        ]
      : []),
    ...words.map(
      (word) =>
        sql`(s.postal_code like ${`${likeOf(word)}%`} or s.street ilike ${`%${likeOf(word)}%`} or s.city ilike ${`%${likeOf(word)}%`})`,
    ),
    ...(product
      ? [
          sql`exists (select from supply_price p where p.contract_id = s.contract_id and p.product_name ilike ${`${likeOf(product)}%`}
                 and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date))`,
        ]
      : []),
  ]
}

/** Meters of a selection, each with its term, place and the contract that runs there today. */
export const selectedMeters = (selection: MeterSelection, today: Temporal.PlainDate): RawBuilder<unknown> => sql`
  select m.id as meter_id, m.meter_number, m.commodity, m.kind, m.installed_on, m.market_location_id, ${dueOn(today)} as due_on,
         m.calibrated_until is null as by_rule, s.street, s.house_number, s.postal_code, s.city,
         case when ${runsToday(today)} then s.customer_id end as customer_id
    from meter m ${placed}
   where ${sql.join(conditionsOf(selection, today), sql` and `)}`

export type DueRow = {
  meter_id: string
  meter_number: string
  commodity: 'power' | 'gas' | 'water' | 'heat'
  kind: 'conventional' | 'modern' | 'smart'
  installed_on: Temporal.PlainDate
  due_on: Temporal.PlainDate
  by_rule: boolean
  street: string | null
  house_number: string | null
  postal_code: string | null
  city: string | null
  customer_id: string | null
}

export const placeOfMeter = (row: DueRow): string | null =>
  row.street === null ? null : `${row.street} ${row.house_number}, ${row.postal_code} ${row.city}`

const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<Record<string, never>>()) as unknown as Statement<Row>

/** What falls due first, after the last one seen. */
export const dueMetersStatement = (
  selection: MeterSelection,
  page: {
    readonly today: Temporal.PlainDate
    readonly after: { readonly day?: string | undefined; readonly id?: string | undefined }
    readonly limit: number
  },
): Statement<DueRow> => {
  const { day, id } = page.after
  return compiled(sql`
    select * from (${selectedMeters(selection, page.today)}) d
     where ${day && id ? sql`(d.due_on, d.meter_id) > (${day}::date, ${id}::bigint)` : sql`true`}
     order by d.due_on, d.meter_id limit ${page.limit}`)
}

export type DueYearRow = { year: number; commodity: DueRow['commodity']; meters: number; ended: number }

export const dueYearsStatement = (selection: MeterSelection, today: Temporal.PlainDate): Statement<DueYearRow> =>
  compiled(sql`
    select extract(year from d.due_on)::int as year, d.commodity, count(*)::int as meters,
           count(*) filter (where d.due_on < ${today}::date)::int as ended
      from (${selectedMeters(selection, today)}) d group by 1, 2 order by 1, 2`)
