import type { Listener } from '#company/journal'
import type { Route } from '#platform/http'
import { consumptionRoutes } from './consumption.routes.tsx'
import { deskListRoutes } from './desk-lists.routes.ts'
import { deskReadingRoutes } from './desk.routes.ts'
import { guestRoutes } from './guest.routes.tsx'
import { linkRoutes } from './link.routes.tsx'
import { machineReadingRoutes } from './machine.routes.ts'
import { onGuestReadingReceived } from './on-guest-reading-received.ts'
import { onReadingCorrected, onReadingCorrectedWrite } from './on-reading-corrected.ts'
import { onReadingsImported } from './on-readings-imported.ts'
import { entryRoutes } from './readings.routes.tsx'
import { exchangeRoutes } from '../meters/exchange.routes.ts'
import { calibrationRoutes } from '../calibration/calibration.routes.ts'
import { campaignRoutes } from '../campaigns/campaigns.routes.ts'
import { exchangeReportRoutes } from '../exchange-reports/exchange-reports.routes.tsx'
import { meterListRoutes } from '../meter-list/meter-list.routes.tsx'
import { seriesRoutes } from '../series/series.routes.tsx'

/** All routes of the readings. */
export const readingRoutes: readonly Route[] = [
  ...entryRoutes,
  ...consumptionRoutes,
  ...seriesRoutes,
  ...exchangeRoutes,
  ...meterListRoutes,
  ...exchangeReportRoutes,
  ...calibrationRoutes,
  ...campaignRoutes,
  ...guestRoutes,
  ...linkRoutes,
  ...deskReadingRoutes,
  ...deskListRoutes,
  ...machineReadingRoutes,
]

/** Who cares about facts of the readings. */
export const readingListeners: readonly Listener[] = [
  onGuestReadingReceived,
  onReadingCorrected,
  onReadingCorrectedWrite,
  onReadingsImported,
]
