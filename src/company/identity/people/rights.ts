import { type CustomerRight, customerRights } from '#platform/http'

/** What is needed of a grant to judge a change of it. */
export type JudgedGrant = {
  readonly id: string
  readonly kind: 'own' | 'person' | 'attorney'
  readonly level: 'readings' | 'open'
  readonly rights: readonly string[]
  readonly siteIds: readonly string[] | null
  readonly contractIds: readonly string[] | null
  readonly validTo: Temporal.Instant | null
}

/** What a grant shall be from now on. */
export type WantedGrant = Pick<JudgedGrant, 'rights' | 'siteIds' | 'contractIds' | 'validTo'>

export const isForAll = (grant: Pick<JudgedGrant, 'siteIds' | 'contractIds'>): boolean =>
  grant.siteIds === null && grant.contractIds === null

/** A right that the grant has, also by `all`. */
export const hasRight = (rights: readonly string[], right: CustomerRight): boolean =>
  rights.includes('all') || rights.includes(right)

/** May say who else acts for the customer. Nobody says that for the whole customer who acts for a part of it only. */
export const managesPeople = (grant: Omit<JudgedGrant, 'id' | 'kind' | 'validTo'>): boolean =>
  grant.level === 'open' && isForAll(grant) && hasRight(grant.rights, 'people')

/** Can go on doing so without anybody's doing: no end in sight, and not by a power that a court or a customer ends. */
const managesForGood = (grant: JudgedGrant): boolean =>
  managesPeople(grant) && grant.kind !== 'attorney' && grant.validTo === null

/** Every right written out, so that two sets can be compared. */
export const spelledOut = (rights: readonly string[]): readonly CustomerRight[] =>
  rights.includes('all') ? customerRights : customerRights.filter((right) => rights.includes(right))

/** Nobody gives what the own grant does not hold. */
export const mayGive = (own: readonly string[], wanted: readonly string[]): boolean => {
  if (own.includes('all')) return true
  const had = spelledOut(own)
  return !wanted.includes('all') && spelledOut(wanted).every((right) => had.includes(right))
}

export type PeopleRefusal =
  | 'identity.last-person-in-charge'
  | 'identity.beyond-own-rights'
  | 'identity.power-is-not-changed'
  | 'identity.people-need-all'

/**
 * Judges a change of one grant among all that run for the customer.
 * @returns why not, or undefined if it may be
 */
export function judgeChange(
  running: readonly JudgedGrant[],
  changed: JudgedGrant,
  wanted: WantedGrant,
  ownRights: readonly string[],
): PeopleRefusal | undefined {
  if (changed.kind === 'attorney') return 'identity.power-is-not-changed'
  const gained = spelledOut(wanted.rights).filter((right) => !hasRight(changed.rights, right))
  if (!mayGive(ownRights, gained)) return 'identity.beyond-own-rights'
  if (hasRight(wanted.rights, 'people') && !isForAll(wanted)) return 'identity.people-need-all'
  return leavesNobody(running, changed.id, { ...changed, ...wanted }) ? 'identity.last-person-in-charge' : undefined
}

/** Judges the end of one grant. The last person who is in charge for good stays; whoever acts by a power may always be ended. */
export const judgeEnd = (running: readonly JudgedGrant[], ended: JudgedGrant): PeopleRefusal | undefined =>
  leavesNobody(running, ended.id, undefined) ? 'identity.last-person-in-charge' : undefined

function leavesNobody(running: readonly JudgedGrant[], id: string, after: JudgedGrant | undefined): boolean {
  const before = running.filter(managesForGood)
  if (!before.some((grant) => grant.id === id)) return false
  return !before.some((grant) => grant.id !== id) && !(after && managesForGood(after))
}

/** Sets of rights that people mean by a word; a grant keeps the rights, not the word. */
export const presets = {
  everything: ['all'],
  caretaker: ['see', 'readings'],
  accounts: ['see', 'payments', 'letters'],
  household: ['see', 'readings', 'payments', 'data', 'letters', 'contracts'],
  look: ['see'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Preset = keyof typeof presets
