import { CompiledQuery, sql } from 'kysely'
import type { SupplyView } from '#company/customers'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { type CustomerRef, customerRef, forCustomer } from './customer-ref.ts'
import type { ReadingReason, ReadingSource } from './reading.ts'

export type RegisterTable = {
  id: string
  register_key: string
  meter_id: string
  obis: string
  rate: 'total' | 'high' | 'low'
  direction: 'consumption' | 'feed-in'
  market_location_id: string
  unit: 'kWh' | 'm3' | 'MWh'
  digits_before: number
  digits_after: number
  factor: string
}
type MeterTable = {
  id: string
  meter_number: string
  number_key: string
  commodity: 'power' | 'gas' | 'water' | 'heat'
  kind: 'conventional' | 'modern' | 'smart'
  market_location_id: string
  installed_on: Temporal.PlainDate
  removed_on: Temporal.PlainDate | null
  calibrated_until: Temporal.PlainDate | null
}
export type ReadingTable = {
  id: string
  register_id: string
  market_location_id: string
  read_on: Temporal.PlainDate
  value: string
  reason: ReadingReason
  source: ReadingSource
  status: 'valid' | 'in-check' | 'replaced' | 'refused'
  verdict: 'plausible' | 'questionable' | 'unknown'
  judgement: unknown
  estimate_reason: string | null
  estimate_factors: string | null
  explanation: string | null
  channel: string
  entered_by_kind: string
  entered_by_id: string | null
  entered_at: Temporal.Instant
  replaces_reading_id: string | null
  source_key: string | null
  row_version: number
}
export type StayingTables = {
  register: RegisterTable
  meter: MeterTable
  reading: ReadingTable
  supply: SupplyView
  /** Views of this room over `supply`: registers and readings within the days of a contract. */
  supplied_register: RegisterRow
  supplied_reading: HistoryRow & { customer_id: string; contract_id: string }
}

/** A register of a home with all that judging and showing it needs. */
export type RegisterRow = {
  customer_id: string
  contract_number: string
  register_key: string
  register_id: string
  meter_id: string
  meter_number: string
  meter_kind: MeterTable['kind']
  commodity: MeterTable['commodity']
  obis: string
  rate: RegisterTable['rate']
  direction: RegisterTable['direction']
  unit: RegisterTable['unit']
  digits_before: number
  digits_after: number
  factor: string
  installed_on: Temporal.PlainDate
  removed_on: Temporal.PlainDate | null
  market_location_id: string
  load_profile: string | null
  forecast_kwh: string | null
  contract_id: string
  starts_on: Temporal.PlainDate
  ends_on: Temporal.PlainDate | null
  site_id: string
  street: string
  house_number: string
  postal_code: string
  city: string
  location_hint: string | null
}

export const registerColumns = [
  's.customer_id',
  's.contract_number',
  'r.register_key',
  'r.id as register_id',
  'm.id as meter_id',
  'm.meter_number',
  'm.kind as meter_kind',
  'm.commodity',
  'r.obis',
  'r.rate',
  'r.direction',
  'r.unit',
  'r.digits_before',
  'r.digits_after',
  'r.factor',
  'm.installed_on',
  'm.removed_on',
  's.market_location_id',
  's.load_profile',
  's.forecast_kwh',
  's.contract_id',
  's.starts_on',
  's.ends_on',
  's.site_id',
  's.street',
  's.house_number',
  's.postal_code',
  's.city',
  's.location_hint',
] as const

/**
 * Registers that a customer had in a span of days: the contract ran (the evening before its first day counts, too) and the
 * meter hung there. The customer is named, and the view shows a customer's session the own rows only. A register stands there once
 * per contract.
 */
export const registersStatement = (
  customer: CustomerRef,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate = from,
): Statement<RegisterRow> => registersOfCustomer(customer, { from, to })

/** Registers of one customer that are shown and judged together; a property firm has some hundred. */
const REGISTERS_MAX = 2_000

const registersOfCustomer = forCustomer(
  (customer, { from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate }) =>
    statements<StayingTables>()
      .selectFrom('supplied_register as s')
      .selectAll()
      .where('s.customer_id', '=', customer)
      .where(sql<boolean>`s.starts_on - 1 <= ${to}::date and coalesce(s.ends_on, 'infinity'::date) >= ${from}::date`)
      .where(sql<boolean>`s.installed_on <= ${to}::date and coalesce(s.removed_on, 'infinity'::date) >= ${from}::date`)
      .orderBy('s.site_id')
      // Power first: it is what most people have and look for.
      .orderBy(sql`array_position(array['power', 'gas', 'heat', 'water'], s.commodity)`)
      .orderBy('s.meter_id')
      .orderBy('s.obis')
      .orderBy('s.starts_on')
      .limit(REGISTERS_MAX)
      .compile() as Statement<RegisterRow>,
)

