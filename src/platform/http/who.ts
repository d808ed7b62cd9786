import { type StaffRight, staffRights, type StaffRole, withIncluded } from './staff-rights.ts'

import { Refusal } from '#platform/refusal'

/**
 * How far a customer's account is open: `readings` after activation with two numbers from a bill (hand in readings only),
 * `open` after the link to the address on file or the posted code.
 */
export type AccountLevel = 'readings' | 'open'

/**
 * What a grant may allow, for people who act for the same customer: `see` contracts and consumption, hand in `readings`, see bills,
 * pay and change bank details (`payments`), change contact details and consents (`data`), read and write `letters`, order and
 * end `contracts`, and say who else may (`people`). A grant with `all` has each of them, those of tomorrow, too.
 */
export const customerRights = ['see', 'readings', 'payments', 'data', 'letters', 'contracts', 'people'] as const
export type CustomerRight = (typeof customerRights)[number]

/** Whether a grant is for the whole customer or for some of its contracts; the database filters rows by them. */
export type GrantScope = 'all' | 'part'

export type CustomerWho = {
  readonly kind: 'customer'
  readonly sessionId: string
  /** `0` while somebody of the staff looks at the pages: there is no login behind it. */
  readonly accountId: string
  /** The customer that this session acts for, derived by the database from the session. */
  readonly customerId: string
  readonly level: AccountLevel
  readonly rights: readonly string[]
  readonly scope: GrantScope
  /** Somebody of the staff who sees the pages as the customer does; such a session reads and never writes. */
  readonly viewerStaffId?: string
}
export type StaffWho = {
  readonly kind: 'staff'
  readonly sessionId: string
  readonly staffId: string
  readonly name: string
  readonly roles: readonly StaffRole[]
}
export type MachineWho = {
  readonly kind: 'machine'
  /** What it signs in with, and the identity that facts name. */
  readonly clientId: string
  readonly machineId: string
  readonly scopes: readonly string[]
}
export type Nobody = { readonly kind: 'nobody' }
export type Who = CustomerWho | StaffWho | MachineWho | Nobody

/**
 * Who may call a route. Exactly one rule per route; a route without one does not compile, and a test walks all routes as
 * nobody, as another customer and as the wrong role.
 */
export type WhoRule =
  | { readonly kind: 'nobody'; readonly because: string }
  | {
      readonly kind: 'customer'
      readonly level: AccountLevel
      readonly right: CustomerRight | typeof anyRight
      readonly scope: GrantScope
      /** True if the person must have proved a short while ago who it is; see `freshly`. */
      readonly fresh?: true
    }
  | { readonly kind: 'staff'; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'machine'; readonly scope: string }

/** Open to everyone, with the reason why that is right. */
export const nobody = (because: string) => ({ kind: 'nobody', because }) as const
/** For what everybody with an account may do to this very account, whatever the grant allows: sign-ins, password. */
export const anyRight = '*'
/**
 * Who acts for a customer with this right. `scope: 'part'` lets in who may act for some contracts only: every table that the
 * route reads must then be filtered by `app_contract_ids()`, as those of contracts, meters, readings and facts are.
 */
export const customer = (
  right: CustomerRight | typeof anyRight,
  level: AccountLevel = 'open',
  scope: GrantScope = 'all',
) => ({ kind: 'customer', level, right, scope }) as const
/**
 * Only for who has proved within the last ten minutes who it is: for what a thief of an open browser must not do, such as bank
 * data, e-mail address, passkeys, grants (ASVS 7.5.1, 7.5.3). Others are asked to confirm it and come back. Put it on the page
 * with the form as well, so that nothing typed is lost: `who: freshly(customer('data'))`.
 */
export const freshly = <Rule extends WhoRule & { readonly kind: 'customer' }>(rule: Rule) =>
  ({ ...rule, fresh: true }) as const
/** By roles, for what no right stands for: every member of staff, or a room's own test. Routes name a right: `staffMay`. */
export const staff = (...roles: readonly StaffRole[]) => ({ kind: 'staff', roles }) as const
/** Who has this right by the table of rights. */
export const staffMay = (right: StaffRight) => staff(...staffRights[right])
export const machine = (scope: string) => ({ kind: 'machine', scope }) as const

export type WhoOf<Rule extends WhoRule> = Extract<Who, { kind: Rule['kind'] }>

/** Whether the rule lets this one in. The session itself has been checked by the database. */
export function mayEnter(rule: WhoRule, who: Who): boolean {
  switch (rule.kind) {
    case 'nobody':
      return true
    case 'customer':
      return who.kind === 'customer' && mayActWith(rule, who)
    case 'staff':
      return who.kind === 'staff' && withIncluded(who.roles).some((role) => rule.roles.includes(role))
    case 'machine':
      return who.kind === 'machine' && who.scopes.includes(rule.scope)
  }
}

function mayActWith(rule: Extract<WhoRule, { kind: 'customer' }>, who: CustomerWho): boolean {
  if (rule.level === 'open' && who.level !== 'open') return false
  // What belongs to a login has nobody behind it while staff looks on.
  if (rule.right === anyRight) return who.viewerStaffId === undefined
  return (
    (rule.scope === 'part' || who.scope === 'all') && (who.rights.includes('all') || who.rights.includes(rule.right))
  )
}

/** The wrong one is told that nothing is there; the log tells it from what is not there for anybody. */
export class NotForThem extends Refusal {
  constructor() {
    super(404, 'platform.not-found')
  }
}
