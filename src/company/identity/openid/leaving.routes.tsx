import type pg from 'pg'
import { z } from '#platform/contract'
import { transaction } from '#platform/database'
import { type Call, form, nobody, page, raw } from '#platform/http'
import { endSessionOf } from '../sessions/session.sql.ts'
import { isClientId } from './authorize-request.ts'
import { issuerOf, OPENID_PATH } from './issuer-name.ts'
import { audienceOf } from './keys.ts'
import { leavePage, leftPage, onwardPage } from './openid.pages.tsx'
import { clientOf, sessionOf } from './openid.sql.ts'

const LEAVE_PATH = `${OPENID_PATH}/abmelden`
const ASK_LEAVE_PATH = `${OPENID_PATH}/abmelden/fragen`
const portal = nobody('Whoever leaves a portal comes here; only the session of this very browser can end.')

/**
 * Where a browser may go after signing out: an address that the portal has registered, named by the token or by its id (OpenID Connect
 * RP-Initiated Logout 1.0). Anything else is not followed.
 */
async function goalOf(
  pool: pg.Pool,
  call: Pick<Call, 'settings' | 'browser' | 'now'>,
  asked: URLSearchParams,
): Promise<string | undefined> {
  const wanted = asked.get('post_logout_redirect_uri')
  if (!wanted) return undefined
  const hint = asked.get('id_token_hint')
  const audience = hint && (await audienceOf(pool, call.settings, hint, issuerOf(call), call.now))
  const clientId = audience || asked.get('client_id') || ''
  const client = isClientId(clientId) ? await transaction(pool, (tx) => clientOf(tx, clientId)) : undefined
  if (!client?.postLogoutUris.includes(wanted)) return undefined
  const url = new URL(wanted)
  const state = asked.get('state')
  if (state) url.searchParams.set('state', state.slice(0, 1_000))
  return url.href
}

export const leavingRoutes = [
  raw({
    method: 'GET',
    path: LEAVE_PATH,
    who: portal,
    contract: {},
    limit: { name: 'openid-leave', max: 300, seconds: 900, by: 'address' },
    says: 'The end session endpoint of the OpenID provider: asks who is signed in here whether that shall end, and leads all others back.',
    handler: async (call, pools, _request, reply) => {
      const asked = new URL(call.url, 'http://ours.invalid').searchParams
      const session = await transaction(pools.worker, (tx) => sessionOf(tx, call.browser.cookies.portal))
      const goal = session ? undefined : await goalOf(pools.worker, call, asked)
      return reply
        .header('cache-control', 'no-store')
        .redirect(goal ?? (session ? `${ASK_LEAVE_PATH}?${asked.toString()}` : '/anmelden?hinweis=abgemeldet'), 303)
    },
  }),
  page({
    path: ASK_LEAVE_PATH,
    who: portal,
    contract: {},
    says: 'Asks whether the sign-in here shall end, too; a portal alone ends nothing.',
    reads: () => [],
    show: (_rows, { locale, url }) => leavePage(locale, new URL(url, 'http://ours.invalid').searchParams.toString()),
  }),
  form({
    path: LEAVE_PATH,
    who: portal,
    contract: { body: z.strictObject({ request: z.string().max(8_000) }) },
    says: 'Ends the session of this browser, with all that portals have got by it, and leads back.',
    prepare: (call, pools) => goalOf(pools.worker, call, new URLSearchParams(call.input.body.request)),
    act: async (tx, call, goal) => {
      await endSessionOf(tx, call.browser.cookies.portal)
      return goal
    },
    done: (goal, { locale }) => ({
      page: goal ? onwardPage(locale, goal) : leftPage(locale),
      cookies: [{ name: 'portal', value: '' }],
      forget: true,
    }),
    again: async (_tx, _again, call) => leavePage(call.locale, ''),
  }),
]
