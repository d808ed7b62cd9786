import { type Call, ownOrigin } from '#platform/http'

export const OPENID_PATH = '/openid'

/** What this provider calls itself in every token, and where its doors are. */
export const issuerOf = (call: Pick<Call, 'settings' | 'browser'>): string => `${ownOrigin(call)}${OPENID_PATH}`
