import type { Statement } from '#platform/database'
import type { Call, Route } from './route.ts'
import { methodOf } from './route.ts'
import { rolesLetIn } from './staff-rights.ts'
import type { Who } from './who.ts'

export const auditActions = ['seen', 'changed', 'searched', 'read-audit', 'refused'] as const
export type AuditAction = (typeof auditActions)[number]

/** What somebody of the staff did at which door; whose session it was the database knows. */
export type AuditEntry = {
  readonly action: AuditAction
  /** Method and path of the route, without what was put into it. */
  readonly route: string
  /** What it was about: `customer`, `task`, `reading`, and its id. */
  readonly subject: string | null
  readonly subjectId: string | null
  /** What was looked for, or the reason that was given. */
  readonly detail: string | null
  readonly address: string
  readonly requestId: string
  readonly roles: readonly string[]
}

/**
 * How it is written down, in the transaction of the read or change itself. Made by company/journal and handed in by the house.
 */
export type AuditTrail = {
  readonly staff: (entry: AuditEntry) => Statement
  /** Whether the thing belongs to a customer whose record is closed to this person: one row with `closed`, which says why or is null. */
  readonly closed: (entry: AuditEntry) => Statement
  /** For staff that sees the portal as a customer does; that transaction only reads, so this is written before the answer leaves. */
  readonly viewing: (entry: AuditEntry, viewing: { readonly staffId: string; readonly customerId: string }) => Statement
}

type Asked = Omit<Call, 'who'>

/** `/desk/api/guest-readings/:id` is about a `guest-reading`. */
const aboutOf = (path: string): string | undefined => /\/([a-z-]+)\/:id(?:\/|$)/.exec(path)?.[1]?.replace(/s$/, '')

const idIn = (call: Asked): string | null => {
  const id = (call.input.params as { id?: unknown } | undefined)?.id
  return typeof id === 'string' && /^\d{1,18}$/.test(id) ? id : null
}

const reasonIn = (call: Asked): string | null => {
  const body = call.input.body as { reason?: unknown } | undefined
  return typeof body?.reason === 'string' ? body.reason : null
}

/**
 * What of a request goes into the log: every change by staff, every look at one thing, and what a route declares of itself.
 * Lists without names of persons, live streams and the desk's own page do not.
 */
export function auditEntryOf(route: Route, call: Asked): AuditEntry | undefined {
  if (route.who.kind !== 'staff' || route.audit === false) return undefined
  if (!route.path.startsWith('/desk/api/')) return undefined
  const subject = aboutOf(route.path)
  const isChange = methodOf(route) !== 'GET'
  if (!route.audit && !isChange && subject === undefined) return undefined
  return {
    action: route.audit?.action ?? (isChange ? 'changed' : 'seen'),
    route: `${methodOf(route)} ${route.path}`,
    subject: subject ?? null,
    subjectId: idIn(call),
    detail: route.audit?.detail?.(call.input as never)?.slice(0, DETAIL_LENGTH_MAX) ?? reasonIn(call),
    address: call.address,
    requestId: call.requestId,
    roles: rolesLetIn(route.who.roles),
  }
}
const DETAIL_LENGTH_MAX = 300

/** The thing that a route of the desk is about, whether or not the log hears of it. */
export function subjectOf(route: Route, call: Asked): AuditEntry | undefined {
  const entry = auditEntryOf({ ...route, audit: undefined } as never, call)
  return entry?.subject && entry.subjectId ? entry : undefined
}

/** A page of the portal that staff looks at as the customer does. */
export const viewingEntryOf = (route: Route, call: Asked): AuditEntry => ({
  action: 'seen',
  route: `${methodOf(route)} ${route.path}`,
  subject: null,
  subjectId: null,
  detail: null,
  address: call.address,
  requestId: call.requestId,
  roles: [],
})

export const isViewing = (who: Who): who is Extract<Who, { kind: 'customer' }> & { viewerStaffId: string } =>
  who.kind === 'customer' && who.viewerStaffId !== undefined
