import type { Settings } from '#platform/config'

/** Paths that belong to no side: what load balancers ask, and static files. */
const shared = /^\/(health|metrics|assets)(\/|$)/
const staffPaths = /^\/(desk|oidc)(\/|$|\?)/

/**
 * Whether a path may be served on a host. Portal and staff have host names of their own, so that a script on one can never
 * read the other's pages (ASVS 3.5.4). Without both settings, or if they name one host as in the demo, all is served.
 */
export function mayServeOn(host: string, path: string, settings: Pick<Settings, 'PUBLIC_URL' | 'STAFF_URL'>): boolean {
  if (!settings.PUBLIC_URL || !settings.STAFF_URL || shared.test(path)) return true
  const [portal, staff] = [new URL(settings.PUBLIC_URL).host, new URL(settings.STAFF_URL).host]
  return portal === staff || host === (staffPaths.test(path) ? staff : portal)
}