export type HistoryRow = {
  id: string
  register_id: string
  read_on: Temporal.PlainDate
  value: string
  reason: ReadingReason
  source: ReadingSource
  status: ReadingTable['status']
  entered_at: Temporal.Instant
  explanation: string | null
  estimate_reason: string | null
  estimate_factors: string | null
  replaces_reading_id: string | null
}

/** What a page that also shows former values asks for; rules ask for those that count. */
export type WhichReadings = 'counting' | 'all'

/**
 * Readings that count, of all registers that the customer's contracts run over and within the contract's days, oldest first.
 * Six years are enough for judging and for the chart.
 */
export const historyStatement = (
  customer: CustomerRef,
  from: Temporal.PlainDate,
  which: WhichReadings = 'counting',
): Statement<HistoryRow> => historyOfCustomer[which](customer, { from })

const historyWith = (statuses: readonly ReadingTable['status'][]) =>
  forCustomer(
    (customer, { from }: { from: Temporal.PlainDate }) =>
      statements<StayingTables>()
        .selectFrom('supplied_reading as g')
        .select(['g.id', 'g.register_id', 'g.read_on', 'g.value', 'g.reason', 'g.source', 'g.status', 'g.explanation'])
        .select(['g.estimate_reason', 'g.estimate_factors', 'g.replaces_reading_id', 'g.entered_at'])
        // A reading at the seam of two contracts stands there twice.
        .distinctOn(['g.read_on', 'g.id'])
        .where('g.customer_id', '=', customer)
        .where('g.read_on', '>=', from)
        .where('g.status', 'in', statuses)
        .orderBy('g.read_on')
        .orderBy('g.id')
        .compile() as Statement<HistoryRow>,
  )

const historyOfCustomer = {
  counting: historyWith(['valid', 'in-check']),
  all: historyWith(['valid', 'in-check', 'replaced', 'refused']),
}

export const rowsOf = async <Row>(tx: Tx, statement: Statement<Row>): Promise<Row[]> =>
  (await tables<StayingTables>(tx).executeQuery(statement)).rows

/**
 * Locks the registers in order of their ids, so that two people entering at once are judged one after the other, and says
 * the ids that their readings will have.
 */
export function lockRegistersStatement(registerIds: readonly string[]): Statement<{ reading_id: string }> {
  const ordered = registerIds.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  return CompiledQuery.raw(LOCK_REGISTERS, [ordered]) as Statement<{ reading_id: string }>
}

const LOCK_REGISTERS = `
  select nextval('reading_id_seq') as reading_id, pg_advisory_xact_lock(hashtextextended('register:' || id, 0))
    from (select id from unnest($1::text[]) with ordinality as lock(id, place) order by place) ordered`

export const loadRegisters = (
  tx: Tx,
  customer: CustomerRef,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate = from,
): Promise<RegisterRow[]> => rowsOf(tx, registersStatement(customer, from, to))
export const loadHistory = (
  tx: Tx,
  customer: CustomerRef,
  from: Temporal.PlainDate,
  which: WhichReadings = 'counting',
): Promise<HistoryRow[]> => rowsOf(tx, historyStatement(customer, from, which))

export type NewReading = {
  /** From `lockRegistersStatement`. */
  id: string
  registerId: string
  marketLocationId: string
  readOn: Temporal.PlainDate
  value: string
  reason: ReadingReason
  source: ReadingSource
  status: 'valid' | 'in-check'
  verdict: ReadingTable['verdict']
  judgement: unknown
  explanation: string | null
  channel: string
  enteredByKind: string
  enteredById: string | null
  enteredAt: Temporal.Instant
  replacesReadingId: string | null
  sourceKey: string
}

/** Stores a reading after marking the one that it replaces. The former value stays. */
export function insertReadingStatements(reading: NewReading): Statement[] {
  const former = reading.replacesReadingId ? [CompiledQuery.raw(MARK_REPLACED, [reading.replacesReadingId])] : []
  const values = [
    reading.id,
    reading.registerId,
    reading.marketLocationId,
    reading.readOn,
    reading.value,
    reading.reason,
    reading.source,
    reading.status,
    reading.verdict,
    JSON.stringify(reading.judgement),
    reading.explanation,
    reading.channel,
    reading.enteredByKind,
    reading.enteredById,
    reading.enteredAt,
    reading.replacesReadingId,
    reading.sourceKey,
  ]
  return [...former, CompiledQuery.raw(INSERT_READING, values)]
}

