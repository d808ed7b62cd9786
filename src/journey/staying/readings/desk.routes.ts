import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { apiAct, apiRead, ownOrigin, raw, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { customerOnFile } from '#company/customers'
import { taskByKey } from '#company/tasks'
import { enteredOf } from './answers.ts'
import { rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import { decideAboutReading } from './decide-reading.ts'
import {
  askAnswer,
  askBody,
  checkAnswer,
  decisionAnswer,
  decisionBody,
  deskEntryBody,
  registersAnswer,
} from './desk.contract.ts'
import { loadChecked } from './desk.sql.ts'
import { deskReadingOf, deskRegisterOf, storedJudgement } from './desk-view.ts'
import { checkTaskKey, enterReadings, YEARS_OF_HISTORY } from './enter-readings.ts'
import { newReadings } from './new-readings.ts'
import { photoStore } from './photo-store.ts'
import { loadPhoto, loadPhotos } from './photos.sql.ts'
import { enteredAnswer } from './readings.contract.ts'
import {
  type HistoryRow,
  historyStatement,
  loadHistory,
  loadRegisters,
  type RegisterRow,
  registersStatement,
} from './readings.sql.ts'
import { requestReadings } from './request-readings.ts'
import { type OpenRequestRow, openRequestsStatement } from './requests.sql.ts'

const agents = staffMay('readings.work')
const ofCustomer = z.strictObject({ id: id() })

const registersOfCustomer = apiRead({
  path: '/desk/api/customers/:id/registers',
  who: agents,
  contract: { params: ofCustomer },
  answer: registersAnswer,
  says: "A customer's registers of the last six years with all readings, open requests and the rules for entering.",
  reads: ({ input, now }) => {
    const customer = { id: input.params.id }
    const today = legalDay(now)
    const from = today.subtract({ years: YEARS_OF_HISTORY })
    return [
      registersStatement(customer, from, today),
      historyStatement(customer, from, 'all'),
      openRequestsStatement(customer),
      rulesStatement(today),
    ]
  },
  give: ([registers, history, requests, rules], { now }) => ({
    registers: (registers as RegisterRow[]).map((row) => deskRegisterOf(row, history as HistoryRow[], legalDay(now))),
    requests: (requests as OpenRequestRow[]).map((row) => ({
      requestId: row.id,
      due: row.due_on.toString(),
      askedAt: row.asked_at.toString(),
      marketLocationIds: row.market_location_ids,
    })),
    rules: rulesOf(rules ?? []),
  }),
})

const enterForCustomer = apiAct({
  method: 'POST',
  path: '/desk/api/customers/:id/readings',
  who: agents,
  contract: { params: ofCustomer, body: deskEntryBody },
  answer: enteredAnswer,
  status: 201,
  says: 'Takes in readings that a customer told by phone, at the counter or by letter; 422 with questions as for the customer.',
  act: async (tx, { input, who, now }) => {
    const { channel, ...sent } = input.body
    const actor = { kind: 'staff', id: who.staffId } as const
    const command = newReadings(sent, { customerId: input.params.id, source: 'agent', channel, actor, now })
    const entered = await enterReadings(tx, command)
    return enteredOf(entered)
  },
})

const askCustomer = apiAct({
  method: 'POST',
  path: '/desk/api/customers/:id/reading-requests',
  who: agents,
  contract: { params: ofCustomer, body: askBody },
  answer: askAnswer,
  status: 201,
  says: 'Asks a customer for readings by e-mail or letter, with a link that needs no sign-in.',
  act: async (tx, call) => {
    const { input, who, now } = call
    const { requestId, sentBy } = await requestReadings(tx, {
      customerId: input.params.id,
      marketLocationIds: input.body.marketLocationIds,
      due: Temporal.PlainDate.from(input.body.due),
      reason: input.body.reason,
      origin: ownOrigin(call),
      channel: 'desk',
      actor: { kind: 'staff', id: who.staffId },
      now,
    })
    return { requestId, sentBy }
  },
})

const readingToCheck = apiAct({
  method: 'GET',
  path: '/desk/api/readings/:id',
  who: agents,
  contract: { params: ofCustomer },
  answer: checkAnswer,
  says: 'Everything about one reading that somebody needs who decides about it.',
  act: async (tx, { input, now }) => {
    const reading = await loadChecked(tx, input.params.id, false)
    if (!reading) throw notFound()
    const customer = { id: reading.customer_id }
    const today = legalDay(now)
    const from = today.subtract({ years: YEARS_OF_HISTORY })
    const registers = await loadRegisters(tx, customer, from, today)
    const history = await loadHistory(tx, customer, from, 'all')
    const register = registers.findLast((row) => row.register_id === reading.register_id)
    const onFile = await customerOnFile(tx, reading.customer_id)
    if (!register || !onFile) throw notFound()
    const photos = await loadPhotos(tx, reading.id)
    const task = await taskByKey(tx, checkTaskKey(reading.id))
    return {
      reading: deskReadingOf(reading),
      rowVersion: reading.row_version,
      ...storedJudgement(reading.judgement, register.digits_after),
      channel: reading.channel,
      customer: { customerId: onFile.id, customerNumber: onFile.customerNumber, shownName: onFile.shownName },
      register: deskRegisterOf(register, history, today),
      photos: photos.map((photo) => ({
        photoId: photo.id,
        mediaType: photo.media_type,
        bytes: photo.bytes,
        href: `/desk/api/readings/${reading.id}/photos/${photo.id}`,
      })),
      task: task ? { taskId: task.id, state: task.state, due: task.due_on.toString() } : null,
    }
  },
})

const decide = apiAct({
  method: 'POST',
  path: '/desk/api/readings/:id/decision',
  who: agents,
  contract: { params: ofCustomer, body: decisionBody },
  answer: decisionAnswer,
  says: 'Accepts or refuses a reading in check; 409 if somebody was faster. Refused, the customer is asked again.',
  act: (tx, call) => {
    const { input, who, now } = call
    const { decision, rowVersion, note } = input.body
    const origin = ownOrigin(call)
    return decideAboutReading(tx, {
      readingId: input.params.id,
      decision,
      rowVersion,
      note,
      staffId: who.staffId,
      origin,
      now,
    })
  },
})

/**
 * A photo as somebody sent it is a stranger's file: it is never a page (nosniff, its own kind), loads and runs nothing
 * (sandbox), and opens as a download under a name of ours.
 */
const photo = raw({
  method: 'GET',
  path: '/desk/api/readings/:id/photos/:photo',
  who: agents,
  contract: { params: z.strictObject({ id: id(), photo: id() }) },
  says: 'A photo that was sent with a reading.',
  handler: async ({ input, settings }, pools, _request, reply) => {
    const { id: readingId, photo: photoId } = input.params
    const row = await transaction(pools.staff, (tx) => loadPhoto(tx, readingId, photoId))
    const bytes = row && (await photoStore(settings.KW_FILES).get(row.sha256))
    if (!row || !bytes) throw notFound()
    const name = `reading-${readingId}-${photoId}.${row.media_type.replace('image/', '')}`
    return reply
      .header('content-type', row.media_type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(bytes)
  },
})

export const deskReadingRoutes = [registersOfCustomer, enterForCustomer, askCustomer, readingToCheck, decide, photo]
