import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastJsonStringify from 'fast-json-stringify'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from '#platform/contract'
import type { Logger } from '#platform/log'
import { confirmItIsYou, notFound, Refusal } from '#platform/refusal'
import { answerApiAct, answerForm, answerPage, answerRaw, answerRead, type Kit, sendPage } from './answer.ts'
import { localeOf, securityHeaders, type HeaderOptions } from './guard.ts'
import { mayServeOn } from './hosts.ts'
import { allowedMethods, refuseMediaType } from './media.ts'
import { watchRequests } from './metrics.ts'
import { ourFault, toProblem } from './problem.ts'
import { methodOf, type PageContent, type Route } from './route.ts'
import { noteMachine, noteRefusal, watchMachineCalls } from './machine-calls.ts'
import { takeMachinePermit } from './machine-limit.ts'
import { cookieNames, tokenFor, tokenHash } from './session.ts'
import { NotForThem } from './who.ts'
import { endSlowBodies, type Patience, serverTimeouts, usualPatience } from './slow.ts'
import { closeAnsweredOnStop } from './stopping.ts'
import { answerUnreadable } from './unreadable.ts'

export type ServerOptions = Kit & {
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly headers: HeaderOptions
  /** Page that says what is wrong and what to do next. */
  readonly errorPage: (refusal: Refusal, locale: 'de' | 'en', path: string) => PageContent
  /** Where a person who is not signed in goes. */
  readonly signInPath: (path: string) => string
  /** Where a signed-in customer proves once more who it is. */
  readonly confirmPath: string
  /** Addresses or networks of proxies that say for whom they ask; nobody else is believed. */
  readonly trustProxy?: string
  /** How long a request may take to arrive; tests have less time. */
  readonly patience?: Patience
}

/** A body larger than this is refused before it is read; photos have their own limit. */
const BODY_BYTES_MAX = 1_048_576
const PHOTO_BYTES_MAX = 12 * 1_048_576
const FIELDS_MAX = 500

/** Builds the web server from the list of routes. Nothing else registers a route. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { patience = usualPatience } = options
  const server = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new fastify.LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: options.trustProxy || false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    requestTimeout: patience.requestMs,
    http: serverTimeouts(patience),
    clientErrorHandler: answerUnreadable,
  })
  // A body of plain text is no form and no JSON; only what a route reads is parsed.
  server.removeContentTypeParser('text/plain')
  await server.register(cookie)
  await server.register(formbody, { bodyLimit: BODY_BYTES_MAX })
  // CSV is read by the route itself, piece by piece: it may be far larger than any other body.
  server.addContentTypeParser('text/csv', (_request, _body, done) => done(null))
  await server.register(multipart, {
    // A file that is too large is a fault of its field (form-body.ts), not of the whole request.
    throwFileSizeLimit: false,
    limits: { fileSize: PHOTO_BYTES_MAX, files: 10, fields: FIELDS_MAX, parts: FIELDS_MAX },
  })
  addHeaders(server, options)
  server.addHook('onRequest', (request, _reply, done) => {
    // By the route that was found: `/%64esk` is `/desk` to the router.
    const path = request.routeOptions.url ?? request.url
    done(mayServeOn(request.host, path, options.settings) ? undefined : notFound())
  })
  watchRequests(server)
  watchMachineCalls(server, options.pools.worker, options.clock, (error) =>
    server.log.error({ err: error }, 'calls of machines'),
  )
  endSlowBodies(server, patience)
  closeAnsweredOnStop(server)
  server.setErrorHandler((error, request, reply) => sendFault(options, error, request, reply))
  const allowed = allowedMethods(options.routes)
  server.setNotFoundHandler((request, reply) => {
    const methods = allowed(request.url)
    if (methods.length === 0 || methods.includes(request.method)) return sendFault(options, notFound(), request, reply)
    reply.header('allow', methods.join(', '))
    return sendFault(options, new Refusal(405, 'platform.wrong-method'), request, reply)
  })
  for (const route of options.routes) addRoute(server, options, route)
  return server
}

function addHeaders(server: FastifyInstance, options: ServerOptions): void {
  const headers = Object.entries({ ...securityHeaders(options.headers), 'cache-control': 'no-store' })
  server.addHook('onSend', (request, reply, payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value)
    reply.header('x-request-id', request.id)
    done(null, payload)
  })
}

function addRoute(server: FastifyInstance, options: ServerOptions, route: Route): void {
  const method = methodOf(route)
  const isApi = route.kind === 'api-read' || route.kind === 'api-act'
  const stringify = isApi ? serializerOf(route.answer) : undefined
  server.route({
    method,
    url: route.path,
    exposeHeadRoute: method === 'GET' && route.kind !== 'raw',
    onRequest: async (request) => refuseMediaType(route, request),
    handler: async (request, reply) => {
      if (route.who.kind === 'machine') await limitMachine(options, route, request, reply)
      switch (route.kind) {
        case 'api-read': {
          const { rows, call } = await answerRead(options, route, request)
          const answer = route.give(rows, call as never)
          return isUnchanged(request, reply, answer) ? reply.status(304).send() : sendJson(reply, stringify, answer)
        }
        case 'api-act': {
          const answer = await answerApiAct(options, route, request, reply)
          sayVersion(reply, answer)
          return sendJson(reply, stringify, answer)
        }
        case 'page': {
          const { rows, call } = await answerPage(options, route, request)
          return sendPage(options, call, route.show(rows, call as never), reply)
        }
        case 'form':
          return answerForm(options, route, request, reply)
        case 'raw':
          return answerRaw(options, route, request, reply)
      }
    },
  })
}

async function limitMachine(options: ServerOptions, route: Route, request: FastifyRequest, reply: FastifyReply) {
  const token = tokenFor(route.who, request)
  const { API_PER_MINUTE } = options.settings
  if (!token) return
  const now = options.clock.now()
  const permit = await takeMachinePermit(options.pools.worker, tokenHash(token), API_PER_MINUTE, now, reply)
  if (permit.machineId) noteMachine(request, permit.machineId)
  permit.refuse()
}

/** An answer that carries the version of its row says so (RFC 9110 8.8.3), and whether the caller has it already. */
function isUnchanged(request: FastifyRequest, reply: FastifyReply, answer: unknown): boolean {
  const tag = sayVersion(reply, answer)
  if (tag === undefined) return false
  return (request.headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}

function sayVersion(reply: FastifyReply, answer: unknown): string | undefined {
  const version =
    typeof answer === 'object' && answer !== null && 'rowVersion' in answer ? answer.rowVersion : undefined
  if (typeof version !== 'number') return undefined
  const tag = `"v${version}"`
  reply.header('etag', tag)
  return tag
}

function sendJson(
  reply: FastifyReply,
  stringify: ((value: unknown) => string) | undefined,
  value: unknown,
): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(stringify ? stringify(value) : JSON.stringify(value))
}

