import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import type { z } from '#platform/contract'
import type { Settings } from '#platform/config'
import type { Pools, Statement, Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import type { Refusal } from '#platform/refusal'
import type { AuditAction } from './audit-trail.ts'
import type { WhoOf, WhoRule } from './who.ts'

/** What a route takes in; every part is a strict object, unknown fields are refused. */
export type Contract = {
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
}
type PartOf<Part> = Part extends z.ZodType ? z.infer<Part> : undefined
export type InputOf<C extends Contract> = {
  readonly params: PartOf<C['params']>
  readonly query: PartOf<C['query']>
  readonly body: PartOf<C['body']>
}

/** What every handler knows about the request. */
export type Call<Rule extends WhoRule = WhoRule, C extends Contract = Contract> = {
  readonly who: WhoOf<Rule>
  readonly input: InputOf<C>
  readonly now: Temporal.Instant
  readonly locale: Locale
  readonly requestId: string
  /** Address of the caller, for rate limits and the audit log only. */
  readonly address: string
  /** Path and query as asked, for "back to where you were". */
  readonly url: string
  readonly settings: Settings
  /** What the browser carries. Tokens are secrets: they go into comparisons by hash and nowhere else. */
  readonly browser: Browser
  /** The version that `If-Match` asks for (RFC 9110 13.1.1), as `ETag` said it. */
  readonly ifVersion?: number | undefined
  /** Says a refusal's code in the language of the call. */
  readonly reason: (code: string, figures?: Readonly<Record<string, string | number>>) => string
  /** Files of a form that takes some; empty elsewhere, and while a refused form is shown again. */
  readonly files?: readonly SentFile[]
}

/** A file as a browser sent it. Name and content are the sender's word: look at the bytes. */
export type SentFile = { readonly field: string; readonly name: string; readonly bytes: Buffer }

export type Browser = {
  /** As sent, cut to 200 characters, to tell a person's sessions apart. */
  readonly userAgent: string
  /** `scheme://host` as the browser asked for it; for addresses in the demo only, because anybody may send any host. */
  readonly origin: string
  readonly cookies: Readonly<Partial<Record<SetCookie['name'], string>>>
}

/** At most `max` calls in `seconds` by one address or one account, over all processes. */
export type Limit = {
  readonly name: string
  readonly max: number
  readonly seconds: number
  /** What belongs to an account is counted by `takeLimits` in `prepare`, where it is known. */
  readonly by: 'address'
}

type Shared<Rule extends WhoRule, C extends Contract> = {
  readonly path: string
  readonly who: Rule
  readonly contract: C
  /** One English sentence for openapi.json. */
  readonly says: string
  readonly limit?: Limit
  /** False where a sandbox cannot show it: whole files of customers, letters that are printed. */
  readonly sandbox?: false
  /** What of it the audit log says, where the path does not say it; `false` for what is about nobody. */
  readonly audit?: false | { readonly action: AuditAction; readonly detail?: (input: InputOf<C>) => string | undefined }
}

/** GET of JSON: session and statements in one flight. A statement cannot depend on the answer of another. */
export type ApiRead<
  Rule extends WhoRule = WhoRule,
  C extends Contract = Contract,
  A extends z.ZodType = z.ZodType,
> = Shared<Rule, C> & {
  readonly kind: 'api-read'
  readonly answer: A
  readonly reads: (call: Omit<Call<Rule, C>, 'who'>) => readonly Statement[]
  readonly give: (rows: readonly (readonly unknown[])[], call: Call<Rule, C>) => z.input<A>
}

/** JSON in, one transaction, JSON out. With GET: a read that needs more than one flight. */
export type ApiAct<
  Rule extends WhoRule = WhoRule,
  C extends Contract = Contract,
  A extends z.ZodType = z.ZodType,
  Prepared = unknown,
> = Shared<Rule, C> & {
  readonly kind: 'api-act'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly answer: A
  readonly status?: number
  /** As of a form: awaits the world before the transaction begins, when who may has been checked. */
  readonly prepare?: (call: Call<Rule, C>, pools: Pools) => Promise<Prepared>
  /**
   * What `act` asks first whoever it is, sent together with the opening of the session: a round trip less. It runs before anybody
   * has looked who may, so it only reads what row-level security shows, or locks.
   */
  readonly ahead?: (call: Omit<Call<Rule, C>, 'who'>) => readonly Statement[]
  readonly act: (
    tx: Tx,
    call: Call<Rule, C>,
    prepared: Prepared,
    ahead: readonly (readonly unknown[])[],
  ) => Promise<z.input<A>>
}

export type PageContent = {
  readonly title: string
  readonly body: ReactNode
  readonly status?: number
  /** Puts "Fehler: " before the title. */
  readonly hasErrors?: boolean
  /** Islands of script that this page gains by; names of browser entries. */
  readonly islands?: readonly string[]
  /** Key of the navigation entry that is current. */
  readonly section?: string
}

/** A page from one flight of statements. */
export type Page<Rule extends WhoRule = WhoRule, C extends Contract = Contract> = Shared<Rule, C> & {
  readonly kind: 'page'
  readonly reads: (call: Omit<Call<Rule, C>, 'who'>) => readonly Statement[]
  /**
   * Instead of `reads`, for a page that notes that it was seen or needs one answer for the next question: one transaction with
   * the opened session. A flight is quicker.
   */
  readonly load?: (tx: Tx, call: Call<Rule, C>) => Promise<readonly (readonly unknown[])[]>
  readonly show: (rows: readonly (readonly unknown[])[], call: Call<Rule, C>) => PageContent
}

/** Where the browser goes after a form is done (303), or what it is shown at once. */
export type FormDone = ({ readonly to: string } | { readonly page: PageContent }) & {
  readonly cookies?: readonly SetCookie[]
  /** The browser is to forget what it has kept of this host: somebody has signed out. */
  readonly forget?: true
}

export type SetCookie = {
  readonly name: 'portal' | 'staff' | 'lang' | 'link' | 'oidc' | 'step' | 'browser'
  readonly value: string
  readonly maxAgeSeconds?: number
}

/** What was typed, as it was typed, and what is wrong with it: enough to show the form again. */
export type Again = { readonly refusal: Refusal; readonly typed: Readonly<Record<string, string | readonly string[]>> }

/**
 * A form: POST, 303 when done, 422 with the same page and an error summary when refused. `prepare` may await the world
 * (hash a password, store a file) before the transaction begins, and count what must stay counted when the form is
 * refused; who may has been checked by then.
 */
export type Form<
  Rule extends WhoRule = WhoRule,
  C extends Contract = Contract,
  Prepared = unknown,
  Result = unknown,
> = Shared<Rule, C> & {
  readonly kind: 'form'
  readonly prepare?: (call: Call<Rule, C>, pools: Pools) => Promise<Prepared>
  readonly act: (tx: Tx, call: Call<Rule, C>, prepared: Prepared) => Promise<Result>
  /** After the commit. */
  readonly done: (result: Result, call: Call<Rule, C>) => FormDone
  /** Reads what the page needs to be shown again; runs in a transaction of its own. */
  readonly again: (tx: Tx, again: Again, call: Call<Rule, C>) => Promise<PageContent>
  /** True if a file may be part of it (multipart/form-data). */
  readonly files?: boolean
}

/** Needs the reply itself: streams, redirects to other servers, files. Who may is checked before it is called. */
export type Raw<Rule extends WhoRule = WhoRule, C extends Contract = Contract> = Shared<Rule, C> & {
  readonly kind: 'raw'
  readonly method: 'GET' | 'POST'
  readonly handler: (
    call: Call<Rule, C>,
    pools: Pools,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<unknown>
}

// A list of routes holds many different contracts; each was checked against its own types where it was defined, and `any`
// is the only type that takes back what a generic gave away.
/* oxlint-disable typescript/no-explicit-any */
export type Route =
  | ApiRead<any, any, any>
  | ApiAct<any, any, any, any>
  | Page<any, any>
  | Form<any, any, any, any>
  | Raw<any, any>
/* oxlint-enable typescript/no-explicit-any */

export const apiRead = <Rule extends WhoRule, C extends Contract, A extends z.ZodType>(
  route: Omit<ApiRead<Rule, C, A>, 'kind'>,
): ApiRead<Rule, C, A> => ({ ...route, kind: 'api-read' })
export const apiAct = <Rule extends WhoRule, C extends Contract, A extends z.ZodType, Prepared>(
  route: Omit<ApiAct<Rule, C, A, Prepared>, 'kind'>,
): ApiAct<Rule, C, A, Prepared> => ({ ...route, kind: 'api-act' })
export const page = <Rule extends WhoRule, C extends Contract>(route: Omit<Page<Rule, C>, 'kind'>): Page<Rule, C> => ({
  ...route,
  kind: 'page',
})
export const form = <Rule extends WhoRule, C extends Contract, Prepared, Result>(
  route: Omit<Form<Rule, C, Prepared, Result>, 'kind'>,
): Form<Rule, C, Prepared, Result> => ({ ...route, kind: 'form' })
export const raw = <Rule extends WhoRule, C extends Contract>(route: Omit<Raw<Rule, C>, 'kind'>): Raw<Rule, C> => ({
  ...route,
  kind: 'raw',
})

/** A whole page as HTML: the content in its frame of header, navigation and footer. Composed in apps. */
export type Shell = (content: PageContent, call: Pick<Call, 'who' | 'locale' | 'url' | 'now'>) => string

export const methodOf = (route: Route): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' => {
  if (route.kind === 'api-read' || route.kind === 'page') return 'GET'
  return route.kind === 'form' ? 'POST' : route.method
}
