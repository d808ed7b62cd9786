import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import type { BankAnswer } from './bank.contract.ts'
import { groupedIban, maskedIban } from './iban.ts'
import type { MandateWording } from './mandate.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** How an account is paid now; `rowVersion` 0 while nothing has been stored. */
export type BankDetails = BankAnswer & { readonly customerId: string; readonly mandateId: string | null }

const select = sql`
  select a.id as "contractAccountId", a.contract_account_number as "contractAccountNumber", a.customer_id as "customerId",
         b.way, b.iban, b.holder, k.name as "bankName", m.id as "mandateId", m.mandate_reference as "mandateReference",
         m.creditor_id as "creditorId", m.signed_on::text as "signedOn", coalesce(b.row_version, 0) as "rowVersion"
    from contract_account a
    left join bank_details b on b.contract_account_id = a.id
    left join mandate m on m.id = b.mandate_id
    left join bank_code k on b.iban like 'DE%' and k.code = substr(b.iban, 5, 8)`

/** All accounts of a customer, or of the one that the session acts for, with how they are paid. */
export const bankStatement = (whom: { readonly id: string } | 'session'): Statement<BankDetails> =>
  sql<BankDetails>`${select}
    where a.customer_id = ${whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}`}
    order by a.contract_account_number`.compile(statements<NoTables>())

/** One account of this customer. */
export async function bankOf(tx: Tx, contractAccountId: string, customerId: string): Promise<BankDetails | undefined> {
  const { rows } =
    await sql<BankDetails>`${select} where a.id = ${contractAccountId} and a.customer_id = ${customerId}`.execute(
      on(tx),
    )
  return rows[0]
}

/** Waits for whoever changes this account at the moment; a lock of its own, because there may be no row yet. */
export async function lockBank(tx: Tx, contractAccountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('bank_details:' || ${contractAccountId}::text, 0))`.execute(
    on(tx),
  )
}

export async function countMandates(tx: Tx, contractAccountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mandate where contract_account_id = ${contractAccountId}`.execute(on(tx))
  return rows[0]?.count ?? 0
}

/** The name of a bank in the utility's own list. */
export async function bankName(tx: Tx, code: string | undefined): Promise<string | undefined> {
  if (code === undefined) return undefined
  const { rows } = await sql<{ name: string }>`select name from bank_code where code = ${code}`.execute(on(tx))
  return rows[0]?.name
}

export type NewMandate = {
  readonly customerId: string
  readonly contractAccountId: string
  readonly reference: string
  readonly creditorId: string
  readonly creditorName: string
  readonly iban: string
  readonly holder: string
  readonly wording: MandateWording
  readonly language: Locale
  readonly signedOn: Temporal.PlainDate
  readonly signedAt: Temporal.Instant
  readonly signedBy: 'portal' | 'desk'
  readonly toldBy: string | null
}

export async function insertMandate(tx: Tx, mandate: NewMandate): Promise<string> {
  const told = mandate.toldBy === null ? sql`` : sql`, told_by`
  const toldValue = mandate.toldBy === null ? sql`` : sql`, ${mandate.toldBy}`
  const { rows } = await sql<{ id: string }>`
    insert into mandate (customer_id, contract_account_id, mandate_reference, creditor_id, creditor_name, iban, holder, wording,
                         wording_version, wording_hash, language, signed_on, signed_at, signed_by${told})
    values (${mandate.customerId}, ${mandate.contractAccountId}, ${mandate.reference}, ${mandate.creditorId},
            ${mandate.creditorName}, ${mandate.iban}, ${mandate.holder}, ${mandate.wording.text}, ${mandate.wording.version},
            ${mandate.wording.hash}, ${mandate.language}, ${mandate.signedOn}, ${mandate.signedAt}, ${mandate.signedBy}${toldValue})
    returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export async function endMandate(
  tx: Tx,
  id: string,
  state: 'replaced' | 'revoked',
  now: Temporal.Instant,
): Promise<void> {
  await sql`update mandate set state = ${state}, ended_at = ${now} where id = ${id} and state = 'active'`.execute(
    on(tx),
  )
}

/** A mandate that was replaced by a change that is taken back counts again; its holder never revoked it. */
export async function reviveMandate(tx: Tx, id: string): Promise<void> {
  await sql`update mandate set state = 'active', ended_at = null where id = ${id} and state = 'replaced'`.execute(
    on(tx),
  )
}

export type StoredBank = {
  readonly contractAccountId: string
  readonly customerId: string
  readonly way: 'direct-debit' | 'transfer'
  readonly iban: string | null
  readonly holder: string | null
  readonly mandateId: string | null
}

/** @returns the new row version */
export async function storeBank(tx: Tx, bank: StoredBank, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    insert into bank_details as b (contract_account_id, customer_id, way, iban, holder, mandate_id, changed_here_at)
    values (${bank.contractAccountId}, ${bank.customerId}, ${bank.way}, ${bank.iban}, ${bank.holder}, ${bank.mandateId}, ${now})
    on conflict (contract_account_id) do update
       set way = excluded.way, iban = excluded.iban, holder = excluded.holder, mandate_id = excluded.mandate_id,
           row_version = b.row_version + 1, changed_here_at = excluded.changed_here_at
    returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion as number
}

/** The wording of a mandate as it was signed, with the account masked: it goes into a mail. */
export async function mandateTextOf(tx: Tx, id: string | null | undefined): Promise<string | undefined> {
  if (!id) return undefined
  const { rows } = await sql<{
    wording: string
    iban: string
  }>`select wording, iban from mandate where id = ${id}`.execute(on(tx))
  const mandate = rows[0]
  return mandate?.wording.replace(groupedIban(mandate.iban), maskedIban(mandate.iban))
}
