import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { flight, type Pools, type Statement, transaction, type Tx } from '#platform/database'
import { confirmItIsYou, notSignedIn, Refusal } from '#platform/refusal'
import { sealerOf } from '#platform/sealing'
import type pg from 'pg'
import { auditEntryOf, type AuditTrail, isViewing, subjectOf, viewingEntryOf } from './audit-trail.ts'
import { localeOf, refuseForeignOrigin } from './guard.ts'
import { plainBody, readFiles, releaseFiles } from './form-body.ts'
import { answeredBefore, idempotentCallOf, keepAnswer } from './idempotency.ts'
import { addressKey, takeLimits } from './limit.ts'
import { refuseUnreadableAnswer } from './media.ts'
import { decodeForm, parsePart } from './parse.ts'
import type { RefusalText } from './problem.ts'
import {
  type ApiAct,
  type ApiRead,
  type Browser,
  type Call,
  type Form,
  type FormDone,
  methodOf,
  type Page,
  type PageContent,
  type Raw,
  type Route,
  type Shell,
} from './route.ts'
import { cookieNames, SANDBOX_TOKEN_PREFIX, type SessionOpeners, setCookies, tokenFor, tokenHash } from './session.ts'
import { mayEnter, NotForThem, type Who } from './who.ts'

/** What all handlers share; made once by the server. */
export type Kit = {
  readonly pools: Pools
  readonly openers: SessionOpeners
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly settings: Settings
  readonly refusalText: RefusalText
  readonly shell: Shell
  /** Looks at what was typed in a form that is done, and may send the person elsewhere first. */
  readonly afterForm?: (call: Call, done: FormDone) => FormDone
}

type Unauthorised = Omit<Call, 'who'>

/** What a handler gets that opens transactions itself: in a sandbox every pool is the sandbox. */
const poolsFor = (kit: Kit, route: Route, request: FastifyRequest): Pools => {
  if (!isSandbox(route, request)) return kit.pools
  const { sandbox } = kit.pools
  return { ...kit.pools, worker: sandbox, staff: sandbox, customer: sandbox, bulk: sandbox }
}

/** A token of a sandbox leads to tables of the sandbox and nowhere else, whatever the route does. */
const isSandbox = (route: Route, request: FastifyRequest): boolean =>
  route.who.kind === 'machine' && tokenFor(route.who, request)?.startsWith(SANDBOX_TOKEN_PREFIX) === true

const poolFor = (kit: Kit, route: Route, request: FastifyRequest): pg.Pool => {
  if (isSandbox(route, request)) return kit.pools.sandbox
  if (route.who.kind === 'customer') return kit.pools.customer
  return route.who.kind === 'nobody' ? kit.pools.worker : kit.pools.staff
}

/** Parses everything that came in; nothing of the request is touched before this has passed. */
function callOf(kit: Kit, route: Route, request: FastifyRequest): Unauthorised {
  const { contract } = route
  refuseUnreadableAnswer(route, request)
  const locale = localeOf(request.cookies[cookieNames.lang], request.headers['accept-language'])
  return {
    input: {
      params: parsePart(contract.params, request.params, 'params'),
      query: parsePart(
        contract.query,
        contract.query && route.kind !== 'api-read' && route.kind !== 'api-act'
          ? decodeForm(contract.query, request.query as Record<string, unknown>)
          : request.query,
        'query',
      ),
      body: route.kind === 'form' ? undefined : parsePart(contract.body, request.body, 'body'),
    },
    now: kit.clock.now(),
    locale,
    requestId: request.id,
    address: request.ip,
    url: request.url,
    settings: kit.settings,
    browser: browserOf(request),
    ifVersion: versionAsked(request),
    reason: (code, figures = {}) => kit.refusalText(locale, code, figures),
  } as Unauthorised
}

/** @throws Refusal 412 if the header names no version of ours: whatever it means, it is not what stands here */
function versionAsked(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const version = /^"v(\d{1,9})"$/.exec(header)?.[1]
  if (version === undefined) throw new Refusal(412, 'platform.version-changed')
  return Number(version)
}

