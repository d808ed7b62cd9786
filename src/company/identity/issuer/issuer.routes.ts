import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { anyRight, cookieNames, customer, form, formFaults, freshly, nobody, page, raw } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { afterEntering, enter } from '../sign-in/sign-in.ts'
import {
  ATTEMPT_SECONDS,
  AWAY_PATH,
  BACK_PATH,
  backFromIssuer,
  customerIssuer,
  leaveForIssuer,
} from './issuer-sign-in.ts'
import { arrivedPage, LINKS_PATH, linksPage } from './issuer.pages.tsx'
import {
  accountOfIdentity,
  ARRIVAL_MINUTES,
  keepArrival,
  linkArrival,
  ownIdentities,
  ownIdentitiesStatement,
  type OwnIdentity,
  unlinkOwn,
} from './issuer.sql.ts'

const visitor = nobody('Who signs in has no session yet; the issuer asks who it is.')
const whoever = freshly(customer(anyRight, 'readings'))
const ARRIVED_PATH = '/anmelden/extern/verbinden'
const next = z.string().max(2_000).optional()
const secret = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

const comingAndGoing = [
  raw({
    method: 'GET',
    path: AWAY_PATH,
    who: visitor,
    contract: { query: z.strictObject({ next }) },
    limit: { name: 'issuer-sign-in', max: 120, seconds: 900, by: 'address' },
    says: 'Sends the browser to the issuer of the utility. By GET, because form-action of the policy keeps forms inside the house.',
    handler: async (call, _pools, request, reply) => {
      const begun = await leaveForIssuer(call, call.input.query.next).catch((error: unknown) => {
        if (error instanceof Refusal) throw error
        request.log.error({ err: error }, 'The issuer of customers cannot be reached.')
        throw new Refusal(503, 'identity.issuer-away', { retryAfterSeconds: 60 })
      })
      reply.setCookie(cookieNames.oidc, begun.cookie, { ...secret, maxAge: ATTEMPT_SECONDS })
      return reply.redirect(begun.location, 303)
    },
  }),
  raw({
    method: 'GET',
    path: BACK_PATH,
    who: visitor,
    contract: {},
    limit: { name: 'issuer-sign-in-back', max: 120, seconds: 900, by: 'address' },
    says: 'Takes up the browser that comes back from the issuer: signs in who is linked, and asks all others to sign in here once.',
    handler: async (call, pools, request, reply) => {
      reply.clearCookie(cookieNames.oidc, secret)
      const { arrival, next: wanted } = await backFromIssuer(call, (error) =>
        request.log.warn({ err: error }, 'A sign-in at the issuer of customers failed.'),
      )
      const entered = await transaction(pools.worker, async (tx) => {
        const accountId = await accountOfIdentity(tx, arrival)
        return accountId ? enter(tx, call, accountId, 'issuer', wanted) : { arrival: await keepArrival(tx, arrival) }
      })
      if ('arrival' in entered) {
        reply.setCookie(cookieNames.link, entered.arrival, { ...secret, maxAge: ARRIVAL_MINUTES * 60 })
        return reply.redirect(ARRIVED_PATH, 303)
      }
      const done = afterEntering(entered, wanted)
      for (const { name, value, maxAgeSeconds } of done.cookies ?? [])
        reply.setCookie(cookieNames[name], value, maxAgeSeconds ? { ...secret, maxAge: maxAgeSeconds } : secret)
      return reply.redirect('to' in done ? done.to : '/', 303)
    },
  }),
  page({
    path: ARRIVED_PATH,
    who: visitor,
    contract: {},
    says: 'Says to who came back from the issuer for the first time that signing in here once links the two.',
    reads: () => [],
    show: (_rows, { locale, settings }) => arrivedPage(locale, customerIssuer(settings)?.name ?? ''),
  }),
]

const linking = [
  page({
    path: LINKS_PATH,
    who: whoever,
    contract: { query: z.strictObject({ getan: z.enum(['verbunden', 'geloest']).optional() }) },
    says: 'Shows with which accounts elsewhere the own one is linked, and offers to link the one that this browser has just proved.',
    reads: () => [ownIdentitiesStatement()],
    show: ([rows], { locale, input, settings, browser }) =>
      linksPage(locale, {
        name: customerIssuer(settings)?.name,
        identities: rows as readonly OwnIdentity[],
        arrived: browser.cookies.link !== undefined,
        done: input.query.getan,
      }),
  }),
  form({
    path: LINKS_PATH,
    who: whoever,
    contract: { body: z.strictObject({}) },
    says: 'Links the account elsewhere that this browser has proved with the signed-in one, after both were proved.',
    prepare: (call, pools) =>
      transaction(pools.worker, async (tx) => {
        const { accountId, customerId } = call.who
        if (!(await linkArrival(tx, call.browser.cookies.link, accountId)))
          throw new Refusal(422, 'identity.issuer-link-ended')
        const actor = { kind: 'customer', id: accountId } as const
        await recordFact(
          tx,
          facts.issuerLinked,
          { accountId },
          { customerId, channel: 'portal', actor, occurredAt: call.now },
        )
      }),
    act: async () => {},
    done: () => ({ to: `${LINKS_PATH}?getan=verbunden`, cookies: [{ name: 'link', value: '' }] }),
    again: async (tx, { refusal }, call) =>
      linksPage(call.locale, {
        name: customerIssuer(call.settings)?.name,
        identities: await ownIdentities(tx),
        arrived: false,
        faults: formFaults(call, refusal),
      }),
  }),
  form({
    path: `${LINKS_PATH}/:id/loesen`,
    who: whoever,
    contract: { params: z.strictObject({ id: id() }), body: z.strictObject({}) },
    says: 'Unlinks an account elsewhere; it signs nobody in here any more.',
    act: async (tx, { input, who, now }) => {
      if (!(await unlinkOwn(tx, input.params.id))) throw notFound()
      const { accountId, customerId } = who
      const actor = { kind: 'customer', id: accountId } as const
      await recordFact(
        tx,
        facts.issuerUnlinked,
        { accountId },
        { customerId, channel: 'portal', actor, occurredAt: now },
      )
    },
    done: () => ({ to: `${LINKS_PATH}?getan=geloest` }),
    again: async (tx, { refusal }, call) =>
      linksPage(call.locale, {
        name: customerIssuer(call.settings)?.name,
        identities: await ownIdentities(tx),
        arrived: false,
        faults: formFaults(call, refusal),
      }),
  }),
]

export const issuerRoutes = [...comingAndGoing, ...linking]
