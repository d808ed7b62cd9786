import {
  activate,
  ACTIVATION_HOURS,
  askForActivation,
  email,
  goodActivationStatement,
  hashPassword,
  linkToken,
  refuseWeakPassword,
  signedInCookies,
  typedPassword,
} from '#company/identity'
import { z } from '#platform/contract'
import { addressKey, form, formFaults, nobody, page, type SetCookie, takeLimits } from '#platform/http'
import { askPage, confirmPage, endedPage, sentPage } from './activation.pages.tsx'
import { number, numberKey } from './numbers.ts'

const newcomer = nobody('Who activates an account has none yet; numbers, addresses and e-mails are counted.')
const byLink = nobody('The link is the proof; it is single-use and bound to the browser that asked for it.')

const HOUR_SECONDS = 3_600
const DAY_SECONDS = 86_400

export const activationRoutes = [
  page({
    path: '/zugang-freischalten',
    who: newcomer,
    contract: {},
    says: 'Asks for customer number, meter number, e-mail and password.',
    reads: () => [],
    show: (_rows, { locale }) => askPage(locale),
  }),
  form({
    path: '/zugang-freischalten',
    who: newcomer,
    contract: {
      body: z.strictObject({
        customerNumber: number(),
        meterNumber: number(),
        email: email(),
        password: typedPassword(),
      }),
    },
    says: 'Writes to the e-mail address: a link if the two numbers belong together. The answer is the same if they do not.',
    prepare: async (call, pools) => {
      const { customerNumber, email, password } = call.input.body
      await refuseWeakPassword(password, 'password', [call.settings.UTILITY_NAME, email.split('@')[0] ?? ''])
      await takeLimits(pools.worker, [
        { name: 'activation-address', key: addressKey(call.address), max: 20, seconds: HOUR_SECONDS },
        { name: 'activation-email', key: email, max: 5, seconds: HOUR_SECONDS },
        { name: 'activation-number', key: numberKey(customerNumber), max: 10, seconds: DAY_SECONDS },
      ])
      return hashPassword(password)
    },
    act: (tx, call, passwordHash) => {
      const { customerNumber, meterNumber, email } = call.input.body
      return askForActivation(tx, call, { customerNumber, meterNumber, email, passwordHash })
    },
    done: (browserToken, { locale, input }) => ({
      page: sentPage(locale, input.body.email),
      cookies: [{ name: 'link', value: browserToken, maxAgeSeconds: ACTIVATION_HOURS * HOUR_SECONDS }],
    }),
    again: async (_tx, { refusal, typed }, call) => askPage(call.locale, typed, formFaults(call, refusal)),
  }),
  page({
    path: '/zugang-bestaetigen/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }) },
    says: 'Shows the button that sets the account up; opening the link changes nothing.',
    reads: ({ input, browser }) => [goodActivationStatement(input.params.token, browser.cookies.link)],
    show: ([good], { locale, input }) =>
      good && good.length > 0 ? confirmPage(locale, input.params.token) : endedPage(locale),
  }),
  form({
    path: '/zugang-bestaetigen/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }), body: z.strictObject({}) },
    limit: { name: 'activation-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Makes the account, or adds the customer to the one of this e-mail address.',
    act: (tx, call) => activate(tx, call, call.input.params.token),
    done: ({ sessionToken, browserToken = '' }) => {
      const spent: SetCookie = { name: 'link', value: '' }
      if (!sessionToken) return { to: '/anmelden?hinweis=freigeschaltet', cookies: [spent] }
      return { to: '/', cookies: [spent, ...signedInCookies({ token: sessionToken, browserToken })] }
    },
    again: async (_tx, _again, { locale }) => endedPage(locale),
  }),
]
