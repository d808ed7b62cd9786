import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

// What happens to an invitation outside of the inviter's session: sent by a listener, taken up by who holds the link. Both are
// work of the worker role.

export type SentInvite = {
  readonly id: string
  readonly email: string
  readonly personName: string
  readonly shownAs: string
  readonly origin: string
  readonly language: 'de' | 'en'
  readonly endsAt: Temporal.Instant
  readonly inviterName: string | null
  readonly inviterEmail: string | null
  readonly inviterLanguage: 'de' | 'en' | null
  readonly customerId: string
  readonly kind: 'person' | 'attorney'
}

const query = () =>
  statements<AccountTables>()
    .selectFrom('grant_invite as i')
    .leftJoin('account as a', 'a.id', 'i.invited_by_account_id')
    .select([
      'i.id',
      'i.email',
      'i.person_name as personName',
      'i.shown_as as shownAs',
      'i.origin',
      'i.language',
      'i.ends_at as endsAt',
      'i.customer_id as customerId',
      'i.kind',
      'a.name as inviterName',
      'a.email as inviterEmail',
      'a.language as inviterLanguage',
    ])

export async function readInvite(tx: Tx, id: string): Promise<SentInvite | undefined> {
  const { rows } = await tables<AccountTables>(tx).executeQuery(query().where('i.id', '=', id).compile())
  return rows[0]
}

/** Gives a waiting invitation the hash of its link. @returns false if it does not wait any more or has a link already */
export async function linkInvite(tx: Tx, id: string, token: string): Promise<boolean> {
  const changed = await tables<AccountTables>(tx)
    .updateTable('grant_invite')
    .set({ token_hash: tokenHash(token) })
    .where('id', '=', id)
    .where('token_hash', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/**
 * An invitation is good while it waits, and while the person who sent it still manages the people of this customer: who has
 * been removed leaves no open door behind. A power of attorney was given by staff and needs nobody.
 */
const good = sql<boolean>`i.accepted_at is null and i.withdrawn_at is null and i.ends_at > now()
  and (i.grant_valid_to is null or i.grant_valid_to > now())
  and (i.kind = 'attorney' or exists (
    select 1 from account_grant g join account a on a.id = g.account_id and a.disabled_at is null
     where g.account_id = i.invited_by_account_id and g.customer_id = i.customer_id and g.level = 'open'
       and g.rights && '{all,people}' and g.site_ids is null and g.contract_ids is null
       and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())))`

export type GoodInvite = SentInvite & {
  readonly rights: readonly string[]
  readonly isForAll: boolean
  readonly hasAccount: boolean
}

/** The invitation behind a link, if it is good; whether this mailbox has an account already, its owner may know. */
export const goodInviteStatement = (token: string): Statement<GoodInvite> =>
  query()
    .select([
      'i.rights',
      sql<boolean>`i.site_ids is null and i.contract_ids is null`.as('isForAll'),
      sql<boolean>`exists (select 1 from account b where b.email = i.email)`.as('hasAccount'),
    ])
    .where('i.token_hash', '=', tokenHash(token))
    .where(good)
    .compile()

export type TakenInvite = {
  readonly id: string
  readonly customerId: string
  readonly email: string
  readonly personName: string
  readonly language: 'de' | 'en'
  /** True for a power that a court's order hides from the customer. */
  readonly isHidden: boolean
}

/** Uses the link up, once. */
export async function takeInvite(tx: Tx, token: string): Promise<TakenInvite | undefined> {
  return tables<AccountTables>(tx)
    .updateTable('grant_invite as i')
    .set({ accepted_at: sql<Temporal.Instant>`now()` })
    .where('i.token_hash', '=', tokenHash(token))
    .where(good)
    .returning(['i.id', 'i.customer_id as customerId', 'i.email', 'i.person_name as personName', 'i.language'])
    .returning(
      sql<boolean>`exists (select 1 from power_of_attorney p where p.id = i.power_id and p.hidden_because is not null)`.as(
        'isHidden',
      ),
    )
    .executeTakeFirst()
}

/**
 * The grant that an invitation promises. Who is in charge of the customer already stays so; every other grant of this person
 * for this customer becomes what was promised.
 */
export async function grantByInvite(tx: Tx, inviteId: string, accountId: string): Promise<void> {
  const on = tables<AccountTables>(tx)
  await sql`
    insert into account_grant as g (account_id, customer_id, level, rights, shown_as, kind, site_ids, contract_ids, valid_to, given_by_account_id, power_id)
    select ${accountId}, i.customer_id, 'open', i.rights, i.shown_as, i.kind, i.site_ids, i.contract_ids, i.grant_valid_to, i.invited_by_account_id, i.power_id
      from grant_invite i where i.id = ${inviteId}
    on conflict (account_id, customer_id) do update
       set level = 'open', rights = excluded.rights, shown_as = excluded.shown_as, kind = excluded.kind, site_ids = excluded.site_ids,
           contract_ids = excluded.contract_ids, valid_from = now(), valid_to = excluded.valid_to,
           given_by_account_id = excluded.given_by_account_id, power_id = excluded.power_id, ended_by = null, row_version = g.row_version + 1
     where not (g.level = 'open' and g.rights && '{all,people}' and g.site_ids is null and g.contract_ids is null
                and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))`.execute(on)
  await on.updateTable('grant_invite').set({ account_id: accountId }).where('id', '=', inviteId).execute()
}
