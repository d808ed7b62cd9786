import { type Generated, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, SANDBOX_TOKEN_PREFIX, tokenHash } from '#platform/http'

type Instant = Temporal.Instant
export type MachineTables = {
  readonly machine_client: {
    readonly id: Generated<string>
    client_id: string
    name: string
    scopes: string[]
    scopes_allowed: string[]
    calls_per_minute: number | null
    sandbox_of: string | null
    disabled_at: Instant | null
    row_version: Generated<number>
    readonly created_at: Generated<Instant>
  }
  readonly machine_key: {
    readonly id: Generated<string>
    machine_id: string
    secret_hash: Buffer
    label: string
    created_at: Generated<Instant>
    created_by_staff_id: string | null
    ends_at: Generated<Instant | null>
    last_used_at: Generated<Instant | null>
  }
  readonly machine_person: { machine_id: string; staff_id: string }
  readonly machine_token: {
    token_hash: Buffer
    machine_client_id: string
    key_id: string
    scopes: string[]
    expires_at: Instant
  }
}

export type NewMachine = {
  readonly name: string
  readonly scopes: readonly string[]
  readonly label?: string
  /** The client whose sandbox it is. */
  readonly sandboxOf?: string
}
export type MachineCredentials = { readonly clientId: string; readonly clientSecret: string }

