import { facts, recordFact } from '#company/journal'
import { z } from '#platform/contract'
import { type Tx, transaction } from '#platform/database'
import { anyRight, customer, form, nobody, page, raw } from '#platform/http'
import { confirmItIsYou, Refusal } from '#platform/refusal'
import {
  answerUri,
  type AuthorizeRequest,
  faultUri,
  isClientId,
  type Judged,
  judgeRequest,
  openidScopes,
} from './authorize-request.ts'
import { giveTokens } from './give-tokens.ts'
import { publicKeys, SIGNED_WITH } from './keys.ts'
import { issuerOf, OPENID_PATH } from './issuer-name.ts'
import { claimsOf } from './claims.ts'
import {
  clientOf,
  hasAgreed,
  insertCode,
  provedAt,
  sessionOf,
  storeAgreement,
  subjectOf,
  tokenRow,
} from './openid.sql.ts'
import { clientRoutes } from './clients.routes.ts'
import { leavingRoutes } from './leaving.routes.tsx'
import { portalsRoutes } from './portals.routes.tsx'
import { consentPage, onwardPage, refusedPage } from './openid.pages.tsx'

const AUTHORIZE_PATH = `${OPENID_PATH}/authorize`
const ASK_PATH = `${OPENID_PATH}/anmelden`

const portal = nobody('A portal or a browser that it sent: who may get what is judged by client, code and token.')
const whoever = customer(anyRight, 'readings')
/** A proof that was asked for anew may be so old when the browser comes back from it; less would ask for ever. */
const JUST_NOW_SECONDS = 30

const parametersOf = (url: string): URLSearchParams => new URL(url, 'http://ours.invalid').searchParams

async function judged(tx: Tx, asked: URLSearchParams): Promise<Judged> {
  const clientId = asked.get('client_id') ?? ''
  return judgeRequest(asked, isClientId(clientId) ? await clientOf(tx, clientId) : undefined)
}

/** Whether the proof of the person is as young as the portal asks. */
function isYoungEnough({ prompt, maxAgeSeconds }: AuthorizeRequest, proved: Temporal.Instant, now: Temporal.Instant) {
  const wanted = prompt.has('login') ? JUST_NOW_SECONDS : maxAgeSeconds
  return wanted === undefined || now.since(proved).total('seconds') <= Math.max(wanted, JUST_NOW_SECONDS)
}

const needsNoQuestion = async (tx: Tx, request: AuthorizeRequest, accountId: string): Promise<boolean> =>
  !request.prompt.has('consent') &&
  (request.client.isFirstParty || (await hasAgreed(tx, accountId, request.client.id, request.scopes)))

type Session = { readonly id: string; readonly accountId: string }

/** The answer with a code, and the fact that somebody has gone there with our account. */
async function codeUri(tx: Tx, request: AuthorizeRequest, session: Session, issuer: string): Promise<string> {
  const code = await insertCode(tx, request, session)
  return answerUri(request.redirectUri, { code, state: request.state }, issuer)
}

const authorize = raw({
  method: 'GET',
  path: AUTHORIZE_PATH,
  who: portal,
  contract: {},
  limit: { name: 'openid-authorize', max: 300, seconds: 900, by: 'address' },
  says: 'The authorization endpoint of the OpenID provider: answers at once who is signed in and has agreed, and leads all others to a page.',
  handler: async (call, pools, _request, reply) => {
    const asked = parametersOf(call.url)
    const issuer = issuerOf(call)
    reply.header('cache-control', 'no-store')
    const to = await transaction(pools.worker, async (tx) => {
      const verdict = await judged(tx, asked)
      if (verdict.kind === 'refused') throw new Refusal(400, `identity.openid-${verdict.because}`)
      if (verdict.kind === 'fault') return faultUri(verdict.fault, issuer)
      const { request } = verdict
      const session = await sessionOf(tx, call.browser.cookies.portal)
      const isKnown = session !== undefined && isYoungEnough(request, session.provedAt, call.now)
      const isAgreed = session !== undefined && (await needsNoQuestion(tx, request, session.accountId))
      if (session && isKnown && isAgreed) return codeUri(tx, request, session, issuer)
      if (!request.prompt.has('none')) return `${ASK_PATH}?${asked.toString()}`
      const error = isKnown ? 'consent_required' : 'login_required'
      return faultUri({ ...request, error, because: 'a person must be asked' }, issuer)
    })
    return reply.redirect(to, 303)
  },
})

