import { type Generated, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

export const outboxChannels = ['e-mail', 'sms', 'print'] as const
export type OutboxChannel = (typeof outboxChannels)[number]
type Instant = Temporal.Instant

type OutboxTable = {
  readonly id: Generated<string>
  idempotency_key: string
  channel: OutboxChannel
  kind: string
  recipient: string
  subject: string
  body_text: string
  body_html: string | null
  file_sha256: Buffer | null
  farewell_url: string | null
  readonly return_token: Generated<string>
  customer_id: string | null
  holds_secret: boolean
  state: Generated<'waiting' | 'sent' | 'failed'>
  attempts: Generated<number>
  last_error: string | null
  next_try_at: Instant
  created_at: Instant
  sent_at: Instant | null
}
type Tables = { readonly outbox: OutboxTable }

/** What is to leave the house. Committed with its cause; the key makes a repeated cause one message. */
export type NewMessage = {
  readonly key: string
  readonly channel: OutboxChannel
  /** What it is about, a literal: `identity.password-link`. */
  readonly kind: string
  /** E-mail address, phone number, or the lines of a postal address. */
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** SHA-256 of a PDF in the archive of letters that is printed instead of the text. */
  readonly fileSha256?: Buffer
  /** Where one click ends mails like this one (RFC 8058). */
  readonly farewellUrl?: string
  readonly customerId?: string | null
  /** True if the text holds a link or code that opens something: it is emptied once sent. */
  readonly holdsSecret?: boolean
}

/** Puts a message into the outbox, in the caller's transaction. The same key a second time changes nothing. */
export async function putIntoOutbox(tx: Tx, message: NewMessage, now: Instant): Promise<void> {
  await tables<Tables>(tx)
    .insertInto('outbox')
    .values({
      idempotency_key: message.key,
      channel: message.channel,
      kind: message.kind,
      recipient: message.recipient,
      subject: message.subject,
      body_text: message.text,
      body_html: message.html ?? null,
      file_sha256: message.fileSha256 ?? null,
      farewell_url: message.farewellUrl ?? null,
      customer_id: message.customerId ?? null,
      holds_secret: message.holdsSecret ?? false,
      next_try_at: now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type DueMessage = {
  readonly id: string
  readonly key: string
  readonly channel: OutboxChannel
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly fileSha256: Buffer | null
  readonly farewellUrl: string | null
  /** Names the message in the address that a report of failure goes to. */
  readonly returnToken: string
  readonly customerId: string | null
  /** This attempt included. */
  readonly attempts: number
}

/**
 * Takes messages that are due, for the channels that can be served, and puts their next try ahead by the lease: if this
 * program dies while sending, another tries again then. Two senders never take the same one.
 */
export async function takeDue(
  tx: Tx,
  options: {
    readonly now: Instant
    readonly channels: readonly OutboxChannel[]
    readonly limit: number
    readonly leaseSeconds: number
  },
): Promise<readonly DueMessage[]> {
  if (options.channels.length === 0) return []
  return tables<Tables>(tx)
    .updateTable('outbox')
    .set({
      attempts: sql<number>`attempts + 1`,
      next_try_at: options.now.add({ seconds: options.leaseSeconds }),
    })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox')
        .select('id')
        .where('state', '=', 'waiting')
        .where('channel', '=', sql<OutboxChannel>`any(${[...options.channels]}::text[])`)
        .where('next_try_at', '<=', options.now)
        .orderBy('next_try_at')
        .limit(options.limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning([
      'id',
      'idempotency_key as key',
      'channel',
      'kind',
      'recipient',
      'subject',
      'body_text as text',
      'body_html as html',
      'file_sha256 as fileSha256',
      'farewell_url as farewellUrl',
      'return_token as returnToken',
      'customer_id as customerId',
      'attempts',
    ])
    .execute()
}

/** Notes that a message has left. `forget` empties a text that holds a secret. */
export async function markSent(tx: Tx, id: string, now: Instant, forget: boolean): Promise<void> {
  await tables<Tables>(tx)
    .updateTable('outbox')
    .set({
      state: 'sent',
      sent_at: now,
      last_error: null,
      ...(forget && {
        body_text: sql<string>`case when holds_secret then '' else body_text end`,
        body_html: sql<string | null>`case when holds_secret then null else body_html end`,
      }),
    })
    .where('id', '=', id)
    .execute()
}

/** Notes a failure; without a next try the message waits for a person. */
export async function markFailed(tx: Tx, id: string, error: string, nextTry: Instant | undefined): Promise<void> {
  await tables<Tables>(tx)
    .updateTable('outbox')
    .set({ last_error: error, ...(nextTry ? { next_try_at: nextTry } : { state: 'failed' as const }) })
    .where('id', '=', id)
    .execute()
}

export type OutboxRow = {
  readonly id: string
  readonly channel: OutboxChannel
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly lastError: string | null
  readonly createdAt: Instant
  readonly sentAt: Instant | null
}

const shown = [
  'id',
  'channel',
  'kind',
  'recipient',
  'subject',
  'body_text as text',
  'state',
  'attempts',
  'last_error as lastError',
  'created_at as createdAt',
  'sent_at as sentAt',
] as const

/** The newest messages, for the demo's mailbox. */
export function newestMessagesStatement(limit: number): Statement<OutboxRow> {
  return statements<Tables>().selectFrom('outbox').select(shown).orderBy('id', 'desc').limit(limit).compile()
}

export function messageStatement(id: string): Statement<OutboxRow> {
  return statements<Tables>().selectFrom('outbox').select(shown).where('id', '=', id).compile()
}

/**
 * Empties recipient, subject and text of all messages to a customer that have left or were given up, for one who is forgotten. What
 * still waits goes out first, but not for longer than 30 days. @returns how many there were
 */
export async function forgetMessagesOf(tx: Tx, customerId: string, now: Instant): Promise<number> {
  const done = await tables<Tables>(tx)
    .updateTable('outbox')
    .set({
      recipient: '',
      subject: '',
      body_text: '',
      body_html: null,
      last_error: null,
      state: sql<'sent' | 'failed'>`case state when 'waiting' then 'failed' else state end`,
    })
    .where('customer_id', '=', customerId)
    .where('recipient', '<>', '')
    .where((eb) => eb.or([eb('state', '<>', 'waiting'), eb('created_at', '<', now.subtract({ hours: 24 * 30 }))]))
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

/** Where a message was sent to, for those who must know that it did not arrive. */
export async function recipientOf(
  tx: Tx,
  id: string,
): Promise<{ readonly channel: OutboxChannel; readonly recipient: string; readonly key: string } | undefined> {
  return tables<Tables>(tx)
    .selectFrom('outbox')
    .select(['channel', 'recipient', 'idempotency_key as key'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Messages that wait for a person, because every try failed. */
export function failedMessagesStatement(
  limit: number,
): Statement<Omit<OutboxRow, 'text'> & { readonly customerId: string | null }> {
  return statements<Tables>()
    .selectFrom('outbox')
    .select(shown.filter((column) => column !== 'body_text as text'))
    .select('customer_id as customerId')
    .where('state', '=', 'failed')
    .orderBy('id', 'desc')
    .limit(limit)
    .compile()
}

/** Lets failed messages be tried again from the first attempt. @returns how many there were */
export async function retryMessages(tx: Tx, ids: readonly string[], now: Instant): Promise<number> {
  if (ids.length === 0) return 0
  const changed = await tables<Tables>(tx)
    .updateTable('outbox')
    .set({ state: 'waiting', attempts: 0, next_try_at: now })
    .where('id', 'in', [...ids])
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return Number(changed.numUpdatedRows)
}
