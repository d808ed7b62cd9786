import * as oidc from 'openid-client'
import type { Settings } from '#platform/config'

/** The client of the small issuer that runs in demo and tests (apps/demo/oidc); both sides are this program. */
export const demoClient = { id: 'kundenwerk-demo', secret: 'known-to-everybody-and-of-no-use-elsewhere' } as const

/** Path of the demo's issuer. */
export const DEMO_ISSUER_PATH = '/oidc'

type IssuerSettings = Pick<Settings, 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'KW_DEMO'>

export type Issuer = {
  readonly url: URL
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** True if it shall ask each time: in the demo one person plays many. */
  readonly asksAlways: boolean
}

/** Where staff signs in: the utility's issuer, in the demo our own small one, else nowhere. */
export function issuerOf(settings: IssuerSettings, origin: string): Issuer | undefined {
  if (settings.OIDC_ISSUER)
    return {
      url: new URL(settings.OIDC_ISSUER),
      clientId: settings.OIDC_CLIENT_ID,
      clientSecret: settings.OIDC_CLIENT_SECRET,
      asksAlways: false,
    }
  if (!settings.KW_DEMO) return undefined
  return {
    url: new URL(DEMO_ISSUER_PATH, origin),
    clientId: demoClient.id,
    clientSecret: demoClient.secret,
    asksAlways: true,
  }
}

const isLoopback = ({ hostname }: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** An issuer changes its keys and addresses rarely; an hour later it is asked again. */
const KEPT_MS = 3_600_000
const known = new Map<string, { readonly found: Promise<oidc.Configuration>; readonly since: number }>()

/**
 * What the issuer says about itself. Unencrypted only on this very machine.
 * @throws Error if it cannot be reached or is not what it says; asked again the next time
 */
export async function discoverIssuer(issuer: Issuer): Promise<oidc.Configuration> {
  const key = `${issuer.url.href} ${issuer.clientId}`
  const kept = known.get(key)
  if (kept && performance.now() - kept.since < KEPT_MS) return kept.found
  const found = oidc.discovery(
    issuer.url,
    issuer.clientId,
    undefined,
    issuer.clientSecret ? oidc.ClientSecretBasic(issuer.clientSecret) : oidc.None(),
    { execute: isLoopback(issuer.url) ? [oidc.allowInsecureRequests] : [], timeout: 10 },
  )
  known.set(key, { found, since: performance.now() })
  found.catch(() => known.delete(key))
  return found
}
