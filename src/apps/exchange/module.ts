import { onConflictDecided } from '#company/customers'
import {
  changeRoutes,
  clientWebhookRoutes,
  deltaRoutes,
  exchangeRefusals,
  leadingRoutes,
  webhookRoutes,
} from '#company/exchange'
import type { Module } from '../module.ts'
import { apiDocsRoutes } from '../api/docs.routes.tsx'
import { conflictRoutes } from './conflicts.routes.ts'
import { exchangeListeners } from './exchange-tasks.ts'
import { sandboxChangeRoute } from './sandbox-change.routes.ts'
import { exchangeRoutes } from './imports.routes.ts'
import { readingFileRoutes } from './reading-files.routes.ts'
import { outObjects } from './out-objects.ts'

/** What comes in by files and what leaves as changes. */
export const exchangeModule: Module = {
  name: 'exchange',
  routes: [
    ...exchangeRoutes,
    ...readingFileRoutes,
    ...conflictRoutes,
    ...changeRoutes(outObjects),
    ...deltaRoutes(outObjects),
    ...apiDocsRoutes,
    ...webhookRoutes(outObjects),
    ...clientWebhookRoutes(outObjects),
    sandboxChangeRoute,
    ...leadingRoutes(outObjects),
  ],
  listeners: [...exchangeListeners, onConflictDecided],
  refusals: exchangeRefusals,
}
