import { defineListener, facts } from '#company/journal'
import { newToken } from '#platform/http'
import { putIntoOutbox } from '#platform/mail'
import { linkPasswordRequest, passwordRequest } from '../password-reset/password-reset.sql.ts'
import { SIGN_IN_LINK_MINUTES, SIGN_IN_LINK_PATH, signInLinkTexts } from './link.pages.tsx'

/** Sends the link if there is an account with this e-mail address. To an address without one nothing is sent. */
export const onSignInLinkAsked = defineListener({
  name: 'identity.send-sign-in-link',
  hears: facts.signInLinkAsked,
  hear: async (tx, fact, now) => {
    const request = await passwordRequest(tx, fact.payload.requestId)
    if (!request?.email) return
    const token = newToken()
    const minutes = SIGN_IN_LINK_MINUTES
    const recipient = await linkPasswordRequest(tx, { id: request.id, email: request.email, token, minutes })
    if (!recipient) return
    const say = signInLinkTexts(request.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.sign-in-link:${request.id}`,
        channel: 'e-mail',
        kind: 'identity.sign-in-link',
        recipient,
        subject: say('mailSubject'),
        text: say('mailText', { link: `${request.origin}${SIGN_IN_LINK_PATH}/${token}`, minutes }),
        holdsSecret: true,
      },
      now,
    )
  },
})
