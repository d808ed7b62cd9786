import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import type { ConsentPurpose, ConsentState, Preferences } from './consent.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** Every question in its newest words, with the answer that counts. */
const states = (whom: ReturnType<typeof sql>, language: Locale, today: string) => sql`
  select distinct on (w.purpose) w.purpose, w.id as "wordingId", w.version, w.wording, coalesce(a.given, false) as given,
         a.wording as "answeredWording", a.version as "answeredVersion", a.answered_at as "answeredAt",
         a.actor_kind as "answeredBy", a.channel as "answeredThrough", a.told_by as "toldBy", a.reason
    from consent_wording w
    left join lateral (select c.given, c.wording, v.version, c.answered_at, c.actor_kind, c.channel, c.told_by, c.reason
                         from consent c join consent_wording v on v.id = c.wording_id
                        where c.customer_id = ${whom} and c.purpose = w.purpose order by c.id desc limit 1) a on true
   where w.language = ${language} and w.valid_from <= ${today}::date
   order by w.purpose, w.valid_from desc, w.id desc`

export const consentsStatement = (
  whom: { readonly id: string } | 'session',
  language: Locale,
  today: Temporal.PlainDate,
): Statement<ConsentState> =>
  sql<ConsentState>`${states(whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}::bigint`, language, today.toString())}`.compile(
    statements<NoTables>(),
  )

export async function consentOf(
  tx: Tx,
  customerId: string,
  purpose: ConsentPurpose,
  language: Locale,
  today: Temporal.PlainDate,
): Promise<ConsentState | undefined> {
  const { rows } =
    await sql<ConsentState>`select * from (${states(sql`${customerId}::bigint`, language, today.toString())}) s
    where s.purpose = ${purpose}`.execute(on(tx))
  return rows[0]
}

export type NewAnswer = {
  readonly customerId: string
  readonly purpose: ConsentPurpose
  readonly given: boolean
  readonly wordingId: string
  readonly wording: string
  readonly hash: Buffer
  readonly page: string
  readonly channel: string
  readonly actorKind: 'customer' | 'staff'
  readonly actorId: string
  readonly reason: string | undefined
  readonly toldBy: string | undefined
}

export async function insertAnswer(tx: Tx, answer: NewAnswer, now: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into consent (customer_id, purpose, given, wording_id, wording, wording_hash, page, channel, actor_kind, actor_id, reason, told_by, answered_at)
    values (${answer.customerId}, ${answer.purpose}, ${answer.given}, ${answer.wordingId}, ${answer.wording}, ${answer.hash},
            ${answer.page}, ${answer.channel}, ${answer.actorKind}, ${answer.actorId}, ${answer.reason ?? null}, ${answer.toldBy ?? null}, ${now})
    returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export type StoredPreferences = Preferences & { readonly rowVersion: number }

const preferences = (whom: ReturnType<typeof sql>) => sql<StoredPreferences>`
  select c.language, coalesce(p.letters, 'post') as letters, coalesce(p.notify, 'e-mail') as notify,
         coalesce(p.form_of_address, 'sie') as "formOfAddress", to_char(p.quiet_from, 'HH24:MI') as "quietFrom",
         to_char(p.quiet_to, 'HH24:MI') as "quietTo", coalesce(p.row_version, 0) as "rowVersion"
    from customer c left join customer_preference p on p.customer_id = c.id where c.id = ${whom}`

export const preferencesStatement = (whom: { readonly id: string } | 'session'): Statement<StoredPreferences> =>
  preferences(whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}::bigint`).compile(
    statements<NoTables>(),
  )

export async function preferencesOf(tx: Tx, customerId: string): Promise<StoredPreferences | undefined> {
  return (await preferences(sql`${customerId}::bigint`).execute(on(tx))).rows[0]
}

/** @returns the new version, or undefined if somebody was quicker */
export async function storePreferences(
  tx: Tx,
  customerId: string,
  wanted: Omit<Preferences, 'language'>,
  rowVersion: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ rowVersion: number }>`
    insert into customer_preference as p (customer_id, letters, notify, form_of_address, quiet_from, quiet_to)
    values (${customerId}, ${wanted.letters}, ${wanted.notify}, ${wanted.formOfAddress}, ${wanted.quietFrom}::time, ${wanted.quietTo}::time)
    on conflict (customer_id) do update set letters = excluded.letters, notify = excluded.notify,
       form_of_address = excluded.form_of_address, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
       row_version = p.row_version + 1
     where p.row_version = ${rowVersion}
    returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion
}
