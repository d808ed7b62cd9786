import { id, z } from '#platform/contract'
import { apiAct, staff } from '#platform/http'
import { notFound } from '#platform/refusal'
import { trimDecimal } from './answers.ts'
import { guestReadingAnswer, listAnswer } from './desk.contract.ts'
import { loadList, loadListed } from './desk.sql.ts'
import { storedJudgement } from './desk-view.ts'
import { loadGuestReading } from './guest.sql.ts'

const agents = staff('agent')
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
    }
  },
})

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

export const deskListRoutes = [guestReading, implausible]
