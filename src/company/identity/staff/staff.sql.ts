import { type Generated, sql } from 'kysely'
import type { Settings } from '#platform/config'
import { tables, type Tx } from '#platform/database'
import { newToken, type StaffRole, staffRoles, tokenHash } from '#platform/http'

type Instant = Temporal.Instant
type StaffTables = {
  readonly staff: {
    readonly id: Generated<string>
    issuer: string
    subject: string
    name: string
    email: string | null
    roles: string[]
    disabled_at: Instant | null
  }
  readonly staff_session: {
    readonly id: Generated<string>
    token_hash: Buffer
    staff_id: string
    expires_at: Instant
    idle_seconds: number
    ended_at: Instant | null
    user_agent: string | null
  }
  readonly staff_invite: {
    readonly id: Generated<string>
    token_hash: Buffer
    name: string
    roles: string[]
    ends_at: Instant
    used_at: Instant | null
    staff_id: string | null
  }
}

const now = sql<Instant>`now()`

export type KnownStaff = {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly email: string | null
  readonly roles: readonly StaffRole[]
}

/** Keeps who somebody is as the issuer said it last. @returns undefined if this person has been disabled here */
export async function keepStaff(tx: Tx, person: KnownStaff): Promise<string | undefined> {
  const { issuer, subject, name, email } = person
  const roles = [...person.roles]
  const row = await tables<StaffTables>(tx)
    .insertInto('staff')
    .values({ issuer, subject, name, email, roles })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ name, email, roles }))
    .returning(['id', 'disabled_at'])
    .executeTakeFirstOrThrow()
  return row.disabled_at ? undefined : row.id
}

type Times = Pick<Settings, 'STAFF_SESSION_IDLE_MINUTES' | 'STAFF_SESSION_MAX_HOURS'>

/** Opens a session of staff. @returns the token, which stands nowhere else */
export async function openStaffSession(tx: Tx, staffId: string, userAgent: string, times: Times): Promise<string> {
  const token = newToken()
  await tables<StaffTables>(tx)
    .insertInto('staff_session')
    .values({
      token_hash: tokenHash(token),
      staff_id: staffId,
      expires_at: sql<Instant>`now() + make_interval(hours => ${times.STAFF_SESSION_MAX_HOURS})`,
      idle_seconds: times.STAFF_SESSION_IDLE_MINUTES * 60,
      user_agent: userAgent,
    })
    .execute()
  return token
}

export async function endStaffSession(tx: Tx, token: string | undefined): Promise<void> {
  if (!token) return
  await tables<StaffTables>(tx)
    .updateTable('staff_session')
    .set({ ended_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('ended_at', 'is', null)
    .execute()
}

/** Makes a one-time link's token; only its hash is kept. */
export async function insertInvite(
  tx: Tx,
  invite: { readonly name: string; readonly roles: readonly StaffRole[]; readonly hours: number },
): Promise<string> {
  const token = newToken()
  await tables<StaffTables>(tx)
    .insertInto('staff_invite')
    .values({
      token_hash: tokenHash(token),
      name: invite.name,
      roles: [...invite.roles],
      ends_at: sql<Instant>`now() + make_interval(hours => ${invite.hours})`,
    })
    .execute()
  return token
}

/** Uses a one-time link up. */
export async function takeInvite(
  tx: Tx,
  token: string,
): Promise<{ readonly id: string; readonly name: string; readonly roles: readonly StaffRole[] } | undefined> {
  const row = await tables<StaffTables>(tx)
    .updateTable('staff_invite')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning(['id', 'name', 'roles'])
    .executeTakeFirst()
  if (!row) return undefined
  return { ...row, roles: staffRoles.filter((role) => row.roles.includes(role)) }
}
