import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import type { Call } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { accountByEmail, insertAccount } from '../accounts/account.sql.ts'
import { endSessionOf, openSession } from '../sessions/session.sql.ts'
import { grantByInvite, takeInvite } from './invites.sql.ts'

/** @returns the token of a session for a new account; who has one signs in with its own proofs */
export type Accepted = { readonly sessionToken: string | undefined }

/**
 * Takes up an invitation: the link has proved the mailbox. The grant goes to the account of this e-mail address, which is made
 * if there is none.
 * @throws Refusal `identity.link-ended`; `identity.password-needed` if an account must be made and no password came
 */
export async function acceptInvite(
  tx: Tx,
  call: Pick<Call, 'now' | 'browser' | 'settings'>,
  token: string,
  passwordHash: string | undefined,
): Promise<Accepted> {
  const invite = await takeInvite(tx, token)
  if (!invite) throw new Refusal(422, 'identity.link-ended')
  const known = await accountByEmail(tx, invite.email)
  if (!known && !passwordHash)
    throw new Refusal(422, 'platform.wrong-fields', {
      fields: [{ field: 'password', code: 'platform.field.missing' }],
    })
  const made =
    known || !passwordHash
      ? undefined
      : await insertAccount(tx, {
          email: invite.email,
          name: invite.personName,
          passwordHash,
          emailConfirmed: true,
          language: invite.language,
        })
  const accountId = known?.id ?? made
  // An account of this address that is disabled is not opened by an invitation.
  if (!accountId) throw new Refusal(422, 'identity.link-ended')
  await grantByInvite(tx, invite.id, accountId)
  await recordFact(
    tx,
    facts.invitationAccepted,
    { inviteId: invite.id, accountId },
    {
      customerId: invite.isHidden ? null : invite.customerId,
      channel: 'link',
      actor: { kind: 'customer', id: accountId },
      occurredAt: call.now,
    },
  )
  if (!made) return { sessionToken: undefined }
  await endSessionOf(tx, call.browser.cookies.portal)
  const { userAgent } = call.browser
  return {
    sessionToken: await openSession(tx, {
      accountId,
      customerId: invite.customerId,
      userAgent,
      settings: call.settings,
      provedBy: 'activation',
    }),
  }
}