const USER_AGENT_LENGTH_MAX = 200

const cookiesKnown = Object.entries(cookieNames)
const COOKIE_LENGTH_MAX = 4_096

function browserOf(request: FastifyRequest): Browser {
  const cookies: Record<string, string> = {}
  for (const [name, sent] of cookiesKnown) {
    const value = request.cookies[sent]
    if (value !== undefined && value.length <= COOKIE_LENGTH_MAX) cookies[name] = value
  }
  return {
    userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH_MAX),
    origin: `${request.protocol}://${request.host}`,
    cookies,
  }
}

const isFreshRule = (route: Route): boolean => route.who.kind === 'customer' && route.who.fresh === true

/** The statements that open the session, or a refusal if there is nothing to open. */
function opening(kit: Kit, route: Route, request: FastifyRequest): readonly Statement[] {
  if (route.who.kind === 'nobody') return []
  const token = tokenFor(route.who, request)
  if (!token) throw notSignedIn()
  if (route.sandbox === false && isSandbox(route, request)) throw new Refusal(403, 'platform.not-in-sandbox')
  const opener = kit.openers[route.who.kind as 'customer' | 'staff' | 'machine']
  const hash = tokenHash(token)
  const fresh = isFreshRule(route) && opener.freshStatement ? [opener.freshStatement(hash)] : []
  return [opener.statement(hash), ...fresh]
}

/**
 * Parses the request, and opens the session first if it cannot be read: who may not come in learns nothing of what the door
 * takes.
 */
async function enter(
  kit: Kit,
  route: Route,
  request: FastifyRequest,
): Promise<{ call: Unauthorised; open: readonly Statement[] }> {
  const open = opening(kit, route, request)
  try {
    const call = callOf(kit, route, request)
    const subject = subjectOf(route, call)
    return { call, open: subject ? [...open, kit.audit.closed(subject)] : open }
  } catch (unreadable) {
    if (open.length > 0) admit(kit, route, await flight(poolFor(kit, route, request), open))
    throw unreadable
  }
}

/** Who the opened session is, if the rule lets that one in. To the wrong one the thing is simply not there. */
function admit(kit: Kit, route: Route, opened: readonly (readonly unknown[])[]): Who {
  if (route.who.kind === 'nobody') return { kind: 'nobody' }
  const who = kit.openers[route.who.kind as 'customer' | 'staff' | 'machine'].who(opened[0] ?? [])
  if (!who) throw notSignedIn()
  if (!mayEnter(route.who, who))
    throw route.who.kind === 'customer' && who.kind === 'customer' ? needsMore(route, who) : new NotForThem()
  if (who.kind === 'customer' && who.viewerStaffId && (methodOf(route) !== 'GET' || isFreshRule(route)))
    throw viewOnly()
  // Staff has no rule that asks for a fresh proof: what stands second is whether the record is closed to this person.
  const closed = route.who.kind === 'staff' ? (opened[1]?.[0] as { closed: string | null } | undefined)?.closed : null
  if (closed) throw new RecordClosed(closed)
  if (isFreshRule(route) && (opened[1]?.[0] as { fresh: boolean } | undefined)?.fresh !== true) throw confirmItIsYou()
  return who
}

/** The record is there, and whoever knows of it learns that it is closed and whom to turn to, and nothing of what stands in it. */
class RecordClosed extends Refusal {
  constructor(why: string) {
    super(403, why === 'own' ? 'platform.record-own' : 'platform.record-protected')
  }
}

/**
 * A look that was refused is written down, too. Where its line was in the flight it is there; here the transaction that it belonged to
 * leaves nothing, so it gets one of its own. The database writes it as refused.
 */
async function noteRefused(kit: Kit, route: Route, request: FastifyRequest, call: Unauthorised): Promise<void> {
  await flight(poolFor(kit, route, request), [...opening(kit, route, request), ...auditOf(kit, route, call)])
}

/** Staff that sees a customer's pages changes nothing; the database refuses it, too (its transaction only reads). */
const viewOnly = () => new Refusal(403, 'platform.view-only')

