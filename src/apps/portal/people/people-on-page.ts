import { type OwnCustomerRow, ownCustomerStatement } from '#company/customers'
import { type Invite, invitesStatement, peopleStatement, type Person } from '#company/identity'
import { sendTogether, type Tx } from '#platform/database'

export const ownCustomerNameStatement = () => ownCustomerStatement({})

export const ownCustomerName = (rows: readonly unknown[] | undefined): string =>
  (rows?.[0] as OwnCustomerRow | undefined)?.shown_name ?? '–'

/** What the page of people shows, inside of a transaction. */
export async function people(tx: Tx, ownAccountId: string) {
  const [persons, invites, names] = await sendTogether(tx, [
    peopleStatement(),
    invitesStatement(),
    ownCustomerNameStatement(),
  ])
  return {
    people: persons as Person[],
    invites: invites as Invite[],
    ownAccountId,
    customer: ownCustomerName(names),
  }
}
