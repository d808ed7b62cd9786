import { defineListener, facts } from '#company/journal'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { passwordResetTexts } from './on-password-link-asked.ts'

/** Tells the person that the password was changed, so that a change by somebody else does not stay unseen (ASVS 6.3.7). */
export const onPasswordChanged = defineListener({
  name: 'identity.tell-password-changed',
  hears: facts.passwordChanged,
  hear: async (tx, fact, now) => {
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = passwordResetTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.password-changed:${fact.id}`,
        channel: 'e-mail',
        kind: 'identity.password-changed',
        recipient: account.email,
        subject: say('changedSubject'),
        text: say('changedText'),
        customerId: fact.customerId,
      },
      now,
    )
  },
})
