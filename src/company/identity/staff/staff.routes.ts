import { randomUUID } from 'node:crypto'
import { z } from '#platform/contract'
import { transaction } from '#platform/database'
import { cookieNames, form, nobody, page, raw } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { linkToken } from '../password-reset/password-reset.routes.ts'
import { safeNext } from '../sign-in/sign-in.contract.ts'
import { invitePage, staffSignInPage, staffSignOutPage } from './staff.pages.tsx'
import { ATTEMPT_SECONDS, beginStaffSignIn, finishStaffSignIn, signInStaff } from './staff-sign-in.ts'
import { endStaffSession, takeInvite } from './staff.sql.ts'

const HOME = '/desk'
const visitor = nobody('Who signs in has no session yet; the issuer asks who it is.')
const whoLeaves = nobody('Ends only the session whose token the browser sends, and must work when it has run out.')
const byLink = nobody('The one-time link of the command line is the proof.')
const next = z.string().max(2_000).optional()

const secret = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

export const staffRoutes = [
  page({
    path: '/desk/anmelden',
    who: visitor,
    contract: { query: z.strictObject({ next, hinweis: z.enum(['abgemeldet']).optional() }) },
    says: 'Offers staff to sign in at the issuer.',
    reads: () => [],
    show: (_rows, { locale, input, settings }) =>
      staffSignInPage(locale, {
        next: input.query.next,
        signedOut: input.query.hinweis === 'abgemeldet',
        issuerSet: settings.OIDC_ISSUER !== undefined || settings.KW_DEMO,
      }),
  }),
  raw({
    method: 'GET',
    path: '/desk/anmelden/weiter',
    who: visitor,
    contract: { query: z.strictObject({ next }) },
    limit: { name: 'staff-sign-in', max: 120, seconds: 900, by: 'address' },
    says: 'Sends the browser to the issuer. By GET, because form-action of the policy keeps forms inside the house.',
    handler: async (call, _pools, request, reply) => {
      const begun = await beginStaffSignIn(call, call.input.query.next).catch((error: unknown) => {
        request.log.error({ err: error }, 'The issuer of staff cannot be reached.')
        throw new Refusal(503, 'identity.issuer-away', { retryAfterSeconds: 60 })
      })
      if (!begun) throw new Refusal(422, 'identity.no-issuer')
      reply.setCookie(cookieNames.oidc, begun.cookie, { ...secret, maxAge: ATTEMPT_SECONDS })
      return reply.redirect(begun.location, 303)
    },
  }),
  raw({
    method: 'GET',
    path: '/desk/anmelden/zurueck',
    who: visitor,
    contract: {},
    limit: { name: 'staff-sign-in-back', max: 120, seconds: 900, by: 'address' },
    says: 'Takes up the browser that comes back from the issuer and begins a session of staff.',
    handler: async (call, pools, request, reply) => {
      reply.clearCookie(cookieNames.oidc, secret)
      const returned = await finishStaffSignIn(call, (error) =>
        request.log.warn({ err: error }, 'A sign-in of staff failed.'),
      )
      const token = await transaction(pools.worker, (tx) => signInStaff(tx, call, returned.person))
      reply.setCookie(cookieNames.staff, token, secret)
      return reply.redirect(safeNext(returned.next, HOME), 303)
    },
  }),
  page({
    path: '/desk/abmelden',
    who: whoLeaves,
    contract: {},
    says: 'Asks staff whether to sign out.',
    reads: () => [],
    show: (_rows, { locale }) => staffSignOutPage(locale),
  }),
  form({
    path: '/desk/abmelden',
    who: whoLeaves,
    contract: { body: z.strictObject({}) },
    says: 'Ends the session of staff in this browser.',
    act: (tx, { browser }) => endStaffSession(tx, browser.cookies.staff),
    done: () => ({ to: '/desk/anmelden?hinweis=abgemeldet', cookies: [{ name: 'staff', value: '' }], forget: true }),
    again: async (_tx, _again, { locale }) => staffSignOutPage(locale),
  }),
  page({
    path: '/desk/einladung/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }) },
    says: 'Shows the button of a one-time link; opening it uses nothing up.',
    reads: () => [],
    show: (_rows, { locale, input }) => invitePage(locale, input.params.token),
  }),
  form({
    path: '/desk/einladung/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }), body: z.strictObject({}) },
    limit: { name: 'staff-invite', max: 30, seconds: 3_600, by: 'address' },
    says: 'Uses a one-time link up and begins a session of staff with its roles.',
    act: async (tx, call) => {
      const invite = await takeInvite(tx, call.input.params.token)
      if (!invite) throw new Refusal(422, 'identity.link-ended')
      const { name, roles } = invite
      return signInStaff(tx, call, { issuer: 'invite', subject: randomUUID(), name, email: null, roles })
    },
    done: (token) => ({ to: HOME, cookies: [{ name: 'staff', value: token }] }),
    again: async (_tx, { refusal }, { locale, input, reason }) =>
      invitePage(locale, input.params.token, reason(refusal.code, refusal.figures)),
  }),
]