/** Makes a client with a first key. The secret (256 bits) is shown once; a fast hash of so much chance cannot be turned back. */
export async function insertMachine(
  tx: Tx,
  machine: NewMachine,
): Promise<MachineCredentials & { readonly id: string }> {
  const clientId = `${machine.sandboxOf ? 'kwtest' : 'kw'}-${newToken().slice(0, 16)}`
  const made = await tables<MachineTables>(tx)
    .insertInto('machine_client')
    .values({
      client_id: clientId,
      name: machine.name,
      scopes: [...machine.scopes],
      scopes_allowed: [...machine.scopes],
      sandbox_of: machine.sandboxOf ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { clientSecret } = await insertKey(tx, { machineId: made.id, label: machine.label ?? 'Schlüssel 1' })
  return { id: made.id, clientId, clientSecret }
}

/** Gives a client one more key. @returns its secret, shown once */
export async function insertKey(
  tx: Tx,
  key: { readonly machineId: string; readonly label: string; readonly staffId?: string },
): Promise<{ readonly id: string; readonly clientSecret: string }> {
  const clientSecret = newToken()
  const { id } = await tables<MachineTables>(tx)
    .insertInto('machine_key')
    .values({
      machine_id: key.machineId,
      label: key.label,
      secret_hash: tokenHash(clientSecret),
      created_by_staff_id: key.staffId ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, clientSecret }
}

/** Ends keys at a point in time, if they do not end before; tokens that were given for them end with them. @returns how many */
export async function endKeys(
  tx: Tx,
  which: { readonly machineId: string; readonly keyId?: string; readonly notKeyId?: string },
  at: Instant,
): Promise<number> {
  let query = tables<MachineTables>(tx)
    .updateTable('machine_key')
    .set({ ends_at: sql<Instant>`least(coalesce(ends_at, ${at}::timestamptz), ${at}::timestamptz)` })
    .where('machine_id', '=', which.machineId)
  if (which.keyId !== undefined) query = query.where('id', '=', which.keyId)
  if (which.notKeyId !== undefined) query = query.where('id', '<>', which.notKeyId)
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

/** Disables a client: its tokens and its sandbox end with it, because each request asks. @returns false if there is none */
export async function disableMachine(tx: Tx, id: string): Promise<boolean> {
  const changed = await tables<MachineTables>(tx)
    .updateTable('machine_client')
    .set({ disabled_at: sql<Instant>`coalesce(disabled_at, now())` })
    .where((where) => where.or([where('id', '=', id), where('sandbox_of', '=', id)]))
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/**
 * Allows a client other things from now on. Who looks after the client chooses among them; where nobody does, all are chosen.
 * @returns false if there is no such client, or it has ended
 */
export async function allowScopes(tx: Tx, id: string, scopes: readonly string[]): Promise<boolean> {
  const done = await sql`
    update machine_client c
       set scopes_allowed = ${[...scopes]}::text[], row_version = row_version + 1,
           scopes = case when exists (select from machine_person p where p.machine_id = ${id})
                         then array(select s from unnest(c.scopes) s where s = any(${[...scopes]}::text[])) else ${[...scopes]}::text[] end
     where (c.id = ${id} or c.sandbox_of = ${id}) and c.disabled_at is null`.execute(tables<MachineTables>(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

/** Chooses among what is allowed, if the version is still that one. @returns false if it is not */
export async function chooseScopes(
  tx: Tx,
  id: string,
  scopes: readonly string[],
  rowVersion: number,
): Promise<boolean> {
  const done = await sql`
    update machine_client set scopes = ${[...scopes]}::text[], row_version = row_version + 1
     where id = ${id} and disabled_at is null and row_version = ${rowVersion}
       and ${[...scopes]}::text[] <@ scopes_allowed`.execute(tables<MachineTables>(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

/** Sets how often a client may call in a minute; null for the limit of the house. @returns false if there is no such client */
export async function setCallsPerMinute(tx: Tx, id: string, callsPerMinute: number | null): Promise<boolean> {
  const done = await tables<MachineTables>(tx)
    .updateTable('machine_client')
    .set({ calls_per_minute: callsPerMinute })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Names who looks after a client, instead of those before. */
export async function setPeople(tx: Tx, machineId: string, staffIds: readonly string[]): Promise<void> {
  const on = tables<MachineTables>(tx)
  await on.deleteFrom('machine_person').where('machine_id', '=', machineId).execute()
  if (staffIds.length === 0) return
  await on
    .insertInto('machine_person')
    .values(staffIds.map((staffId) => ({ machine_id: machineId, staff_id: staffId })))
    .execute()
}

export type FoundKey = {
  readonly id: string
  readonly scopes: readonly string[]
  readonly isSandbox: boolean
  readonly keyId: string
  readonly secretHash: Buffer
  readonly endsAt: Instant | null
}

/** The keys of a client that has not ended. */
export function keysByClientIdStatement(clientId: string): Statement<FoundKey> {
  return statements<MachineTables>()
    .selectFrom('machine_client as c')
    .innerJoin('machine_key as k', 'k.machine_id', 'c.id')
    .select(['c.id', 'k.id as keyId', 'k.secret_hash as secretHash', 'k.ends_at as endsAt'])
    .select(sql<boolean>`c.sandbox_of is not null`.as('isSandbox'))
    .select(
      sql<string[]>`array(select unnest(c.scopes) intersect select unnest(c.scopes_allowed) order by 1)`.as('scopes'),
    )
    .where('c.client_id', '=', clientId)
    .where('c.disabled_at', 'is', null)
    .orderBy('k.id', 'desc')
    .limit(50)
    .compile() as Statement<FoundKey>
}

/** Gives a client a token for one of its keys. @returns the token, of which only the hash is kept */
export async function insertMachineToken(
  tx: Tx,
  key: Pick<FoundKey, 'id' | 'keyId' | 'isSandbox'>,
  scopes: readonly string[],
  seconds: number,
): Promise<string> {
  const token = `${key.isSandbox ? SANDBOX_TOKEN_PREFIX : ''}${newToken()}`
  const on = tables<MachineTables>(tx)
  await on
    .insertInto('machine_token')
    .values({
      token_hash: tokenHash(token),
      machine_client_id: key.id,
      key_id: key.keyId,
      scopes: [...scopes],
      expires_at: sql<Instant>`now() + make_interval(secs => ${seconds})`,
    })
    .execute()
  await on.updateTable('machine_key').set({ last_used_at: sql<Instant>`now()` }).where('id', '=', key.keyId).execute()
  return token
}

/** Makes the invented customers of a sandbox, instead of whatever is there. */
export async function fillSandbox(tx: Tx, machineId: string): Promise<void> {
  await sql`select sandbox_fill(${machineId})`.execute(tables<MachineTables>(tx))
}
