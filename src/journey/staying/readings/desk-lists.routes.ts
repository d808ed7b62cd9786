import { id, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { apiAct, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { trimDecimal } from './answers.ts'
import { guestReadingAnswer, listAnswer, requestAnswer } from './desk.contract.ts'
import { loadList, loadListed } from './desk.sql.ts'
import { storedJudgement } from './desk-view.ts'
import { loadHome } from './enter-readings.ts'
import { expectedCount } from './expected-value.ts'
import { type GuestReadingTable, loadGuestReading } from './guest.sql.ts'
import { loadReadingsById } from './readings.sql.ts'
import { type HomeRegister, valueOf } from './home.ts'
import { loadRequest } from './remind.sql.ts'
import type { Weather } from '../profiles/share.ts'

const agents = staffMay('readings.work')
const params = z.strictObject({ id: id() })

const guestReading = apiAct({
  method: 'GET',
  path: '/desk/api/guest-readings/:id',
  who: agents,
  contract: { params },
  answer: guestReadingAnswer,
  says: 'What somebody typed who was not signed in, and why it could not be taken over.',
  act: async (tx, { input }) => {
    const guest = await loadGuestReading(tx, input.params.id)
    if (!guest) throw notFound()
    return {
      guestReadingId: guest.id,
      reference: guest.reference,
      meterNumber: guest.meter_number_typed,
      contractNumber: guest.contract_number_typed,
      values: guest.values_typed,
      day: guest.read_on.toString(),
      receivedAt: guest.received_at.toString(),
      state: guest.state,
      because: guest.unmatched_because,
      readingIds: guest.reading_ids,
      customerId: guest.customer_id,
      known: guest.state === 'unmatched' ? await knownAgainst(tx, guest) : [],
    }
  },
})

async function knownAgainst(tx: Tx, guest: GuestReadingTable) {
  if (guest.customer_id === null || guest.reading_ids.length === 0) return []
  const rows = await loadReadingsById(tx, guest.reading_ids, guest.customer_id)
  return rows.map((row) => ({
    readingId: row.id,
    meterNumber: row.meter_number,
    obis: row.obis,
    value: trimDecimal(row.value),
    day: row.read_on.toString(),
  }))
}

const request = apiAct({
  method: 'GET',
  path: '/desk/api/reading-requests/:id',
  who: agents,
  contract: { params },
  answer: requestAnswer,
  says: 'A request for readings, and what the meters probably showed on its day: the hint for an estimate.',
  act: async (tx, { input, now }) => {
    const asked = await loadRequest(tx, input.params.id)
    if (!asked) throw notFound()
    const customer = asked.customer_id
    const { registers, weather } = await loadHome(tx, customer, asked.due_on, now)
    const readable = registers.filter(
      (one) => one.row.meter_kind !== 'smart' && asked.market_location_ids.includes(one.row.market_location_id),
    )
    return {
      requestId: asked.id,
      customerId: customer,
      askedAt: asked.asked_at.toString(),
      due: asked.due_on.toString(),
      remindedAt: asked.reminded_at?.toString() ?? null,
      answeredAt: asked.answered_at?.toString() ?? null,
      registers: readable.map((one) => askedRegisterOf(registers, one, asked.due_on, weather)),
    }
  },
})

function askedRegisterOf(
  home: readonly HomeRegister[],
  one: HomeRegister,
  due: Temporal.PlainDate,
  weather: Weather | undefined,
): z.input<typeof requestAnswer>['registers'][number] {
  const { row } = one
  const last = one.readings.findLast((reading) => reading.status === 'valid')
  const expected = expectedCount(home, one, due, weather)
  const value = (count: number) => valueOf(count, one.register)
  return {
    registerId: row.register_id,
    meterNumber: row.meter_number,
    commodity: row.commodity,
    rate: row.rate,
    direction: row.direction,
    unit: row.unit,
    place: `${row.street} ${row.house_number}, ${row.postal_code} ${row.city}`,
    last: last ? { day: last.read_on.toString(), value: trimDecimal(last.value) } : null,
    expected: expected
      ? { value: value(expected.expected), low: value(expected.low), high: value(expected.high) }
      : null,
  }
}

/** A screen of a list; the next one begins after the last id. */
const LIST_ROWS = 100

const implausible = apiAct({
  method: 'GET',
  path: '/desk/api/reading-lists/:id',
  who: agents,
  contract: { params, query: z.strictObject({ after: id().optional() }) },
  answer: listAnswer,
  says: 'What was implausible in one batch of an import or of another system.',
  act: async (tx, { input }) => {
    const list = await loadList(tx, input.params.id)
    if (!list) throw notFound()
    const rows = await loadListed(tx, input.params.id, input.query.after ?? '0', LIST_ROWS)
    return {
      origin: list.origin,
      madeAt: list.made_at.toString(),
      total: list.total,
      readings: rows.map((row) => ({
        readingId: row.id,
        customerId: row.customer_id,
        meterNumber: row.meter_number,
        obis: row.obis,
        day: row.read_on.toString(),
        value: trimDecimal(row.value),
        causes: storedJudgement(row.judgement, 0).judgement?.causes ?? [],
        status: row.status,
      })),
      after: rows.length === LIST_ROWS ? (rows.at(-1)?.id ?? null) : null,
    }
  },
})

export const deskListRoutes = [guestReading, request, implausible]