const asking = [
  page({
    path: ASK_PATH,
    who: whoever,
    contract: {},
    says: 'Where a portal sends people to sign in: asks whether it may know who they are, or leads on where nothing is to be asked.',
    reads: () => [],
    load: async (tx, call) => {
      if (call.who.viewerStaffId) throw new Refusal(403, 'platform.view-only')
      const verdict = await judged(tx, parametersOf(call.url))
      if (verdict.kind !== 'asked') return [[verdict]]
      const { request } = verdict
      const proved = await provedAt(tx, call.who.sessionId)
      if (!proved || !isYoungEnough(request, proved, call.now)) throw confirmItIsYou()
      const session = { id: call.who.sessionId, accountId: call.who.accountId }
      const isAgreed = await needsNoQuestion(tx, request, session.accountId)
      return [[verdict], isAgreed ? [await codeUri(tx, request, session, issuerOf(call))] : []]
    },
    show: (rows, call) => {
      const verdict = rows[0]?.[0] as Judged
      const to = rows[1]?.[0]
      if (verdict.kind === 'refused') return refusedPage(call.locale, call.reason(`identity.openid-${verdict.because}`))
      if (verdict.kind === 'fault') return onwardPage(call.locale, faultUri(verdict.fault, issuerOf(call)))
      if (typeof to === 'string') return onwardPage(call.locale, to, verdict.request.client.name)
      return consentPage(call.locale, verdict.request, parametersOf(call.url).toString())
    },
  }),
  form({
    path: ASK_PATH,
    who: whoever,
    contract: { body: z.strictObject({ request: z.string().max(8_000), answer: z.enum(['yes', 'no']) }) },
    says: 'Takes down whether a portal may know who somebody is, and leads back to it.',
    act: async (tx, call) => {
      const verdict = await judged(tx, new URLSearchParams(call.input.body.request))
      if (verdict.kind !== 'asked') throw new Refusal(422, 'identity.openid-client')
      const { request } = verdict
      const { client } = request
      const issuer = issuerOf(call)
      if (call.input.body.answer === 'no')
        return { client, to: faultUri({ ...request, error: 'access_denied', because: 'the person said no' }, issuer) }
      const { accountId, sessionId, customerId } = call.who
      await storeAgreement(tx, accountId, client.id, request.scopes, call.now)
      const actor = { kind: 'customer', id: accountId } as const
      await recordFact(
        tx,
        facts.portalAgreed,
        { accountId, clientId: client.id },
        { customerId, channel: 'portal', actor, occurredAt: call.now },
      )
      return { client, to: await codeUri(tx, request, { id: sessionId, accountId }, issuer) }
    },
    done: ({ client, to }, { locale }) => ({ page: onwardPage(locale, to, client.name) }),
    again: async (_tx, { refusal }, call) => refusedPage(call.locale, call.reason(refusal.code)),
  }),
]

const machineDoors = [
  raw({
    method: 'GET',
    path: `${OPENID_PATH}/.well-known/openid-configuration`,
    who: portal,
    contract: {},
    says: 'What the OpenID provider can do (OpenID Connect Discovery 1.0).',
    handler: async (call, _pools, _request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').send(discoveryOf(issuerOf(call))),
  }),
  raw({
    method: 'GET',
    path: `${OPENID_PATH}/jwks`,
    who: portal,
    contract: {},
    says: 'The public keys of the OpenID provider: the one that signs, the one before and the next.',
    handler: async (call, pools, _request, reply) =>
      reply
        .header('cache-control', 'public, max-age=3600')
        .send({ keys: await publicKeys(pools.worker, call.settings, call.now) }),
  }),
  raw({
    method: 'POST',
    path: `${OPENID_PATH}/token`,
    who: portal,
    contract: {},
    says: 'Gives a portal who has signed in, for a code and the verifier that belongs to it.',
    handler: async (call, pools, request, reply) => {
      const { authorization } = request.headers
      const { now, address } = call
      const asked = { authorization, body: request.body, issuer: issuerOf(call), address, now }
      const answer = await giveTokens(pools.worker, call.settings, asked)
      // RFC 6749 5.1: no cache may keep it.
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8')
      if (!('error' in answer)) return reply.send(answer)
      if (answer.status === 401) reply.header('www-authenticate', 'Basic realm="openid"')
      return reply.status(answer.status).send({ error: answer.error })
    },
  }),
  raw({
    method: 'GET',
    path: `${OPENID_PATH}/userinfo`,
    who: portal,
    contract: {},
    limit: { name: 'openid-userinfo', max: 3_000, seconds: 600, by: 'address' },
    says: 'Who a token is about, as far as was agreed; nothing once the session has ended.',
    handler: async (_call, pools, request, reply) => {
      const token = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1]
      const found = await transaction(pools.worker, async (tx) => {
        const row = token === undefined ? undefined : await tokenRow(tx, token)
        return row && { ...row, subject: await subjectOf(tx, row.accountId) }
      })
      reply.header('cache-control', 'no-store')
      if (!found)
        return reply
          .status(401)
          .header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
          .send({ error: 'invalid_token' })
      return reply.send({ sub: found.subject, ...(await claimsOf(pools.worker, found.accountId, found.scopes)) })
    },
  }),
]

function discoveryOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    end_session_endpoint: `${issuer}/abmelden`,
    scopes_supported: openidScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [SIGNED_WITH],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'name',
      'email',
      'email_verified',
      'customer_numbers',
      'auth_time',
      'nonce',
      'iss',
      'aud',
      'exp',
      'iat',
    ],
    ui_locales_supported: ['de', 'en'],
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}

export const openidRoutes = [authorize, ...asking, ...machineDoors, ...leavingRoutes, ...portalsRoutes, ...clientRoutes]
