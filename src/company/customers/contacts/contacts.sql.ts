import { sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'
import type { ContactAnswer, RecordContact } from './contact.contract.ts'

type NoTables = Record<string, never>
const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<NoTables>()) as unknown as Statement<Row>

export type ContactRow = Omit<ContactAnswer, 'beganAt'> & { beganAt: Temporal.Instant }

const columns = sql`
  c.id, c.customer_id as "customerId", c.channel, c.direction, c.topic, c.phase, c.outcome, c.solved, c.verification,
  c.began_at as "beganAt", c.duration_s as "durationS", c.note, c.task_id as "taskId", staff_name(c.entered_by) as "enteredByName",
  c.row_version as "rowVersion",
  coalesce((select json_agg(json_build_object('id', f.id::text, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes) order by f.id)
              from contact_file f where f.contact_id = c.id), '[]') as files`

export const CONTACTS_PAGE = 30

/** Contacts of a customer, the newest first. */
export const contactsStatement = (customerId: string, before?: { at: string; id: string }): Statement<ContactRow> =>
  compiled(sql`
    select ${columns} from contact c
     where c.customer_id = ${customerId} ${before ? sql`and (c.began_at, c.id) < (${before.at}::timestamptz, ${before.id}::bigint)` : sql``}
     order by c.began_at desc, c.id desc limit ${CONTACTS_PAGE + 1}`)

export const contactStatement = (id: string): Statement<ContactRow> =>
  compiled(sql`select ${columns} from contact c where c.id = ${id}`)

export type OwnContactRow = Pick<
  ContactRow,
  'id' | 'channel' | 'direction' | 'topic' | 'outcome' | 'solved' | 'beganAt'
> & { topicDe: string; topicEn: string }

/** Contacts of the customer that the session acts for, without what staff noted. */
export const ownContactsStatement = (before?: { at: string; id: string }): Statement<OwnContactRow> =>
  compiled(sql`
    select c.id, c.channel, c.direction, c.topic, c.outcome, c.solved, c.began_at as "beganAt", t.name_de as "topicDe", t.name_en as "topicEn"
      from contact c join contact_topic t on t.code = c.topic
     where c.customer_id = (select app_customer_id()) ${before ? sql`and (c.began_at, c.id) < (${before.at}::timestamptz, ${before.id}::bigint)` : sql``}
     order by c.began_at desc, c.id desc limit ${CONTACTS_PAGE + 1}`)

export type TopicRow = {
  code: string
  nameDe: string
  nameEn: string
  phase: ContactAnswer['phase']
}

export const topicsStatement = (): Statement<TopicRow> =>
  compiled(sql`select code, name_de as "nameDe", name_en as "nameEn", phase from contact_topic order by position, code`)

/** Days that something stays a likely reason to call. */
const LATELY_DAYS = 21

/** What happened lately, facts and contacts. */
export const latelyStatement = (
  customerId: string,
  now: Temporal.Instant,
): Statement<{ name: string; topic: string | null; at: Temporal.Instant }> =>
  compiled(sql`
    (select name, null as topic, occurred_at as at from journal
      where customer_id = ${customerId} and occurred_at > ${now}::timestamptz - make_interval(days => ${LATELY_DAYS}) order by occurred_at desc limit 60)
    union all
    (select 'contact', topic, began_at from contact
      where customer_id = ${customerId} and began_at > ${now}::timestamptz - make_interval(days => ${LATELY_DAYS}) order by began_at desc limit 20)`)

export async function phaseOfTopic(tx: Tx, code: string): Promise<ContactAnswer['phase'] | undefined> {
  const { rows } = await sql<{
    phase: ContactAnswer['phase']
  }>`select phase from contact_topic where code = ${code}`.execute(tables<NoTables>(tx))
  return rows[0]?.phase
}

/** Whether a customer, and a contract of theirs if one is named, are there. */
export async function isTheirs(
  tx: Tx,
  customerId: string | undefined,
  contractId: string | undefined,
): Promise<boolean> {
  if (!customerId) return contractId === undefined
  const { rows } = await sql<{ ok: boolean }>`
    select exists (select from customer where id = ${customerId})
       and (${contractId ?? null}::bigint is null or exists (select from contract where id = ${contractId ?? null} and customer_id = ${customerId})) as ok`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.ok === true
}

export type NewContact = Omit<RecordContact, 'task' | 'beganAt' | 'phase'> & {
  readonly phase: ContactAnswer['phase']
  readonly beganAt: Temporal.Instant
  readonly taskId: string | null
  readonly staffId: string
  readonly now: Temporal.Instant
}

/** @returns the id */
export async function insertContact(tx: Tx, contact: NewContact): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with taken as (select nextval(pg_get_serial_sequence('contact', 'id')) as id)
    insert into contact (id, contact_key, customer_id, contract_id, channel, direction, topic, phase, outcome, solved, verification, began_at, duration_s,
                         note, task_id, entered_by, entered_at)
    overriding system value
    select id, 'kundenwerk-' || id, ${contact.customerId ?? null}, ${contact.contractId ?? null}, ${contact.channel}, ${contact.direction}, ${contact.topic},
           ${contact.phase}, ${contact.outcome}, ${contact.solved}, ${contact.verification}, ${contact.beganAt}, ${contact.durationS ?? null},
           ${contact.note || null}, ${contact.taskId}, ${contact.staffId}, ${contact.now} from taken
    returning id`.execute(tables<NoTables>(tx))
  return rows[0]?.id as string
}

export async function lockContact(
  tx: Tx,
  id: string,
): Promise<{ row_version: number; customer_id: string | null; contract_id: string | null } | undefined> {
  const { rows } = await sql<{ row_version: number; customer_id: string | null; contract_id: string | null }>`
    select row_version, customer_id, contract_id from contact where id = ${id} for update`.execute(tables<NoTables>(tx))
  return rows[0]
}

export async function updateContact(
  tx: Tx,
  id: string,
  to: Pick<ContactAnswer, 'topic' | 'phase' | 'outcome' | 'solved'>,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update contact set topic = ${to.topic}, phase = ${to.phase}, outcome = ${to.outcome}, solved = ${to.solved},
                   row_version = row_version + 1, changed_here_at = ${now} where id = ${id}`.execute(
    tables<NoTables>(tx),
  )
}

export type ContactFile = { sha256: Buffer; name: string; mediaType: string; bytes: number }

export async function insertFile(
  tx: Tx,
  contactId: string,
  file: ContactFile & { staffId: string; now: Temporal.Instant },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into contact_file (contact_id, sha256, name, media_type, bytes, added_by, added_at)
    select id, ${file.sha256}, ${file.name}, ${file.mediaType}, ${file.bytes}, ${file.staffId}, ${file.now} from contact where id = ${contactId}
    on conflict (contact_id, sha256) do nothing returning id`.execute(tables<NoTables>(tx))
  if (rows[0]) return rows[0].id
  const known = await sql<{
    id: string
  }>`select id from contact_file where contact_id = ${contactId} and sha256 = ${file.sha256}`.execute(
    tables<NoTables>(tx),
  )
  return known.rows[0]?.id
}

export async function loadFile(tx: Tx, contactId: string, fileId: string): Promise<ContactFile | undefined> {
  const { rows } = await sql<ContactFile>`
    select sha256, name, media_type as "mediaType", bytes from contact_file where id = ${fileId} and contact_id = ${contactId}`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]
}
