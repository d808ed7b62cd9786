import type { Listener } from '#company/journal'
import type { Route } from '#platform/http'
import { deskOutageRoutes } from './desk-outages.routes.ts'
import { offlineRoute } from './offline.ts'
import { outageRoutes as publicRoutes } from './outages.routes.tsx'
import { onOutageEnded, onOutagePublished } from './tell-outages.ts'

export const outageRoutes: readonly Route[] = [...publicRoutes, offlineRoute, ...deskOutageRoutes]
export const outageListeners: readonly Listener[] = [onOutagePublished, onOutageEnded]
