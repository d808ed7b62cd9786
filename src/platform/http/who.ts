/** Roles of staff. What each may do stands at the routes; docs/security.md has the table. */
export const staffRoles = [
  'agent',
  'dispatcher',
  'technician',
  'manager',
  'editor',
  'administrator',
  'auditor',
] as const
export type StaffRole = (typeof staffRoles)[number]

/**
 * How far a customer's account is open: `readings` after activation with two numbers from a bill (hand in readings only),
 * `open` after the link to the address on file or the posted code.
 */
export type AccountLevel = 'readings' | 'open'

export type CustomerWho = {
  readonly kind: 'customer'
  readonly sessionId: string
  readonly accountId: string
  /** The customer that this session acts for, derived by the database from the session. */
  readonly customerId: string
  readonly level: AccountLevel
  /** Rights of the grant, for example `readings`, `data`, `bills`; `all` has every right. */
  readonly rights: readonly string[]
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
      readonly right: string
      /** True if the person must have proved a short while ago who it is; see `freshly`. */
      readonly fresh?: true
    }
  | { readonly kind: 'staff'; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'machine'; readonly scope: string }

/** Open to everyone, with the reason why that is right. */
export const nobody = (because: string) => ({ kind: 'nobody', because }) as const
export const customer = (right: string, level: AccountLevel = 'open') => ({ kind: 'customer', level, right }) as const
/** For what everybody with an account may do to this very account, whatever the grant allows: sign-ins, password. */
export const anyRight = '*'
/**
 * Only for who has proved within the last ten minutes who it is: for what a thief of an open browser must not do, such as bank
 * data, e-mail address, passkeys, grants (ASVS 7.5.1, 7.5.3). Others are asked to confirm it and come back. Put it on the page
 * with the form as well, so that nothing typed is lost: `who: freshly(customer('data'))`.
 */
export const freshly = <Rule extends WhoRule & { readonly kind: 'customer' }>(rule: Rule) =>
  ({ ...rule, fresh: true }) as const
export const staff = (...roles: readonly StaffRole[]) => ({ kind: 'staff', roles }) as const
export const machine = (scope: string) => ({ kind: 'machine', scope }) as const

export type WhoOf<Rule extends WhoRule> = Extract<Who, { kind: Rule['kind'] }>

/** Whether the rule lets this one in. The session itself has been checked by the database. */
export function mayEnter(rule: WhoRule, who: Who): boolean {
  switch (rule.kind) {
    case 'nobody':
      return true
    case 'customer':
      return (
        who.kind === 'customer' &&
        (rule.level === 'readings' || who.level === 'open') &&
        (rule.right === anyRight || who.rights.includes('all') || who.rights.includes(rule.right))
      )
    case 'staff':
      return who.kind === 'staff' && rule.roles.some((role) => who.roles.includes(role))
    case 'machine':
      return who.kind === 'machine' && who.scopes.includes(rule.scope)
  }
}
