import { hash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Statement } from '#platform/database'
import type { SetCookie } from './route.ts'
import type { Who, WhoRule } from './who.ts'

/**
 * Cookie names. `__Host-` binds them to this very host over a secure connection (browsers accept it on localhost). Portal
 * and staff differ, so that one browser can be both in the demo and neither sees the other's session.
 */
export const cookieNames: Readonly<Record<SetCookie['name'], string>> = {
  portal: '__Host-kw-portal',
  staff: '__Host-kw-staff',
  link: '__Host-kw-link',
  oidc: '__Host-kw-oidc',
  /** Who has shown a first factor and owes a second. */
  step: '__Host-kw-step',
  /** Tells a browser that an account has used before from a new one. */
  browser: '__Host-kw-browser',
  lang: 'kw-lang',
}

/** 256 bits from the system's generator, in URL-safe text. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Only this stands in the database: who reads the table cannot sign in with it. */
export const tokenHash = (token: string): Buffer => hash('sha256', token, 'buffer')

/**
 * How a session is opened: a statement that the database answers with who this is and sets `app.customer_id` for the
 * transaction. Made by company/identity and handed in by the house.
 */
export type SessionOpener = {
  readonly statement: (tokenHash: Buffer) => Statement
  readonly who: (rows: readonly unknown[]) => Who | undefined
  /** Asks whether the person has proved a short while ago who it is: one row with `fresh`. */
  readonly freshStatement?: (tokenHash: Buffer) => Statement
}
export type SessionOpeners = Readonly<Record<'customer' | 'staff' | 'machine', SessionOpener>>

/** Begins the tokens of sandboxes: by it a call goes to the data of the sandbox before anything is looked up. */
export const SANDBOX_TOKEN_PREFIX = 'kwtest-'

/** The token that fits the rule: cookie of portal or staff, or bearer token of a machine. */
export function tokenFor(rule: WhoRule, request: FastifyRequest): string | undefined {
  if (rule.kind === 'nobody') return undefined
  if (rule.kind === 'machine') {
    const match = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')
    return match?.[1]
  }
  const token = request.cookies[rule.kind === 'customer' ? cookieNames.portal : cookieNames.staff]
  return token && token.length <= 200 ? token : undefined
}

export function setCookies(reply: FastifyReply, cookies: readonly SetCookie[] | undefined): void {
  for (const cookie of cookies ?? []) {
    const name = cookieNames[cookie.name]
    const secret = cookie.name !== 'lang'
    const shared = { path: '/', secure: secret, httpOnly: secret, sameSite: 'lax' } as const
    if (cookie.value === '') reply.clearCookie(name, shared)
    else
      reply.setCookie(name, cookie.value, cookie.maxAgeSeconds ? { ...shared, maxAge: cookie.maxAgeSeconds } : shared)
  }
}
