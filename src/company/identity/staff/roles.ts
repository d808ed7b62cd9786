import { type StaffRole, staffRoles } from '#platform/http'

/** Which values of the issuer's claim give which role, as the setting OIDC_ROLES says it. */
export type RoleMap = ReadonlyMap<string, StaffRole>

/**
 * Reads `agent=Kundenservice,Backoffice;administrator=IT-Leitung`. Roles that it does not name keep their own name as value.
 * @throws Error naming a role that does not exist
 */
export function roleMapOf(setting: string): RoleMap {
  const map = new Map<string, StaffRole>()
  const named = new Set<StaffRole>()
  for (const part of setting.split(';').filter((text) => text.trim() !== '')) {
    const [role = '', values = ''] = part.split(/=(.*)/s).map((text) => text.trim())
    if (!isRole(role)) throw new Error(`OIDC_ROLES: "${role}" is not one of ${staffRoles.join(', ')}.`)
    named.add(role)
    for (const value of values.split(',').map((text) => text.trim())) if (value !== '') map.set(value, role)
  }
  for (const role of staffRoles) if (!named.has(role)) map.set(role, role)
  return map
}

const isRole = (text: string): text is StaffRole => (staffRoles as readonly string[]).includes(text)

/** The values at a dotted path of the claims (`roles`, `realm_access.roles`); a single text counts as a list of one. */
export function claimAt(claims: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  // An issuer may use a dot or a slash inside of a claim's name, so the name as it is comes first.
  const found = Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce<unknown>(step, claims)
  if (typeof found === 'string') return [found]
  return Array.isArray(found) ? found.filter((value) => typeof value === 'string') : []
}

const step = (at: unknown, name: string): unknown =>
  typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined

/** Roles of a person, each once, in the order of the house. */
export const rolesOf = (values: readonly string[], map: RoleMap): StaffRole[] => {
  const found = new Set(values.map((value) => map.get(value)))
  return staffRoles.filter((role) => found.has(role))
}
