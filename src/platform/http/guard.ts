import type { FastifyRequest } from 'fastify'
import { Refusal } from '#platform/refusal'

/**
 * A request that changes something with a cookie must come from our own pages. Browsers say where a request comes from
 * (Sec-Fetch-Site, Origin); who says neither is not a browser that carries cookies of others, and is refused, too.
 * @throws Refusal 403
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin !== undefined && hostOf(origin) === request.host) return
  throw new Refusal(403, 'platform.foreign-origin')
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}

export type HeaderOptions = {
  readonly secure: boolean /** Source expressions of inlined style sheets, quotes included: `'sha256-…'`. */
  readonly styleHashes: readonly string[]
}

/** Headers of every answer. Pages of the portal need no inline script and no inline style but the hashed critical CSS. */
export function securityHeaders(options: HeaderOptions, nonce?: string): Record<string, string> {
  const styles = ["'self'", ...options.styleHashes, ...(nonce ? [`'nonce-${nonce}'`] : [])]
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles.join(' ')}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
    ...(options.secure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** Language of the answer: what was chosen, else what the browser prefers, else German. */
export function localeOf(chosen: string | undefined, accepted: string | undefined): 'de' | 'en' {
  if (chosen === 'de' || chosen === 'en') return chosen
  for (const part of (accepted ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase()
    if (tag === 'de' || tag === 'en') return tag
  }
  return 'de'
}
