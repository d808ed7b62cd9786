import { defineListener, facts } from '#company/journal'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { stepTexts } from './step.texts.ts'

/** Tells the person of a sign-in in a browser that the account has never used (ASVS 6.3.5). */
export const onNewBrowser = defineListener({
  name: 'identity.tell-new-browser',
  hears: facts.newBrowserSeen,
  hear: async (tx, fact, now) => {
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = stepTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.new-browser:${fact.id}`,
        channel: 'e-mail',
        kind: 'identity.new-browser',
        recipient: account.email,
        subject: say('newBrowserSubject'),
        text: say('newBrowserText'),
        customerId: fact.customerId,
      },
      now,
    )
  },
})
