import { facts, recordFact } from '#company/journal'
import { id, line, z } from '#platform/contract'
import { transaction } from '#platform/database'
import {
  addressKey,
  anyRight,
  apiAct,
  customer,
  form,
  formFaults,
  freshly,
  nobody,
  page,
  takeLimits,
} from '#platform/http'
import type { Locale } from '#platform/i18n'
import { notFound, notSignedIn } from '#platform/refusal'
import { confirmPage } from '../confirming/confirm.pages.tsx'
import { markProved, renewSession } from '../confirming/confirm.sql.ts'
import { CONFIRM_PATH } from '../confirming/fresh.ts'
import { ownSecondFactor } from '../second-factor/second-factor.sql.ts'
import { deviceOf } from '../sessions/device-name.ts'
import { safeNext } from '../sign-in/sign-in.contract.ts'
import { signInPage } from '../sign-in/sign-in.pages.tsx'
import { afterEntering, signIn } from '../sign-in/sign-in.ts'
import { addPasskey, authenticationOptions, checkPasskey, registrationOptions } from './passkey.ts'
import { optionsAnswer, sentAnswer } from './passkey.contract.ts'
import { CONFIRM_OPTIONS, REGISTER_OPTIONS, SIGN_IN_OPTIONS } from './passkey-form.tsx'
import {
  deleteOwnPasskey,
  type OwnPasskey,
  ownPasskeys,
  ownPasskeysStatement,
  renameOwnPasskey,
} from './passkey.sql.ts'
import { passkeyPage, passkeysPage, passkeyTexts } from './passkeys.pages.tsx'

const everybody = nobody(
  'Who signs in has no session yet; the answer of the device is the proof, and tries are counted.',
)
const whoever = customer(anyRight, 'readings')
const whoeverFresh = freshly(whoever)
const QUARTER_SECONDS = 900
const next = z.string().max(2_000).optional()
const nothing = z.strictObject({})
const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)
const params = z.strictObject({ id: id() })

/** "Firefox auf Windows": a name to begin with, which the person can change. */
function deviceText(userAgent: string, locale: Locale): string {
  const { browser, system } = deviceOf(userAgent)
  if (browser && system) return passkeyTexts(locale)('device', { browser, system })
  return browser ?? system ?? passkeyTexts(locale)('unknownDevice')
}

const signInRoutes = [
  apiAct({
    method: 'POST',
    path: SIGN_IN_OPTIONS,
    who: everybody,
    contract: { body: nothing },
    limit: { name: 'passkey-options', max: 240, seconds: QUARTER_SECONDS, by: 'address' },
    says: 'What a browser needs to sign in with a passkey; it names no account.',
    answer: optionsAnswer,
    prepare: (call, pools) => authenticationOptions(pools.worker, call),
    act: async (_tx, _call, options) => ({ ...options }),
  }),
  form({
    path: '/anmelden/passkey',
    who: everybody,
    contract: { body: z.strictObject({ answer: sentAnswer(), next }) },
    says: 'Signs a customer in with the answer of a passkey.',
    prepare: async (call, pools) => {
      const key = addressKey(call.address)
      await takeLimits(pools.worker, [{ name: 'passkey-sign-in', key, max: 60, seconds: QUARTER_SECONDS }])
      return checkPasskey(pools.worker, call, call.input.body.answer)
    },
    act: (tx, call, { accountId }) => signIn(tx, call, accountId, 'passkey'),
    done: (signedIn, { input }) => afterEntering({ in: signedIn }, input.body.next),
    again: async (_tx, { refusal, typed }, call) =>
      signInPage(call.locale, { faults: formFaults(call, refusal), next: text(typed['next']) }),
  }),
]

const confirmRoutes = [
  apiAct({
    method: 'POST',
    path: CONFIRM_OPTIONS,
    who: whoever,
    contract: { body: nothing },
    limit: { name: 'passkey-options', max: 240, seconds: QUARTER_SECONDS, by: 'address' },
    says: 'What a browser needs to confirm with a passkey of the signed-in person.',
    answer: optionsAnswer,
    prepare: (call, pools) => authenticationOptions(pools.worker, call, call.who),
    act: async (_tx, _call, options) => ({ ...options }),
  }),
  form({
    path: `${CONFIRM_PATH}/passkey`,
    who: whoever,
    contract: { body: z.strictObject({ answer: sentAnswer(), next }) },
    says: 'Takes the answer of a passkey as proof, gives the session a new token and leads back to what was begun.',
    prepare: async (call, pools) => {
      const key = call.who.accountId
      await takeLimits(pools.worker, [{ name: 'confirm-passkey', key, max: 20, seconds: QUARTER_SECONDS }])
      const { accountId } = await checkPasskey(pools.worker, call, call.input.body.answer, call.who.sessionId)
      if (accountId !== call.who.accountId) throw notFound()
      await transaction(pools.worker, (tx) => markProved(tx, call.who.sessionId, 'passkey'))
    },
    act: async (tx, { browser }) => {
      const token = await renewSession(tx, browser.cookies.portal)
      if (!token) throw notSignedIn()
      return token
    },
    done: (token, { input }) => ({
      to: safeNext(input.body.next, '/konto'),
      cookies: [{ name: 'portal', value: token }],
    }),
    again: async (tx, { refusal, typed }, call) =>
      confirmPage(call.locale, {
        next: text(typed['next']),
        withCode: (await ownSecondFactor(tx)).on,
        faults: formFaults(call, refusal),
      }),
  }),
]

