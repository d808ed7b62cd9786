import type { Route } from '#platform/http'
import { entryRoutes } from './readings.routes.tsx'

/** All routes of the readings. */
export const readingRoutes: readonly Route[] = [...entryRoutes]
