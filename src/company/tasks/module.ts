import type { Route } from '#platform/http'
import { groupRoutes } from './groups.routes.ts'
import { taskRoutes as basketRoutes } from './tasks.routes.ts'
import { teamRoutes } from './team.routes.ts'
import { viewRoutes } from './views.routes.ts'

/** All routes of the basket. */
export const taskRoutes: readonly Route[] = [...basketRoutes, ...viewRoutes, ...teamRoutes, ...groupRoutes]
