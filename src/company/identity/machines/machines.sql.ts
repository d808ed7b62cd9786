import { type Generated, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'

type Instant = Temporal.Instant
type MachineTables = {
  readonly machine_client: {
    readonly id: Generated<string>
    client_id: string
    name: string
    secret_hash: Buffer
    scopes: string[]
    disabled_at: Instant | null
    readonly created_at: Generated<Instant>
  }
  readonly machine_token: { token_hash: Buffer; machine_client_id: string; scopes: string[]; expires_at: Instant }
}

export type NewMachine = { readonly name: string; readonly scopes: readonly string[] }
export type MachineCredentials = { readonly clientId: string; readonly clientSecret: string }

/** Makes a client. The secret (256 bits) is shown once; a fast hash of so much chance cannot be turned back. */
export async function insertMachine(tx: Tx, machine: NewMachine): Promise<MachineCredentials> {
  const clientId = `kw-${newToken().slice(0, 16)}`
  const clientSecret = newToken()
  await tables<MachineTables>(tx)
    .insertInto('machine_client')
    .values({
      client_id: clientId,
      name: machine.name,
      secret_hash: tokenHash(clientSecret),
      scopes: [...machine.scopes],
    })
    .execute()
  return { clientId, clientSecret }
}

export type MachineRow = {
  readonly id: string
  readonly clientId: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly disabledAt: Instant | null
  readonly createdAt: Instant
}

export function machinesStatement(): Statement<MachineRow> {
  return statements<MachineTables>()
    .selectFrom('machine_client')
    .select(['id', 'client_id as clientId', 'name', 'scopes', 'disabled_at as disabledAt', 'created_at as createdAt'])
    .orderBy('id', 'desc')
    .limit(500)
    .compile() as Statement<MachineRow>
}

/** Disables a client: its tokens end with it, because each request asks. @returns false if there is none */
export async function disableMachine(tx: Tx, id: string): Promise<boolean> {
  const changed = await tables<MachineTables>(tx)
    .updateTable('machine_client')
    .set({ disabled_at: sql<Instant>`coalesce(disabled_at, now())` })
    .where('id', '=', id)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Gives a client a new secret; the former one and its tokens are worthless. @returns the secret, shown once */
export async function rotateSecret(tx: Tx, id: string): Promise<string | undefined> {
  const clientSecret = newToken()
  const { rows } = await sql<{ n: number }>`select machine_rotate(${id}, ${tokenHash(clientSecret)}) as n`.execute(
    tables<MachineTables>(tx),
  )
  return (rows[0]?.n ?? 0) > 0 ? clientSecret : undefined
}

/** Allows a client other things from now on. @returns false if there is no such client, or it has ended */
export async function setScopes(tx: Tx, id: string, scopes: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select machine_set_scopes(${id}, ${[...scopes]}::text[]) as n`.execute(
    tables<MachineTables>(tx),
  )
  return (rows[0]?.n ?? 0) > 0
}

export type FoundMachine = { readonly id: string; readonly secretHash: Buffer; readonly scopes: readonly string[] }

export function machineByClientIdStatement(clientId: string): Statement<FoundMachine> {
  return statements<MachineTables>()
    .selectFrom('machine_client')
    .select(['id', 'secret_hash as secretHash', 'scopes'])
    .where('client_id', '=', clientId)
    .where('disabled_at', 'is', null)
    .compile() as Statement<FoundMachine>
}

/** Gives a client a token. @returns the token, of which only the hash is kept */
export async function insertMachineToken(
  tx: Tx,
  machineId: string,
  scopes: readonly string[],
  seconds: number,
): Promise<string> {
  const token = newToken()
  await tables<MachineTables>(tx)
    .insertInto('machine_token')
    .values({
      token_hash: tokenHash(token),
      machine_client_id: machineId,
      scopes: [...scopes],
      expires_at: sql<Instant>`now() + make_interval(secs => ${seconds})`,
    })
    .execute()
  return token
}
