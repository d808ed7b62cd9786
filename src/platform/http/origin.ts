import type { Settings } from '#platform/config'
import { Refusal } from '#platform/refusal'
import type { Call } from './route.ts'

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * `scheme://host` of our own pages for addresses that leave the house. It comes from the settings; only on this very machine
 * may the request say it, because elsewhere anybody can send any host name and so put a foreign address into our mails.
 * @throws Refusal 404 if the setting is missing and the request names another host
 */
export function ownOrigin(call: Pick<Call, 'settings' | 'browser'>, side: 'portal' | 'staff' = 'portal'): string {
  const { PUBLIC_URL, STAFF_URL } = call.settings
  const set = side === 'staff' ? (STAFF_URL ?? PUBLIC_URL) : PUBLIC_URL
  if (set) return new URL(set).origin
  if (loopback.test(call.browser.origin)) return call.browser.origin
  throw new Refusal(404, 'platform.unknown-host')
}

/** `scheme://host` of the portal where no request asks: what a worker writes into messages. Without a setting it is this machine. */
export const portalOrigin = ({ PUBLIC_URL, PORT }: Pick<Settings, 'PUBLIC_URL' | 'PORT'>): string =>
  PUBLIC_URL ? new URL(PUBLIC_URL).origin : `http://localhost:${PORT}`
