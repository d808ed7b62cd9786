import { sql } from 'kysely'
import { csvRow } from '#company/exchange'
import { legalDay } from '#platform/calendar'
import { tables, type Tx } from '#platform/database'
import { notFound } from '#platform/refusal'
import { expectedCount } from '../readings/expected-value.ts'
import { countOf, deviceReadingsOf, type HomeRegister, registerOf, valueOf } from '../readings/home.ts'
import { historyOf } from '../readings/history.ts'
import { historyOfPlaces, registersOfPlaces } from '../readings/judge-batch.sql.ts'
import type { HistoryRow, RegisterRow } from '../readings/readings.sql.ts'
import { currentWeather } from '../readings/weather.ts'
import type { Weather } from '../profiles/share.ts'

/** Columns of the order, as docs/reading-files.md describes them. */
export const orderColumns = [
  'order_key',
  'work',
  'due_on',
  'name',
  'street',
  'house_number',
  'postal_code',
  'city',
  'location_hint',
  'meter_number',
  'commodity',
  'register_key',
  'obis',
  'unit',
  'digits_before',
  'digits_after',
  'last_read_on',
  'value_from',
  'value_to',
] as const

type Ordered = {
  id: string
  purpose: 'reading' | 'exchange'
  due_on: Temporal.PlainDate
  shown_name: string
  market_location_ids: string[]
  meter_ids: string[]
}

/** Customers whose places are in memory at once, with their readings. */
const CHUNK = 200

/**
 * The lines of the order: everybody of the campaign who was asked by a company and has not answered yet; one line for each register.
 * The last value itself stays here: who reads must read, and not copy what is expected. The band is wide enough to find a slip.
 */
export async function orderLines(tx: Tx, campaignId: string, now: Temporal.Instant): Promise<string[]> {
  const on = tables<Record<string, never>>(tx)
  const known = await sql`select 1 from reading_campaign where id = ${campaignId}`.execute(on)
  if (known.rows.length === 0) throw notFound()
  const weather = await currentWeather(tx, now)
  const lines = [`\ufeff${csvRow(orderColumns)}`]
  for (let after = '0'; ; ) {
    const { rows } = await sql<Ordered>`
      select m.id, c.purpose, c.due_on, coalesce(k.company_name, concat_ws(' ', k.first_name, k.last_name)) as shown_name,
             m.market_location_ids, m.meter_ids
        from reading_campaign_member m
        join reading_campaign c on c.id = m.campaign_id
        join customer k on k.id = m.customer_id
       where m.campaign_id = ${campaignId} and m.channel = 'company' and m.state = 'asked' and m.answered_at is null
         and m.id > ${after}::bigint
       order by m.id limit ${CHUNK}`.execute(on)
    const last = rows.at(-1)
    if (!last) return lines
    after = last.id
    lines.push(...(await linesOf(tx, rows, weather, legalDay(now))))
  }
}

async function linesOf(
  tx: Tx,
  ordered: readonly Ordered[],
  weather: Weather | undefined,
  today: Temporal.PlainDate,
): Promise<string[]> {
  const places = [...new Set(ordered.flatMap((one) => one.market_location_ids))]
  const registers = Map.groupBy(await registersOfPlaces(tx, places), (row) => row.market_location_id)
  const history = Map.groupBy(await historyOfPlaces(tx, places), (row) => row.register_id)
  return ordered.flatMap((one) => {
    const hanging = one.market_location_ids
      .flatMap((id) => registers.get(id) ?? [])
      .filter((row) => row.removed_on === null && one.meter_ids.includes(row.meter_id))
    const home = hanging.map((row) => homeRegisterOf(row, history.get(row.register_id) ?? []))
    return home.map((at) => lineOf(one, at, home, weather, today))
  })
}

const homeRegisterOf = (row: RegisterRow, readings: readonly HistoryRow[]): HomeRegister => ({
  row,
  register: registerOf(row),
  history: historyOf([deviceReadingsOf(row, readings)]),
  rows: readings,
  readings,
})

function lineOf(
  order: Ordered,
  at: HomeRegister,
  home: readonly HomeRegister[],
  weather: Weather | undefined,
  today: Temporal.PlainDate,
): string {
  const { row, register } = at
  const last = at.readings.at(-1)
  const day = Temporal.PlainDate.compare(order.due_on, today) < 0 ? today : order.due_on
  const band = expectedCount(home, at, day, weather)
  const from = last ? countOf(last.value, register) : undefined
  return csvRow([
    `K${order.id}-${row.register_id}`,
    order.purpose,
    order.due_on.toString(),
    order.shown_name,
    row.street,
    row.house_number,
    row.postal_code,
    row.city,
    row.location_hint ?? '',
    row.meter_number,
    row.commodity,
    row.register_key,
    row.obis,
    row.unit,
    String(row.digits_before),
    String(row.digits_after),
    last?.read_on.toString() ?? '',
    // From the last value on; a counter that may pass zero meanwhile has no lower bound.
    band && from !== undefined && band.high >= from ? valueOf(from, register) : '',
    band ? valueOf(band.high, register) : '',
  ])
}
