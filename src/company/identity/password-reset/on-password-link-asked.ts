import { defineListener, facts } from '#company/journal'
import { newToken } from '#platform/http'
import { defineTexts } from '#platform/i18n'
import { putIntoOutbox } from '#platform/mail'
import de from './password-reset.de.json' with { type: 'json' }
import en from './password-reset.en.json' with { type: 'json' }
import { linkPasswordRequest, passwordRequest } from './password-reset.sql.ts'
import { LINK_MINUTES } from './password-reset.ts'

export const passwordResetTexts = defineTexts(de, en)

/** Sends the link if there is an account with this e-mail address. To an address without one nothing is sent. */
export const onPasswordLinkAsked = defineListener({
  name: 'identity.send-password-link',
  hears: facts.passwordLinkAsked,
  hear: async (tx, fact, now) => {
    const request = await passwordRequest(tx, fact.payload.requestId)
    if (!request?.email) return
    const token = newToken()
    const recipient = await linkPasswordRequest(tx, {
      id: request.id,
      email: request.email,
      token,
      minutes: LINK_MINUTES,
    })
    if (!recipient) return
    const say = passwordResetTexts(request.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.password-link:${request.id}`,
        channel: 'e-mail',
        kind: 'identity.password-link',
        recipient,
        subject: say('mailSubject'),
        text: say('mailText', { link: `${request.origin}/passwort-neu/${token}`, minutes: LINK_MINUTES }),
        holdsSecret: true,
      },
      now,
    )
  },
})
