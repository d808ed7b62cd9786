import { id, z } from '#platform/contract'
import { sendTogether, transaction } from '#platform/database'
import { apiAct, apiRead, raw, type Route, staffMay } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import {
  contactAnswer,
  contactFileAnswer,
  contactRecordedAnswer,
  contactsAnswer,
  contactsQuery,
  correctContactBody,
  correctedContactAnswer,
  proposalAnswer,
  recordContactBody,
  topicsAnswer,
} from './contact.contract.ts'
import { scanStore, SCAN_MIB_MAX, scanTypeOf, shownFileName } from './contact-files.ts'
import {
  CONTACTS_PAGE,
  type ContactRow,
  contactsStatement,
  contactStatement,
  insertFile,
  latelyStatement,
  loadFile,
  type TopicRow,
  topicsStatement,
} from './contacts.sql.ts'
import { likelyTopics } from './likely-topics.ts'
import { correctContact, recordContact } from './record-contact.ts'

const readers = staffMay('contacts.see')
const writers = staffMay('contacts.write')
const params = z.strictObject({ id: id() })

const answerOf = ({ beganAt, ...row }: ContactRow) => ({ ...row, beganAt: beganAt.toString() })

/** Where a list goes on: time and id of the last one shown. */
export const cursorOf = (row: { beganAt: Temporal.Instant; id: string }): string => `${row.beganAt}_${row.id}`
export function beforeOf(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at, contactId] = cursor?.split('_') ?? []
  if (!at || !contactId) return undefined
  try {
    return { at: Temporal.Instant.from(at).toString(), id: contactId }
  } catch {
    return undefined
  }
}

const ofCustomer = apiRead({
  path: '/desk/api/customers/:id/contacts',
  who: readers,
  contract: { params, query: contactsQuery },
  answer: contactsAnswer,
  says: 'Contacts of a customer, the newest first.',
  reads: ({ input }) => [contactsStatement(input.params.id, beforeOf(input.query.before))],
  give: ([rows]) => {
    const all = rows as ContactRow[]
    const shown = all.slice(0, CONTACTS_PAGE)
    const last = shown.at(-1)
    return { contacts: shown.map(answerOf), next: all.length > CONTACTS_PAGE && last ? cursorOf(last) : null }
  },
})

const one = apiRead({
  path: '/desk/api/contacts/:id',
  who: readers,
  contract: { params },
  answer: contactAnswer,
  says: 'One contact.',
  reads: ({ input }) => [contactStatement(input.params.id)],
  give: ([rows]) => {
    const row = (rows as ContactRow[])[0]
    if (!row) throw notFound()
    return answerOf(row)
  },
})

const topics = apiRead({
  path: '/desk/api/contact-topics',
  who: readers,
  contract: {},
  answer: topicsAnswer,
  says: 'What contacts can be about.',
  reads: () => [topicsStatement()],
  give: ([rows]) => ({ topics: rows as TopicRow[] }),
})

const propose = apiAct({
  method: 'GET',
  path: '/desk/api/customers/:id/contact-proposal',
  who: readers,
  contract: { params },
  answer: proposalAnswer,
  says: 'Topics for a new contact of a customer, likely ones first: by what happened to them lately.',
  act: async (tx, { input, now }) => {
    const [known, lately] = (await sendTogether(tx, [topicsStatement(), latelyStatement(input.params.id, now)])) as [
      TopicRow[],
      { name: string; topic: string | null; at: Temporal.Instant }[],
    ]
    const likely = likelyTopics(
      lately.map(({ name, topic, at }) => ({
        name,
        ...(topic && { topic }),
        daysAgo: at.until(now).total('hours') / 24,
      })),
    )
    const first = likely.flatMap((code) => known.filter((topic) => topic.code === code))
    return { topics: [...first, ...known.filter((topic) => !likely.includes(topic.code))], likely: first.length }
  },
})

const record = apiAct({
  method: 'POST',
  path: '/desk/api/contacts',
  who: writers,
  contract: { body: recordContactBody },
  answer: contactRecordedAnswer,
  status: 201,
  says: 'Notes a contact, and opens the task that it leaves in the same transaction.',
  act: (tx, { input, who, now }) => recordContact(tx, input.body, { staffId: who.staffId, now }),
})

const correct = apiAct({
  method: 'PATCH',
  path: '/desk/api/contacts/:id',
  who: writers,
  contract: { params, body: correctContactBody },
  answer: correctedContactAnswer,
  says: 'Corrects topic, phase and outcome of a contact.',
  act: async (tx, { input, who, now }) => {
    await correctContact(tx, input.params.id, input.body, { staffId: who.staffId, now })
    return { rowVersion: input.body.rowVersion + 1 }
  },
})

const addFile = raw({
  method: 'POST',
  path: '/desk/api/contacts/:id/files',
  who: writers,
  contract: { params },
  says: 'Adds a scan to a contact: one file (PDF, JPEG or PNG, at most 10 MiB) as multipart/form-data.',
  handler: async ({ input, who, now, settings }, pools, request, reply) => {
    if (!request.isMultipart()) throw new Refusal(415, 'platform.wrong-media-type')
    const sent = await request.file({ limits: { fileSize: SCAN_MIB_MAX * 1_048_576, files: 1 } })
    const bytes = await sent?.toBuffer()
    if (!sent || !bytes || bytes.length === 0) throw new Refusal(422, 'customers.no-scan')
    if (sent.file.truncated) throw new Refusal(413, 'customers.scan-too-large', { figures: { maximum: SCAN_MIB_MAX } })
    const mediaType = scanTypeOf(bytes)
    if (!mediaType) throw new Refusal(422, 'customers.no-scan')
    const sha256 = await scanStore(settings.KW_FILES).put(bytes)
    const file = { sha256, name: shownFileName(sent.filename), mediaType, bytes: bytes.length }
    const fileId = await transaction(pools.staff, (tx) =>
      insertFile(tx, input.params.id, { ...file, staffId: who.staffId, now }),
    )
    if (!fileId) throw notFound()
    return reply.status(201).send(contactFileAnswer.parse({ fileId }))
  },
})

/** A stranger's file: never a page, loads and runs nothing, opens as a download. */
const getFile = raw({
  method: 'GET',
  path: '/desk/api/contacts/:id/files/:file',
  who: readers,
  contract: { params: z.strictObject({ id: id(), file: id() }) },
  says: 'A scan of a contact.',
  handler: async ({ input, settings }, pools, _request, reply) => {
    const row = await transaction(pools.staff, (tx) => loadFile(tx, input.params.id, input.params.file))
    const bytes = row && (await scanStore(settings.KW_FILES).get(row.sha256))
    if (!row || !bytes) throw notFound()
    return reply
      .header('content-type', row.mediaType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(bytes)
  },
})

export const deskContactRoutes: readonly Route[] = [ofCustomer, one, topics, propose, record, correct, addFile, getFile]
