import type { Route } from '#platform/http'

/** Pages of the portal that join several rooms. */
export const portalRoutes: readonly Route[] = []
