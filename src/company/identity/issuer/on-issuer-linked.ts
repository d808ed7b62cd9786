import { defineListener, facts } from '#company/journal'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { issuerTexts } from './issuer.pages.tsx'

/** Tells the person that a way in was added, so that it does not stay unseen if it was somebody else (ASVS 6.3.7). */
export const onIssuerLinked = defineListener({
  name: 'identity.tell-issuer-linked',
  hears: facts.issuerLinked,
  hear: async (tx, fact, now) => {
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = issuerTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.issuer-linked:${fact.id}`,
        channel: 'e-mail',
        kind: 'identity.issuer-linked',
        recipient: account.email,
        subject: say('mailSubject'),
        text: say('mailText'),
        customerId: fact.customerId,
      },
      now,
    )
  },
})
