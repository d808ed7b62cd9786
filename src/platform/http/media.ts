import type { FastifyRequest } from 'fastify'
import { Refusal } from '#platform/refusal'
import { methodOf, type Route } from './route.ts'

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']
const apiTypes = ['application/json']

/** Media types that a route reads; undefined where the route itself looks (CSV, a token request). */
const readBy = (route: Route): readonly string[] | undefined => {
  if (route.kind === 'form') return formTypes
  return route.kind === 'api-act' ? apiTypes : undefined
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * A form is a form and an API speaks JSON. Taking one for the other would let a page of a stranger send what only our own script can
 * send: forms cross sites without asking, JSON does not.
 * @throws Refusal 415
 */
export function refuseMediaType(route: Route, request: FastifyRequest): void {
  const types = readBy(route)
  if (!types || !hasBody(request)) return
  const sent = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(sent)) throw new Refusal(415, 'platform.wrong-media-type')
}

/** Whether somebody who names media types can read JSON (RFC 9110 12.5.1). Nothing named is everything. */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true
  return accept.split(',').some((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const refused = parameters.some((one) => /^q=0(\.0{0,3})?$/.test(one))
    return !refused && ['*/*', 'application/*', 'application/json', 'application/problem+json'].includes(range)
  })
}

/** @throws Refusal 406 where the route gives JSON and the caller takes none */
export function refuseUnreadableAnswer(route: Route, request: FastifyRequest): void {
  const isApi = route.kind === 'api-read' || route.kind === 'api-act'
  if (isApi && !acceptsJson(request.headers.accept)) throw new Refusal(406, 'platform.no-such-format')
}

/** Says which methods an address has; nothing where there is no such address. */
export type AllowedMethods = (path: string) => readonly string[]

/** Made once from all routes: who asks with a wrong method is told the right ones (RFC 9110 15.5.6). */
export function allowedMethods(routes: readonly Route[]): AllowedMethods {
  const known = routes.map((route) => ({ matches: patternOf(route.path), methods: methodsOf(route) }))
  return (path) => {
    const plain = decoded(path.split('?')[0] ?? '')
    const found = known.filter(({ matches }) => matches.test(plain)).flatMap(({ methods }) => methods)
    return [...new Set(found)].toSorted()
  }
}

const patternOf = (path: string): RegExp => {
  const steps = path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${steps.replaceAll('*', '.*')}/?$`)
}

const methodsOf = (route: Route): string[] => {
  const method = methodOf(route)
  return method === 'GET' && route.kind !== 'raw' ? ['GET', 'HEAD'] : [method]
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