/** The customer's own account is known to the customer, so it is said what is missing and how to get it. */
function needsMore(route: Route, who: Extract<Who, { kind: 'customer' }>): Refusal {
  if (who.viewerStaffId) return viewOnly()
  const levelMissing = route.who.kind === 'customer' && route.who.level === 'open' && who.level !== 'open'
  return new Refusal(403, levelMissing ? 'platform.account-not-open' : 'platform.right-missing')
}

async function takeLimit(kit: Kit, route: Route, request: FastifyRequest): Promise<void> {
  if (route.limit) await takeLimits(kit.pools.worker, [{ ...route.limit, key: addressKey(request.ip) }])
}

export async function answerRead(
  kit: Kit,
  route: ApiRead | Page,
  request: FastifyRequest,
): Promise<{ rows: unknown[][]; call: Call }> {
  const { call, open } = await enter(kit, route, request)
  await takeLimit(kit, route, request)
  const sent = route.reads(call as never)
  if (open.length + sent.length === 0) return { rows: [], call: { ...call, who: { kind: 'nobody' } } as Call }
  const rows = await flight(poolFor(kit, route, request), [...open, ...sent, ...auditOf(kit, route, call)])
  const who = admit(kit, route, rows)
  await noteViewing(kit, route, call, who)
  return { rows: rows.slice(open.length, open.length + sent.length), call: { ...call, who } as Call }
}

/** As `admit`, and writes down that somebody was kept out of a closed record. */
async function admitNoting(
  kit: Kit,
  route: Route,
  request: FastifyRequest,
  call: Unauthorised,
  opened: readonly (readonly unknown[])[],
): Promise<Who> {
  try {
    return admit(kit, route, opened)
  } catch (error) {
    if (error instanceof RecordClosed) await noteRefused(kit, route, request, call)
    throw error
  }
}

/** The line of the audit log, to be written with the read or the change itself. */
function auditOf(kit: Kit, route: Route, call: Unauthorised): readonly Statement[] {
  const entry = auditEntryOf(route, call)
  return entry ? [kit.audit.staff(entry)] : []
}

/** What staff sees as the customer does is written down before it is shown: that session itself can write nothing. */
async function noteViewing(kit: Kit, route: Route, call: Unauthorised, who: Who): Promise<void> {
  if (!isViewing(who)) return
  const viewing = { staffId: who.viewerStaffId, customerId: who.customerId }
  await flight(kit.pools.worker, [kit.audit.viewing(viewingEntryOf(route, call), viewing)])
}

/** Runs work in one transaction whose session has been opened and whose rule has been checked. */
export async function answerAct<Result>(
  kit: Kit,
  route: Route,
  request: FastifyRequest,
  work: (tx: Tx, call: Call, ahead: readonly (readonly unknown[])[]) => Promise<Result>,
): Promise<Result> {
  const { call, open } = await enter(kit, route, request)
  await takeLimit(kit, route, request)
  const first = [...open, ...auditOf(kit, route, call)]
  const ahead = route.kind === 'api-act' ? (route.ahead?.(call as never) ?? []) : []
  return transaction(
    poolFor(kit, route, request),
    async (tx, opened) => {
      const who = await admitNoting(kit, route, request, call, opened)
      await noteViewing(kit, route, call, who)
      return work(tx, { ...call, who } as Call, opened.slice(first.length))
    },
    [...first, ...ahead],
  )
}

/** A page's rows: from one flight, or from its own transaction. */
export async function answerPage(
  kit: Kit,
  route: Page,
  request: FastifyRequest,
): Promise<{ rows: readonly (readonly unknown[])[]; call: Call }> {
  const { load } = route
  if (!load) return answerRead(kit, route, request)
  return answerAct(kit, route, request, async (tx, call) => ({ rows: await load(tx, call as never), call }))
}