async function ownPasskey(tx: Parameters<typeof ownPasskeys>[0], passkeyId: string): Promise<OwnPasskey> {
  const found = (await ownPasskeys(tx)).find((one) => one.id === passkeyId)
  if (!found) throw notFound()
  return found
}

const ownRoutes = [
  page({
    path: '/konto/passkeys',
    who: whoeverFresh,
    contract: { query: z.strictObject({ getan: z.enum(['neu', 'umbenannt', 'geloescht']).optional() }) },
    says: 'Lists the passkeys of the signed-in person.',
    reads: () => [ownPasskeysStatement()],
    show: ([passkeys], { locale, input }) =>
      passkeysPage(locale, { passkeys: passkeys as readonly OwnPasskey[], done: input.query.getan }),
  }),
  apiAct({
    method: 'POST',
    path: REGISTER_OPTIONS,
    who: whoeverFresh,
    contract: { body: nothing },
    limit: { name: 'passkey-options', max: 240, seconds: QUARTER_SECONDS, by: 'address' },
    says: 'What a browser needs to make a passkey for the signed-in person.',
    answer: optionsAnswer,
    prepare: (call, pools) => registrationOptions(pools.worker, call),
    act: async (_tx, _call, options) => ({ ...options }),
  }),
  form({
    path: '/konto/passkeys',
    who: whoeverFresh,
    contract: { body: z.strictObject({ answer: sentAnswer() }) },
    says: 'Adds the passkey that the browser has made.',
    prepare: async (call, pools) => {
      const key = call.who.accountId
      await takeLimits(pools.worker, [{ name: 'passkey-add', key, max: 20, seconds: QUARTER_SECONDS }])
      const name = deviceText(call.browser.userAgent, call.locale)
      await addPasskey(pools.worker, call, call.input.body.answer, name)
    },
    act: async () => {},
    done: () => ({ to: '/konto/passkeys?getan=neu' }),
    again: async (tx, { refusal }, call) =>
      passkeysPage(call.locale, { passkeys: await ownPasskeys(tx), faults: formFaults(call, refusal) }),
  }),
  page({
    path: '/konto/passkeys/:id',
    who: whoeverFresh,
    contract: { params },
    says: 'Shows one passkey, to rename or delete it.',
    reads: () => [ownPasskeysStatement()],
    show: ([passkeys], { locale, input }) => {
      const found = (passkeys as readonly OwnPasskey[]).find((one) => one.id === input.params.id)
      if (!found) throw notFound()
      return passkeyPage(locale, found)
    },
  }),
  form({
    path: '/konto/passkeys/:id/name',
    who: whoeverFresh,
    contract: { params, body: z.strictObject({ name: line(60, 1) }) },
    says: 'Gives a passkey another name.',
    act: async (tx, { input }) => {
      if (!(await renameOwnPasskey(tx, input.params.id, input.body.name))) throw notFound()
    },
    done: () => ({ to: '/konto/passkeys?getan=umbenannt' }),
    again: async (tx, { refusal }, call) =>
      passkeyPage(call.locale, await ownPasskey(tx, call.input.params.id), formFaults(call, refusal)),
  }),
  form({
    path: '/konto/passkeys/:id/loeschen',
    who: whoeverFresh,
    contract: { params, body: nothing },
    says: 'Deletes a passkey; nobody signs in with it any more.',
    act: async (tx, { input, who, now }) => {
      if (!(await deleteOwnPasskey(tx, input.params.id))) throw notFound()
      const { accountId, customerId } = who
      await recordFact(
        tx,
        facts.passkeyRemoved,
        { accountId, passkeyId: input.params.id },
        { customerId, channel: 'portal', actor: { kind: 'customer', id: accountId }, occurredAt: now },
      )
    },
    done: () => ({ to: '/konto/passkeys?getan=geloescht' }),
    again: async (tx, { refusal }, call) =>
      passkeyPage(call.locale, await ownPasskey(tx, call.input.params.id), formFaults(call, refusal)),
  }),
]

export const passkeyRoutes = [...signInRoutes, ...confirmRoutes, ...ownRoutes]