const MARK_REPLACED = `update reading set status = 'replaced', row_version = row_version + 1 where id = $1`

const INSERT_READING = `
  insert into reading (id, register_id, market_location_id, read_on, value, reason, source, status, verdict, judgement, explanation,
                       channel, entered_by_kind, entered_by_id, entered_at, replaces_reading_id, source_key, changed_here_at)
  overriding system value
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, $16, $17, $15)`

export type SentReading = {
  id: string
  register_id: string
  value: string
  status: ReadingTable['status']
  verdict: ReadingTable['verdict']
  judgement: unknown
  read_on: Temporal.PlainDate
}

/**
 * A form as it was sent. It belongs to one customer: the same one of somebody else is another one. So is the same form with
 * another value: who goes back, mends a value and sends again means the new one.
 */
export type Submission = {
  readonly submission: string
  readonly day: Temporal.PlainDate
  readonly reason: ReadingReason
}
type SentEntry = { readonly registerId: string; readonly value: string }
const keyWithin = (sent: Submission, { registerId, value }: SentEntry): string =>
  `${sent.submission}:${registerId}:${sent.day}:${sent.reason}:${value}`

/** Says which form it came from; ends with the reading's own id, because a value that was replaced may be sent once more. */
export const sourceKeyOf = (customerId: string, sent: Submission, entry: SentEntry, readingId: string): string =>
  `form:${customerId}:${keyWithin(sent, entry)}:#${readingId}`

/**
 * What was stored with this submission before, each with its place among the entries: the same form sent twice is the same reading.
 * Only while it counts: who has sent another value since and comes back to the first means it anew. The lock that is held before
 * this is asked keeps two at once apart.
 */
export const submissionStatement = (
  customer: CustomerRef,
  sent: readonly (Submission & SentEntry)[],
): Statement<SentReading & { place: number }> =>
  readingsOfSubmission(customer, {
    registers: sent.map((one) => one.registerId),
    days: sent.map((one) => one.day.toString()),
    reasons: sent.map((one) => one.reason),
    keys: sent.map((one) => keyWithin(one, one)),
  })

type SentLists = {
  readonly registers: readonly string[]
  readonly days: readonly string[]
  readonly reasons: readonly string[]
  readonly keys: readonly string[]
}

const readingsOfSubmission = forCustomer(
  (customer, { registers, days, reasons, keys }: SentLists) =>
    sql`select (e.place - 1)::int as place, g.id, g.register_id, g.value, g.status, g.verdict, g.judgement, g.read_on
          from unnest(${registers}::bigint[], ${days}::date[], ${reasons}::text[], ${keys}::text[])
               with ordinality as e(register_id, day, reason, key, place)
          join reading g on g.register_id = e.register_id and g.read_on = e.day and g.reason = e.reason
                        and g.status in ('valid', 'in-check')
                        and split_part(g.source_key, ':#', 1) = 'form:' || ${customer} || ':' || e.key`.compile(
      statements<StayingTables>(),
    ) as Statement<SentReading & { place: number }>,
)

export type ReadingByIdRow = SentReading & RegisterRow & { explanation: string | null }

/** Readings by id with their registers: those within the contracts of the customer. */
export function readingsByIdStatement(
  ids: readonly string[],
  customer: CustomerRef = 'session',
): Statement<ReadingByIdRow> {
  return statements<StayingTables>()
    .selectFrom('reading as g')
    .innerJoin('register as r', 'r.id', 'g.register_id')
    .innerJoin('meter as m', 'm.id', 'r.meter_id')
    .innerJoin('supply as s', (join) =>
      join
        .onRef('s.market_location_id', '=', 'g.market_location_id')
        .on(sql<boolean>`g.read_on between s.starts_on - 1 and coalesce(s.ends_on, 'infinity'::date)`),
    )
    .select(registerColumns)
    .select(['g.id', 'g.value', 'g.status', 'g.verdict', 'g.judgement', 'g.read_on', 'g.explanation'])
    .where(sql<boolean>`g.id = any(${ids}::bigint[])`)
    .where('s.customer_id', '=', customerRef(customer))
    .orderBy('g.id')
    .compile() as Statement<ReadingByIdRow>
}

export const loadReadingsById = (tx: Tx, ids: readonly string[], customerId: string): Promise<ReadingByIdRow[]> =>
  rowsOf(tx, readingsByIdStatement(ids, { id: customerId }))

/** What became of a reading. */
export async function loadStatus(tx: Tx, id: string): Promise<ReadingTable['status'] | undefined> {
  const { rows } = await sql<Pick<ReadingTable, 'status'>>`select status from reading where id = ${id}`.execute(
    tables<StayingTables>(tx),
  )
  return rows[0]?.status
}
