import type { Route } from '#platform/http'
import { deskContactRoutes } from './contacts.routes.ts'
import { contactFigureRoutes } from './figures/figures.routes.ts'
import { ownContactRoutes } from './own-contacts.routes.tsx'

export const contactRoutes: readonly Route[] = [...deskContactRoutes, ...contactFigureRoutes, ...ownContactRoutes]
