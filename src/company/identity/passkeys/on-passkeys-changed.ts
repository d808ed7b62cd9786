import { defineListener, type Fact, facts, type Listener } from '#company/journal'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { passkeyTexts } from './passkeys.pages.tsx'

type Changed = Fact<typeof facts.passkeyAdded> | Fact<typeof facts.passkeyRemoved>

/** Tells the person that a way in was added or is gone, so that it does not stay unseen if it was somebody else (ASVS 6.3.7). */
const tell =
  (what: 'added' | 'removed') =>
  async (tx: Tx, fact: Changed, now: Temporal.Instant): Promise<void> => {
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = passkeyTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.passkey-${what}:${fact.id}`,
        channel: 'e-mail',
        kind: `identity.passkey-${what}`,
        recipient: account.email,
        subject: say(`${what}Subject`),
        text: say(`${what}Text`),
        customerId: fact.customerId,
      },
      now,
    )
  }

export const onPasskeysChanged: readonly Listener[] = [
  defineListener({ name: 'identity.tell-passkey-added', hears: facts.passkeyAdded, hear: tell('added') }),
  defineListener({ name: 'identity.tell-passkey-removed', hears: facts.passkeyRemoved, hear: tell('removed') }),
]
