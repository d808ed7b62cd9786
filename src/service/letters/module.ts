import type { Listener } from '#company/journal'
import type { Route } from '#platform/http'
import { archiveRoutes } from './archive/archive.routes.ts'
import { centreRoutes } from './centre/centre.routes.tsx'
import { deliveryRoutes } from './desk/delivery.routes.ts'
import { deskLetterRoutes } from './desk/desk.routes.ts'
import { retentionRoutes } from './retention/retention.routes.ts'
import { designRoutes } from './design/design.routes.ts'
import { runRoutes } from './runs/runs.routes.ts'
import { economicsRoutes } from './economics/economics.routes.ts'
import { finishedRoutes } from './intake/finished.routes.ts'
import { onLetterOpened } from './centre/on-letter-opened.ts'
import { farewellRoutes } from './notify/farewell.routes.tsx'
import { changeListeners } from './made/on-customer-changed.ts'
import { messageListeners } from './notify/on-message.ts'

/** All routes of the letters room. */
export const lettersRoutes: readonly Route[] = [
  ...farewellRoutes,
  ...centreRoutes,
  ...finishedRoutes,
  ...deskLetterRoutes,
  ...deliveryRoutes,
  ...archiveRoutes,
  ...retentionRoutes,
  ...designRoutes,
  ...runRoutes,
  ...economicsRoutes,
]

/** Who cares about facts of letters, in this room. */
export const letterListeners: readonly Listener[] = [onLetterOpened, ...messageListeners, ...changeListeners]
