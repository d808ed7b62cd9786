import { type Generated, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'
import type { ProofType } from './proof.ts'

type Instant = Temporal.Instant
export const powerKinds = ['spouse', 'relative', 'carer', 'heir', 'landlord', 'other'] as const
export type PowerKind = (typeof powerKinds)[number]
export type PowerEnd = 'time' | 'customer' | 'self' | 'staff' | 'death'

/** A power of attorney as it stands. */
export type Power = {
  readonly id: string
  readonly customerNumberTyped: string
  readonly customerNameTyped: string
  readonly customerId: string | null
  readonly kind: PowerKind
  readonly personName: string
  readonly email: string
  readonly wantedUntil: Temporal.PlainDate | null
  readonly note: string | null
  readonly proofSha256: Buffer
  readonly proofType: ProofType
  readonly origin: string
  readonly language: 'de' | 'en'
  readonly askedAt: Instant
  readonly state: 'asked' | 'seen-once' | 'granted' | 'refused' | 'ended'
  readonly rights: readonly string[] | null
  readonly validUntil: Temporal.PlainDate | null
  readonly hiddenBecause: string | null
  readonly firstStaffId: string | null
  readonly refusedBecause: string | null
  readonly inviteId: string | null
  readonly rowVersion: number
}

type PowerTable = {
  readonly id: Generated<string>
  customer_number_typed: string
  customer_name_typed: string
  customer_id: string | null
  kind: PowerKind
  person_name: string
  email: string
  wanted_until: Temporal.PlainDate | null
  note: string | null
  proof_sha256: Buffer
  proof_type: ProofType
  proof_bytes: number
  origin: string
  language: 'de' | 'en'
  readonly asked_at: Generated<Instant>
  state: Generated<Power['state']>
  rights: string[] | null
  valid_until: Temporal.PlainDate | null
  hidden_because: string | null
  first_staff_id: string | null
  first_at: Instant | null
  second_staff_id: string | null
  decided_at: Instant | null
  refused_because: string | null
  invite_id: string | null
  ended_at: Instant | null
  ended_because: PowerEnd | null
  row_version: Generated<number>
}
type Tables = AccountTables & { readonly power_of_attorney: PowerTable }

const columns = [
  'id',
  'customer_number_typed as customerNumberTyped',
  'customer_name_typed as customerNameTyped',
  'customer_id as customerId',
  'kind',
  'person_name as personName',
  'email',
  'wanted_until as wantedUntil',
  'note',
  'proof_sha256 as proofSha256',
  'proof_type as proofType',
  'origin',
  'language',
  'asked_at as askedAt',
  'state',
  'rights',
  'valid_until as validUntil',
  'hidden_because as hiddenBecause',
  'first_staff_id as firstStaffId',
  'refused_because as refusedBecause',
  'invite_id as inviteId',
  'row_version as rowVersion',
] as const

export type NewPower = {
  readonly customerNumber: string
  readonly customerName: string
  readonly kind: PowerKind
  readonly personName: string
  readonly email: string
  readonly until: Temporal.PlainDate | null
  readonly note: string | null
  readonly proof: { readonly sha256: Buffer; readonly type: ProofType; readonly bytes: number }
  readonly origin: string
  readonly language: 'de' | 'en'
}

export async function insertPower(tx: Tx, power: NewPower): Promise<string> {
  const made = await tables<Tables>(tx)
    .insertInto('power_of_attorney')
    .values({
      customer_number_typed: power.customerNumber,
      customer_name_typed: power.customerName,
      kind: power.kind,
      person_name: power.personName,
      email: power.email,
      wanted_until: power.until,
      note: power.note,
      proof_sha256: power.proof.sha256,
      proof_type: power.proof.type,
      proof_bytes: power.proof.bytes,
      origin: power.origin,
      language: power.language,
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export async function readPower(tx: Tx, id: string): Promise<Power | undefined> {
  return tables<Tables>(tx).selectFrom('power_of_attorney').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function lockPower(tx: Tx, id: string): Promise<Power | undefined> {
  return tables<Tables>(tx)
    .selectFrom('power_of_attorney')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export const powerStatement = (id: string): Statement<Power> =>
  statements<Tables>().selectFrom('power_of_attorney').select(columns).where('id', '=', id).compile()

export type PowerOfCustomer = {
  readonly id: string
  readonly kind: PowerKind
  readonly state: Power['state']
  readonly personName: string
  readonly rights: readonly string[] | null
  readonly validUntil: string | null
  readonly decidedAt: Instant | null
  readonly endedAt: Instant | null
  readonly isHidden: boolean
  readonly rowVersion: number
}

/** Who acts or acted for a customer by a proof, the newest first; also whom a court hides from the customer. */
export const powersOfCustomerStatement = (customerId: string): Statement<PowerOfCustomer> =>
  sql<PowerOfCustomer>`
    select id, kind, state, person_name as "personName", rights, valid_until::text as "validUntil", decided_at as "decidedAt",
           ended_at as "endedAt", hidden_because is not null as "isHidden", row_version as "rowVersion"
      from power_of_attorney where customer_id = ${customerId} and state in ('granted', 'ended') order by id desc limit 50`.compile(
    statements<Tables>(),
  )

type PowerChange = Partial<
  Pick<
    PowerTable,
    | 'customer_id'
    | 'valid_until'
    | 'hidden_because'
    | 'first_staff_id'
    | 'first_at'
    | 'second_staff_id'
    | 'decided_at'
    | 'refused_because'
    | 'invite_id'
    | 'ended_at'
    | 'ended_because'
  >
> & { readonly state?: Power['state']; readonly rights?: string[] }

export async function changePower(tx: Tx, id: string, change: PowerChange): Promise<void> {
  await tables<Tables>(tx)
    .updateTable('power_of_attorney')
    .set({ ...change, row_version: sql<number>`row_version + 1` } as never)
    .where('id', '=', id)
    .execute()
}

/** The invitation that a checked power becomes. @returns its id */
export async function insertPowerInvite(
  tx: Tx,
  power: Power,
  invite: {
    readonly customerId: string
    readonly shownAs: string
    readonly rights: readonly string[]
    readonly validTo: Instant | null
    readonly days: number
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into grant_invite (customer_id, shown_as, email, person_name, rights, grant_valid_to, kind, origin, language, ends_at, power_id)
    values (${invite.customerId}, ${invite.shownAs}, ${power.email}, ${power.personName}, ${[...invite.rights]}, ${invite.validTo},
            'attorney', ${power.origin}, ${power.language}, now() + make_interval(days => ${invite.days}), ${power.id})
    returning id`.execute(tables<Tables>(tx))
  return rows[0]?.id as string
}

/** Ends the grant of a power, and the invitation if it was not taken up. @returns the account that acted, if there was one */
export async function endPowerGrant(tx: Tx, customerId: string, powerId: string): Promise<string | undefined> {
  const { rows } = await sql<{ account: string | null }>`
    select grant_end_by_staff(${customerId}, ${powerId}) as account`.execute(tables<Tables>(tx))
  return rows[0]?.account ?? undefined
}

/** The power behind a grant, for who hears that the grant has ended. */
export async function powerOfGrant(tx: Tx, grantId: string): Promise<string | undefined> {
  const { rows } = await sql<{ power_id: string | null }>`
    select g.power_id from account_grant g join power_of_attorney p on p.id = g.power_id and p.state = 'granted'
     where g.id = ${grantId}`.execute(tables<Tables>(tx))
  return rows[0]?.power_id ?? undefined
}

export type EndedGrant = { readonly id: string; readonly accountId: string; readonly customerId: string }

/** Marks the grants whose time is over; they open nothing since then, this is what the journal learns of it. */
export async function markEndedGrants(tx: Tx, limit: number): Promise<readonly EndedGrant[]> {
  const { rows } = await sql<EndedGrant>`
    update account_grant set ended_by = 'time', row_version = row_version + 1
     where id in (select id from account_grant where valid_to is not null and valid_to <= now() and ended_by is null
                   order by valid_to limit ${limit} for update skip locked)
    returning id, account_id as "accountId", customer_id as "customerId"`.execute(tables<Tables>(tx))
  return rows
}

/** Powers that ran out before anybody took up their invitation. */
export async function endedPowersWithoutGrant(
  tx: Tx,
  now: Instant,
): Promise<readonly { readonly id: string; readonly customerId: string | null }[]> {
  const { rows } = await sql<{ id: string; customerId: string | null }>`
    update power_of_attorney p set state = 'ended', ended_because = 'time', ended_at = ${now}, row_version = row_version + 1
     where p.state = 'granted' and p.valid_until < legal_day(now()) and not exists (select 1 from account_grant g where g.power_id = p.id)
    returning p.id, p.customer_id as "customerId"`.execute(tables<Tables>(tx))
  return rows
}

/**
 * Ends the own grants of a customer and those of carers, and takes back the invitations that the dead has sent. What was open in
 * their name is over with the next request. @returns the powers that are over
 */
export async function endGrantsOfDead(tx: Tx, customerId: string): Promise<readonly string[]> {
  const on = tables<Tables>(tx)
  await sql`update grant_invite set withdrawn_at = now()
             where customer_id = ${customerId} and kind = 'person' and accepted_at is null and withdrawn_at is null`.execute(
    on,
  )
  await sql`
    update account_grant g set valid_to = now(), ended_by = 'staff', row_version = row_version + 1
     where g.customer_id = ${customerId} and g.ended_by is null
       and (g.kind = 'own' or g.power_id in (select p.id from power_of_attorney p where p.kind = 'carer'))`.execute(on)
  const { rows } = await sql<{ id: string }>`
    select id from power_of_attorney where customer_id = ${customerId} and kind = 'carer' and state = 'granted'`.execute(
    on,
  )
  return rows.map((row) => row.id)
}
