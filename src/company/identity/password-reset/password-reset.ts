import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { type Call, newToken, ownOrigin } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { endSessionsOf } from '../sessions/session.sql.ts'
import { grantToBeginWith } from '../sign-in/sign-in.sql.ts'
import { insertPasswordRequest, setPassword, usePasswordLink } from './password-reset.sql.ts'

/** An hour: mails may be slow, and a person may be called away. */
export const LINK_MINUTES = 60

/**
 * Writes down that somebody asked for a link, whoever it is; a listener looks up afterwards whether there is such an account
 * and writes the mail. So the answer, its time and its cookie are the same for all addresses.
 * @returns the token that binds the link to this browser
 */
export async function askForPasswordLink(
  tx: Tx,
  call: Pick<Call, 'now' | 'locale' | 'settings' | 'browser'>,
  email: string,
): Promise<string> {
  const browserToken = newToken()
  const requestId = await insertPasswordRequest(tx, {
    email,
    browserToken,
    origin: ownOrigin(call),
    language: call.locale,
  })
  await recordFact(
    tx,
    facts.passwordLinkAsked,
    { requestId },
    { channel: 'portal', actor: { kind: 'guest' }, occurredAt: call.now },
  )
  return browserToken
}

/**
 * Sets the password of the account that the link was sent for, uses the link up and ends every session of the account.
 * @throws Refusal `identity.link-ended` if the link is used, too old, unknown, or was asked for in another browser
 */
export async function setPasswordByLink(
  tx: Tx,
  call: Pick<Call, 'now' | 'browser'>,
  token: string,
  hash: string,
): Promise<void> {
  const accountId = await usePasswordLink(tx, token, call.browser.cookies.link)
  if (!accountId) throw new Refusal(422, 'identity.link-ended')
  await setPassword(tx, accountId, hash)
  await endSessionsOf(tx, accountId)
  const grant = await grantToBeginWith(tx, accountId)
  await recordFact(
    tx,
    facts.passwordChanged,
    { accountId },
    {
      customerId: grant?.customerId ?? null,
      channel: 'link',
      actor: { kind: 'customer', id: accountId },
      occurredAt: call.now,
    },
  )
}
