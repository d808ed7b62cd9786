import { sql } from 'kysely'
import type { SupplyView } from '#company/customers'
import { tables, type Tx } from '#platform/database'

export type GuestReadingTable = {
  id: string
  reference: string
  meter_number_typed: string
  contract_number_typed: string
  values_typed: string[]
  read_on: Temporal.PlainDate
  received_at: Temporal.Instant
  state: 'received' | 'taken-over' | 'unmatched'
  reading_ids: string[]
  customer_id: string | null
  unmatched_because: string | null
}
type GuestTables = { guest_reading: GuestReadingTable; supply: SupplyView }

export type NewGuestReading = {
  readonly reference: string
  readonly meterNumber: string
  readonly contractNumber: string
  readonly values: readonly string[]
  readonly day: Temporal.PlainDate
  readonly receivedAt: Temporal.Instant
}

/** Keeps what was typed. @returns the id, or undefined if this form was sent before */
export async function insertGuestReading(tx: Tx, guest: NewGuestReading): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into guest_reading (reference, meter_number_typed, contract_number_typed, values_typed, read_on, received_at)
    values (${guest.reference}, ${guest.meterNumber}, ${guest.contractNumber}, ${JSON.stringify(guest.values)}::jsonb,
            ${guest.day}, ${guest.receivedAt})
    on conflict (reference) do nothing returning id`.execute(tables<GuestTables>(tx))
  return rows[0]?.id
}

export const loadGuestReading = (tx: Tx, id: string): Promise<GuestReadingTable | undefined> =>
  tables<GuestTables>(tx).selectFrom('guest_reading').selectAll().where('id', '=', id).executeTakeFirst()

export type GuestMatchRow = {
  customer_id: string
  contract_number: string
  meter_number: string
  register_id: string
  obis: string
}

/**
 * Registers that may be meant: those of the meter by its number, and those of the contract as typed. Both are found by an
 * index; whether both numbers belong together is compared outside, tolerantly.
 */
export async function guestCandidates(
  tx: Tx,
  numberKey: string,
  contractNumbers: readonly string[],
  day: Temporal.PlainDate,
): Promise<GuestMatchRow[]> {
  const { rows } = await sql<GuestMatchRow>`
    select s.customer_id, s.contract_number, m.meter_number, r.id as register_id, r.obis
      from supply s
      join register r on r.market_location_id = s.market_location_id
      join meter m on m.id = r.meter_id
     where (s.contract_number = any(${[...contractNumbers]}::text[])
            or s.market_location_id in (select n.market_location_id from meter n where n.number_key = ${numberKey}))
       and ${day}::date between s.starts_on - 1 and coalesce(s.ends_on, 'infinity'::date)
       and ${day}::date between m.installed_on and coalesce(m.removed_on, 'infinity'::date)
     order by s.contract_number, m.id, r.obis
     limit 200`.execute(tables<GuestTables>(tx))
  return rows
}

/** What stands already for these registers, the day and the reason, and was not handed in by a guest. */
export async function knownOfDay(
  tx: Tx,
  registerIds: readonly string[],
  day: Temporal.PlainDate,
  reason: string,
): Promise<{ id: string; register_id: string; value: string }[]> {
  const { rows } = await sql<{ id: string; register_id: string; value: string }>`
    select id, register_id, value from reading
     where register_id = any(${[...registerIds]}::bigint[]) and read_on = ${day}::date and reason = ${reason}
       and status in ('valid', 'in-check') and channel <> 'guest'`.execute(tables<GuestTables>(tx))
  return rows
}

type GuestOutcome =
  | { readonly customerId: string; readonly readingIds: readonly string[] }
  /** Where it speaks against what stands there, `readingIds` name that. */
  | { readonly because: string; readonly customerId?: string; readonly readingIds?: readonly string[] }

export async function closeGuestReading(tx: Tx, id: string, outcome: GuestOutcome): Promise<void> {
  const about = { customer_id: outcome.customerId ?? null, reading_ids: [...(outcome.readingIds ?? [])] }
  await tables<GuestTables>(tx)
    .updateTable('guest_reading')
    .set(
      'because' in outcome
        ? { ...about, state: 'unmatched', unmatched_because: outcome.because }
        : { ...about, state: 'taken-over' },
    )
    .where('id', '=', id)
    .execute()
}
