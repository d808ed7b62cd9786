import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

/** Long enough to find the phone or the mail, short enough that a browser left open is not half signed in. */
export const STEP_MINUTES = 10
/** Eight digits, 26 bits, and five attempts: a guess hits once in 20 million. */
const ATTEMPTS_MAX = 5

const macOf = (token: string, code: string): Buffer => createHmac('sha256', token).update(code).digest()

export type StepWants = 'totp' | 'mail-code'

/** Begins the second step. @returns the token that binds it to this browser */
export async function insertStep(
  tx: Tx,
  step: {
    readonly accountId: string
    readonly provedBy: 'password' | 'link' | 'issuer'
    readonly next: string | undefined
  } & ({ readonly wants: 'totp' } | { readonly wants: 'mail-code'; readonly code: string }),
): Promise<{ readonly id: string; readonly token: string }> {
  const token = newToken()
  const made = await tables<AccountTables>(tx)
    .insertInto('sign_in_step')
    .values({
      token_hash: tokenHash(token),
      account_id: step.accountId,
      proved_by: step.provedBy,
      wants: step.wants,
      code_mac: step.wants === 'mail-code' ? macOf(token, step.code) : null,
      next: step.next ?? null,
      ends_at: sql<Temporal.Instant>`now() + make_interval(mins => ${STEP_MINUTES})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id: made.id, token }
}

/** What the second step of this browser wants; one row while it runs. */
export function stepStatement(token: string | undefined): Statement {
  return statements<AccountTables>()
    .selectFrom('sign_in_step')
    .select('wants')
    .where('token_hash', '=', tokenHash(token ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .where('attempts', '<', ATTEMPTS_MAX)
    .compile()
}

export async function stepWants(tx: Tx, token: string | undefined): Promise<StepWants | undefined> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<{ wants: StepWants }>(stepStatement(token) as never)
  return rows[0]?.wants
}

export type Step = {
  readonly id: string
  readonly accountId: string
  readonly wants: StepWants
  readonly codeMac: Buffer | null
  readonly next: string | null
}

/** Counts an attempt before anything is compared. @returns undefined if the step is used, too old, or tried too often */
export async function attemptStep(tx: Tx, token: string | undefined): Promise<Step | undefined> {
  return tables<AccountTables>(tx)
    .updateTable('sign_in_step')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('token_hash', '=', tokenHash(token ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .where('attempts', '<', ATTEMPTS_MAX)
    .returning(['id', 'account_id as accountId', 'wants', 'code_mac as codeMac', 'next'])
    .executeTakeFirst()
}

/** Whether a typed code is the mailed one. */
export function isMailedCode(step: Step, token: string, typed: string): boolean {
  const mac = macOf(token, typed.replaceAll(/\D/g, ''))
  return step.codeMac !== null && timingSafeEqual(mac, step.codeMac)
}

/** Uses the step up. @returns false if somebody was quicker */
export async function takeStepRow(tx: Tx, id: string): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('sign_in_step')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