export async function answerApiAct(
  kit: Kit,
  route: ApiAct,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (route.method !== 'GET' && route.who.kind !== 'machine') refuseForeignOrigin(request)
  const prepared = route.prepare
    ? await route.prepare((await admitted(kit, route, request)) as never, poolsFor(kit, route, request))
    : undefined
  // Counted already when it was admitted.
  const rest = route.prepare ? { ...route, limit: undefined } : route
  const key =
    route.who.kind === 'machine' && route.method !== 'GET'
      ? await idempotentCallOf(request, () => sealerOf(kit.settings))
      : undefined
  const { status, answer, again } = await answerAct(kit, rest, request, async (tx, call, ahead) => {
    const machineId = call.who.kind === 'machine' ? call.who.machineId : ''
    const before = key && (await answeredBefore(tx, machineId, key))
    if (before) return { ...before, again: true }
    const made = { status: route.status ?? 200, answer: await route.act(tx, call as never, prepared as never, ahead) }
    if (key) await keepAnswer(tx, machineId, key, made)
    return { ...made, again: false }
  })
  if (again) reply.header('idempotency-replayed', 'true')
  reply.status(status)
  return answer
}

export function sendPage(kit: Kit, call: Call, content: PageContent, reply: FastifyReply): FastifyReply {
  return reply
    .status(content.status ?? 200)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(kit.shell(content, call))
}

export async function answerForm(
  kit: Kit,
  route: Form,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  refuseForeignOrigin(request)
  const sent = plainBody(request)
  const { typed } = sent
  try {
    const call = await admitted(kit, route, request)
    await readFiles(route, request, sent)
    const body = parsePart(route.contract.body, route.contract.body && decodeForm(route.contract.body, typed), 'body')
    const full = { ...call, input: { ...call.input, body }, files: sent.files } as Call
    const prepared = route.prepare ? await route.prepare(full as never, kit.pools) : undefined
    const result = await answerAct(kit, { ...route, limit: undefined } as Route, request, (tx, inside) =>
      route.act(tx, { ...inside, input: full.input } as never, prepared as never),
    )
    const done = route.done(result, full as never)
    return sendDone(kit, full, kit.afterForm?.(full, done) ?? done, reply)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 401) throw error
    return await showAgain(kit, route, request, error, typed, reply)
  } finally {
    releaseFiles(sent)
  }
}

/** Session and rule in a flight of their own, before anything is prepared outside the transaction. */
async function admitted(kit: Kit, route: Route, request: FastifyRequest): Promise<Call> {
  const { call, open } = await enter(kit, route, request)
  await takeLimit(kit, route, request)
  const audit = route.kind === 'raw' ? auditOf(kit, route, call) : []
  const rows = open.length > 0 ? await flight(poolFor(kit, route, request), [...open, ...audit]) : []
  const who = admit(kit, route, rows)
  if (route.kind === 'raw') await noteViewing(kit, route, call, who)
  return { ...call, who } as Call
}

function sendDone(kit: Kit, call: Call, done: FormDone, reply: FastifyReply): FastifyReply {
  setCookies(reply, done.cookies)
  if (done.forget) reply.header('clear-site-data', '"cache", "storage"')
  if ('page' in done) return sendPage(kit, call, done.page, reply)
  return reply.redirect(done.to, 303)
}

async function showAgain(
  kit: Kit,
  route: Form,
  request: FastifyRequest,
  refusal: Refusal,
  typed: Record<string, string | string[]>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { call, content } = await answerAct(
    kit,
    { ...route, limit: undefined, audit: false } as Route,
    request,
    async (tx, inside) => ({
      call: inside,
      content: await route.again(tx, { refusal, typed }, inside as never),
    }),
  )
  if (refusal.retryAfterSeconds) reply.header('retry-after', String(refusal.retryAfterSeconds))
  return sendPage(kit, call, { ...content, status: content.status ?? refusal.status }, reply)
}

export async function answerRaw(kit: Kit, route: Raw, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (route.method !== 'GET' && route.who.kind !== 'machine' && route.who.kind !== 'nobody')
    refuseForeignOrigin(request)
  const call = await admitted(kit, route, request)
  return route.handler(call as never, poolsFor(kit, route, request), request, reply)
}