/** Serializer made once from the contract: as fast as hand-written, and what the contract does not name never leaves. */
export function serializerOf(answer: z.ZodType): (value: unknown) => string {
  const schema = z.toJSONSchema(answer, { io: 'output', unrepresentable: 'any', target: 'draft-7' })
  return fastJsonStringify(withoutFormats(schema) as never)
}

/** Formats are for the reader of openapi.json; the serializer would try to make dates of them. */
function withoutFormats(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFormats)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([key, value]) => key !== 'format' || typeof value !== 'string')
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutFormats(value)]))
}

function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (statusCode === 413 || code === 'FST_REQ_FILE_TOO_LARGE') return new Refusal(413, 'platform.too-much')
  if (statusCode === 415) return new Refusal(415, 'platform.wrong-media-type')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Refusal(400, 'platform.unreadable')
  return undefined
}

const CONFIRM = confirmItIsYou().code

/** The page that somebody was on: the one asked for, or the one whose form was sent. */
function pageOf(request: FastifyRequest): string {
  if (request.method === 'GET') return request.url
  const { referer } = request.headers
  if (!referer || !URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  return host === request.host ? `${pathname}${search}` : '/'
}

/** Not signed in, not allowed, from another site, too often: what a watcher of the log looks for. */
const guarded: ReadonlySet<number> = new Set([401, 403, 429])

function sendFault(options: ServerOptions, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toRefusal(error)
  if (!known)
    request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed')
  else if (known instanceof NotForThem || guarded.has(known.status))
    request.log.info(
      { requestId: request.id, route: request.routeOptions.url, status: known.status, code: known.code },
      'refused',
    )
  const refusal = known ?? ourFault()
  noteRefusal(request, refusal instanceof NotForThem ? new Refusal(404, 'platform.scope-missing') : refusal)
  const locale = localeOf(request.cookies?.[cookieNames.lang], request.headers['accept-language'])
  if (refusal.retryAfterSeconds) reply.header('retry-after', String(refusal.retryAfterSeconds))
  if (wantsPage(request)) {
    if (refusal.status === 401)
      return reply.redirect(
        `${options.signInPath(request.url)}?next=${encodeURIComponent(request.method === 'GET' ? request.url : '/')}`,
        303,
      )
    if (refusal.code === CONFIRM)
      return reply.redirect(`${options.confirmPath}?next=${encodeURIComponent(pageOf(request))}`, 303)
    const call = { who: { kind: 'nobody' }, locale, url: request.url, now: options.clock.now() } as never
    return sendPage(
      options,
      call,
      { ...options.errorPage(refusal, locale, request.url), status: refusal.status },
      reply,
    )
  }
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .status(refusal.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblem(refusal, locale, options.refusalText, request.id)))
}

/** API paths get problem documents, everything else a page. */
function wantsPage(request: FastifyRequest): boolean {
  return !/^\/(desk\/)?api(\/|$)/.test(request.url) && (request.headers.accept ?? 'text/html').includes('text/html')
}
