import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

export type Totp = { readonly sealed: string; readonly confirmed: boolean; readonly lastStep: number }

/** The app's secret of an account, as worker. */
export async function totpOf(tx: Tx, accountId: string): Promise<Totp | undefined> {
  const row = await tables<AccountTables>(tx)
    .selectFrom('account_totp')
    .select(['secret_sealed as sealed', 'confirmed_at as confirmedAt', 'last_step as lastStep'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && { sealed: row.sealed, confirmed: row.confirmedAt !== null, lastStep: Number(row.lastStep) }
}

/** Whether an account must show a code of its app. */
export async function hasTotp(tx: Tx, accountId: string): Promise<boolean> {
  return (await totpOf(tx, accountId))?.confirmed ?? false
}

/** Keeps a secret that is not confirmed yet. One that is confirmed stays. @returns false then */
export async function beginTotp(tx: Tx, accountId: string, sealed: string): Promise<boolean> {
  const kept = await tables<AccountTables>(tx)
    .insertInto('account_totp')
    .values({ account_id: accountId, secret_sealed: sealed, confirmed_at: null })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ secret_sealed: sealed, begun_at: now, last_step: '0' })
        .where('account_totp.confirmed_at', 'is', null),
    )
    .executeTakeFirst()
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Takes a step once, also of two who come at the same moment. @returns false if it, or a later one, was taken before */
export async function takeStep(tx: Tx, accountId: string, step: number): Promise<boolean> {
  const taken = await tables<AccountTables>(tx)
    .updateTable('account_totp')
    .set({ last_step: String(step), confirmed_at: sql<Temporal.Instant>`coalesce(confirmed_at, now())` })
    .where('account_id', '=', accountId)
    .where('last_step', '<', String(step))
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

/** Takes app and codes away. @returns false if there was no app */
export async function removeSecondFactor(tx: Tx, accountId: string): Promise<boolean> {
  const on = tables<AccountTables>(tx)
  await on.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  const gone = await on.deleteFrom('account_totp').where('account_id', '=', accountId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

export type HashedCode = { readonly selector: string; readonly hash: string }

/** Puts new codes in the place of all earlier ones. */
export async function replaceRecoveryCodes(tx: Tx, accountId: string, codes: readonly HashedCode[]): Promise<void> {
  const on = tables<AccountTables>(tx)
  await on.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  await on
    .insertInto('recovery_code')
    .values(codes.map(({ selector, hash }) => ({ account_id: accountId, selector, code_hash: hash })))
    .execute()
}

export async function recoveryHash(tx: Tx, accountId: string, selector: string): Promise<string | undefined> {
  const row = await tables<AccountTables>(tx)
    .selectFrom('recovery_code')
    .select('code_hash as hash')
    .where('account_id', '=', accountId)
    .where('selector', '=', selector)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return row?.hash
}

/** Uses a code up. @returns false if somebody was quicker */
export async function takeRecoveryCode(tx: Tx, accountId: string, selector: string): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('selector', '=', selector)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

export type OwnSecondFactor = { readonly on: boolean; readonly codesLeft: number }

/** Whether the signed-in person has an app, and how many codes are left. One row. */
export function ownSecondFactorStatement(): Statement {
  return statements<AccountTables>()
    .selectNoFrom((eb) => [
      eb
        .exists(
          eb
            .selectFrom('account_totp')
            .select('account_id')
            .where('account_id', '=', sql<string>`app_account_id()`)
            .where('confirmed_at', 'is not', null),
        )
        .as('on'),
      sql<number>`(select count(*)::int from recovery_code where account_id = app_account_id() and used_at is null)`.as(
        'codesLeft',
      ),
    ])
    .compile()
}

export async function ownSecondFactor(tx: Tx): Promise<OwnSecondFactor> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnSecondFactor>(ownSecondFactorStatement() as never)
  return rows[0] ?? { on: false, codesLeft: 0 }
}
