import { z } from '#platform/contract'
import { facts, recordFact } from '#company/journal'
import { addressKey, form, formFaults, newToken, nobody, ownOrigin, page, takeLimits } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { linkToken } from '../password-reset/password-reset.routes.ts'
import { goodLinkStatement, insertPasswordRequest, usePasswordLink } from '../password-reset/password-reset.sql.ts'
import { askPage, endedPage, sentPage, SIGN_IN_LINK_MINUTES, SIGN_IN_LINK_PATH, usePage } from './link.pages.tsx'
import { email } from './sign-in.contract.ts'
import { afterEntering, enter } from './sign-in.ts'

const asking = nobody('Who wants in by mail has no session; requests are counted by address and by e-mail.')
const byLink = nobody('The link is the proof; it is single-use and bound to the browser that asked for it.')
const HOUR_SECONDS = 3_600
const params = z.strictObject({ token: linkToken() })

export const signInLinkRoutes = [
  page({
    path: SIGN_IN_LINK_PATH,
    who: asking,
    contract: {},
    says: 'Asks for the e-mail address to send a link to that signs in.',
    reads: () => [],
    show: (_rows, { locale }) => askPage(locale),
  }),
  form({
    path: SIGN_IN_LINK_PATH,
    who: asking,
    contract: { body: z.strictObject({ email: email() }) },
    says: 'Sends a link that signs in, if there is such an account; the answer is the same if there is none.',
    prepare: (call, pools) =>
      takeLimits(pools.worker, [
        { name: 'sign-in-link-address', key: addressKey(call.address), max: 20, seconds: HOUR_SECONDS },
        { name: 'sign-in-link-account', key: call.input.body.email, max: 5, seconds: HOUR_SECONDS },
      ]),
    act: async (tx, call) => {
      const browserToken = newToken()
      const asked = { browserToken, origin: ownOrigin(call), language: call.locale, purpose: 'sign-in' } as const
      const requestId = await insertPasswordRequest(tx, { email: call.input.body.email, ...asked })
      const context = { channel: 'portal', actor: { kind: 'guest' }, occurredAt: call.now } as const
      await recordFact(tx, facts.signInLinkAsked, { requestId }, context)
      return browserToken
    },
    done: (browserToken, { locale, input }) => ({
      page: sentPage(locale, input.body.email),
      cookies: [{ name: 'link', value: browserToken, maxAgeSeconds: SIGN_IN_LINK_MINUTES * 60 }],
    }),
    again: async (_tx, { refusal, typed }, call) =>
      askPage(call.locale, typeof typed['email'] === 'string' ? typed['email'] : '', formFaults(call, refusal)),
  }),
  page({
    path: `${SIGN_IN_LINK_PATH}/:token`,
    who: byLink,
    contract: { params },
    says: 'Shows the button that signs in; opening the link uses nothing up, because mail scanners open links.',
    reads: ({ input, browser }) => [goodLinkStatement(input.params.token, browser.cookies.link, 'sign-in')],
    show: ([good], { locale, input }) =>
      good && good.length > 0 ? usePage(locale, input.params.token) : endedPage(locale),
  }),
  form({
    path: `${SIGN_IN_LINK_PATH}/:token`,
    who: byLink,
    contract: { params, body: z.strictObject({}) },
    limit: { name: 'sign-in-by-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Uses the link up and signs in; an account with an app still owes its code.',
    act: async (tx, call) => {
      const accountId = await usePasswordLink(tx, call.input.params.token, call.browser.cookies.link, 'sign-in')
      if (!accountId) throw new Refusal(422, 'identity.link-ended')
      return enter(tx, call, accountId, 'link')
    },
    done: (entered) => afterEntering(entered, undefined, [{ name: 'link', value: '' }]),
    again: async (_tx, _again, { locale }) => endedPage(locale),
  }),
]
