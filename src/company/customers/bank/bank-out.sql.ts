import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type BankState = { readonly state: unknown; readonly changedHereAt: Temporal.Instant | null }

/** How accounts are paid, by contract account, with the mandate under which may be collected. */
export async function bankStates(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, BankState>> {
  const { rows } = await sql<{ id: string } & BankState>`
    select a.id, b.changed_here_at as "changedHereAt",
           json_build_object('contractAccountId', a.id::text, 'contractAccountNumber', a.contract_account_number, 'way', b.way,
             'iban', b.iban, 'holder', b.holder, 'mandateReference', m.mandate_reference, 'creditorId', m.creditor_id,
             'signedOn', m.signed_on, 'rowVersion', b.row_version) as state
      from bank_details b join contract_account a on a.id = b.contract_account_id left join mandate m on m.id = b.mandate_id
     where b.contract_account_id = any(${ids}::bigint[])`.execute(tables<Record<string, never>>(tx))
  return new Map(rows.map(({ id, ...state }) => [id, state]))
}
