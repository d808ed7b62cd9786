import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { type Call, type CustomerWho, ownOrigin } from '#platform/http'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import {
  insertInvite,
  leaveOwnGrant,
  lockGrants,
  type Person,
  storeEnd,
  storeGrant,
  withdrawInvite,
} from './people.sql.ts'
import {
  hasRight,
  isForAll,
  judgeChange,
  judgeEnd,
  managesPeople,
  mayGive,
  type PeopleRefusal,
  type WantedGrant,
} from './rights.ts'

type Locked = {
  readonly running: readonly Omit<Person, 'name' | 'email'>[]
  readonly one: Omit<Person, 'name' | 'email'>
}

/** The grants of the customer and the one that is meant, if the person who asks is still in charge once they are locked. */
async function lockedGrant(tx: Tx, { who }: Doing, grantId: string): Promise<Locked> {
  const running = await lockGrants(tx)
  const one = running.find((grant) => grant.id === grantId)
  if (!one || !running.some((grant) => grant.accountId === who.accountId && managesPeople(grant))) throw notFound()
  return { running, one }
}

/** A week: an invitation may wait for the end of a holiday, and not for a move into another mailbox. */
export const INVITE_DAYS = 7

type Doing = { readonly who: CustomerWho; readonly now: Temporal.Instant }

const contextOf = ({ who, now }: Doing): FactContext => ({
  customerId: who.customerId,
  channel: 'portal',
  actor: { kind: 'customer', id: who.accountId },
  occurredAt: now,
})

const refuse = (because: PeopleRefusal | undefined) => {
  if (because) throw new Refusal(422, because)
}

export type Invited = WantedGrant & {
  readonly email: string
  readonly personName: string
  /** What the customer is called in the mail and in the person's list. */
  readonly shownAs: string
  readonly language: 'de' | 'en'
}

/**
 * Invites a person by e-mail. The link is made and sent by a listener; it is good once, for a week, and only while the person
 * who invites is still in charge.
 * @throws Refusal `identity.beyond-own-rights`, `identity.people-need-all`
 */
export async function invitePerson(
  tx: Tx,
  call: Doing & Pick<Call, 'settings' | 'browser'>,
  invited: Invited,
): Promise<void> {
  if (!mayGive(call.who.rights, invited.rights)) refuse('identity.beyond-own-rights')
  if (hasRight(invited.rights, 'people') && !isForAll(invited)) refuse('identity.people-need-all')
  const inviteId = await insertInvite(tx, {
    ...invited,
    customerId: call.who.customerId,
    accountId: call.who.accountId,
    origin: ownOrigin(call),
    days: INVITE_DAYS,
  })
  await recordFact(tx, facts.personInvited, { inviteId }, contextOf(call))
}

/** Takes an invitation back. @throws Refusal 404 if none of this id waits */
export async function withdrawInvitation(tx: Tx, call: Doing, inviteId: string): Promise<void> {
  if (!(await withdrawInvite(tx, inviteId))) throw notFound()
  await recordFact(tx, facts.invitationWithdrawn, { inviteId }, contextOf(call))
}

/**
 * Changes what a person may do, from the next request on.
 * @throws Refusal 404, 409 if somebody was quicker, 422 with what stands against it
 */
export async function changeGrant(
  tx: Tx,
  call: Doing,
  change: WantedGrant & { readonly grantId: string; readonly rowVersion: number },
): Promise<void> {
  const { running, one: changed } = await lockedGrant(tx, call, change.grantId)
  refuse(judgeChange(running, changed, change, call.who.rights))
  if (!(await storeGrant(tx, changed.id, change.rowVersion, change))) throw changedMeanwhile()
  await recordFact(
    tx,
    facts.grantChanged,
    { grantId: changed.id, accountId: changed.accountId, rights: [...change.rights], isForAll: isForAll(change) },
    contextOf(call),
  )
}

/**
 * Ends a person's grant: with the next request its sessions open nothing of this customer.
 * @throws Refusal 404; `identity.last-person-in-charge`
 */
export async function endGrant(tx: Tx, call: Doing, grantId: string): Promise<void> {
  const { running, one: ended } = await lockedGrant(tx, call, grantId)
  refuse(judgeEnd(running, ended))
  const by = ended.accountId === call.who.accountId ? 'self' : 'people'
  await storeEnd(tx, ended.id, by)
  await recordFact(tx, facts.grantEnded, { grantId: ended.id, accountId: ended.accountId, by }, contextOf(call))
}

/** Ends the own grant for the customer of the session. @throws Refusal `identity.last-person-in-charge` */
export async function leaveCustomer(tx: Tx, call: Doing): Promise<void> {
  const { accountId } = call.who
  // Who manages nobody sees no grant to lock, and nobody is left alone by the end of theirs.
  const inCharge = (await lockGrants(tx)).find((grant) => grant.accountId === accountId)
  if (inCharge) return endGrant(tx, call, inCharge.id)
  const grantId = await leaveOwnGrant(tx)
  if (!grantId) throw notFound()
  await recordFact(tx, facts.grantEnded, { grantId, accountId, by: 'self' }, contextOf(call))
}
