import { z } from '#platform/contract'
import { addressKey, form, formFaults, nobody, page, takeLimits } from '#platform/http'
import { hashPassword } from '../passwords/argon2.ts'
import { refuseWeakPassword } from '../passwords/password-rule.ts'
import { email, typedPassword } from '../sign-in/sign-in.contract.ts'
import { askForLinkPage, linkEndedPage, linkSentPage, newPasswordPage } from './password-reset.pages.tsx'
import { goodLinkStatement } from './password-reset.sql.ts'
import { askForPasswordLink, LINK_MINUTES, setPasswordByLink } from './password-reset.ts'

const forgotten = nobody(
  'Who has forgotten the password cannot sign in; what is asked for is counted by address and account.',
)
const byLink = nobody('The link is the proof; it is single-use and bound to the browser that asked for it.')

export const linkToken = () => z.string().regex(/^[\w-]{43}$/)
const HOUR_SECONDS = 3_600

export const passwordResetRoutes = [
  page({
    path: '/passwort-vergessen',
    who: forgotten,
    contract: {},
    says: 'Asks for the e-mail address to send a link for a new password to.',
    reads: () => [],
    show: (_rows, { locale }) => askForLinkPage(locale),
  }),
  form({
    path: '/passwort-vergessen',
    who: forgotten,
    contract: { body: z.strictObject({ email: email() }) },
    says: 'Sends a link for a new password, if there is such an account; the answer is the same if there is none.',
    prepare: (call, pools) =>
      takeLimits(pools.worker, [
        { name: 'password-link-address', key: addressKey(call.address), max: 20, seconds: HOUR_SECONDS },
        { name: 'password-link-account', key: call.input.body.email, max: 5, seconds: HOUR_SECONDS },
      ]),
    act: (tx, call) => askForPasswordLink(tx, call, call.input.body.email),
    done: (browserToken, { locale, input }) => ({
      page: linkSentPage(locale, input.body.email),
      cookies: [{ name: 'link', value: browserToken, maxAgeSeconds: LINK_MINUTES * 60 }],
    }),
    again: async (_tx, { refusal, typed }, call) =>
      askForLinkPage(call.locale, typeof typed['email'] === 'string' ? typed['email'] : '', formFaults(call, refusal)),
  }),
  page({
    path: '/passwort-neu/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }) },
    says: 'Asks for the new password; opening the link uses nothing up, because mail scanners open links.',
    reads: ({ input, browser }) => [goodLinkStatement(input.params.token, browser.cookies.link)],
    show: ([good], { locale, input }) =>
      good && good.length > 0 ? newPasswordPage(locale, input.params.token) : linkEndedPage(locale),
  }),
  form({
    path: '/passwort-neu/:token',
    who: byLink,
    contract: {
      params: z.strictObject({ token: linkToken() }),
      body: z.strictObject({ wanted: typedPassword() }),
    },
    limit: { name: 'password-by-link', max: 30, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Uses the link up, sets the new password and ends all sessions of the account.',
    prepare: async (call) => {
      await refuseWeakPassword(call.input.body.wanted, 'wanted', [call.settings.UTILITY_NAME])
      return hashPassword(call.input.body.wanted)
    },
    act: (tx, call, hash) => setPasswordByLink(tx, call, call.input.params.token, hash),
    done: () => ({ to: '/anmelden?hinweis=passwort-neu', cookies: [{ name: 'link', value: '' }] }),
    again: async (_tx, { refusal }, call) =>
      refusal.code === 'identity.link-ended'
        ? linkEndedPage(call.locale)
        : newPasswordPage(call.locale, call.input.params.token, formFaults(call, refusal)),
  }),
]
