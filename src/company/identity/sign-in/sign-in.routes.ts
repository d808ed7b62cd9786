import { form, formFaults, nobody, page } from '#platform/http'
import { z } from '#platform/contract'
import { customerIssuer } from '../issuer/issuer-sign-in.ts'
import { endSessionOf } from '../sessions/session.sql.ts'
import { signInBody, signInQuery } from './sign-in.contract.ts'
import { signInPage, signOutPage } from './sign-in.pages.tsx'
import { afterEntering, checkPassword, enter } from './sign-in.ts'

const everybody = nobody('Who signs in has no session yet; attempts are counted by address and by account.')
const whoLeaves = nobody('Ends only the session whose token the browser sends, and must work when it has run out.')
const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)

export const signInRoutes = [
  page({
    path: '/anmelden',
    who: everybody,
    contract: { query: signInQuery },
    says: 'Asks a customer for e-mail and password.',
    reads: () => [],
    show: (_rows, { locale, input, settings }) =>
      signInPage(locale, {
        next: input.query.next,
        hint: input.query.hinweis,
        issuer: customerIssuer(settings)?.name,
      }),
  }),
  form({
    path: '/anmelden',
    who: everybody,
    contract: { body: signInBody },
    says: 'Signs a customer in and begins a new session.',
    prepare: (call, pools) => checkPassword(pools.worker, call.input.body, call.address),
    act: (tx, call, accountId) => enter(tx, call, accountId, 'password', call.input.body.next),
    done: (entered, { input }) => afterEntering(entered, input.body.next),
    again: async (_tx, { refusal, typed }, call) =>
      signInPage(call.locale, {
        faults: formFaults(call, refusal),
        email: text(typed['email']),
        next: text(typed['next']),
      }),
  }),
  page({
    path: '/abmelden',
    who: whoLeaves,
    contract: {},
    says: 'Asks whether to sign out, because opening an address changes nothing.',
    reads: () => [],
    show: (_rows, { locale }) => signOutPage(locale),
  }),
  form({
    path: '/abmelden',
    who: whoLeaves,
    contract: { body: z.strictObject({}) },
    says: 'Ends the session of this browser.',
    act: (tx, { browser }) => endSessionOf(tx, browser.cookies.portal),
    done: () => ({ to: '/anmelden?hinweis=abgemeldet', cookies: [{ name: 'portal', value: '' }], forget: true }),
    again: async (_tx, _again, { locale }) => signOutPage(locale),
  }),
]
