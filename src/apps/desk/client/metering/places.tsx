import type { ReactNode } from 'react'
import { CalibrationPage } from './calibration.page.tsx'
import { CampaignPage } from './campaign.page.tsx'
import { CampaignsPage } from './campaigns.page.tsx'
import { ReadingFilesPage } from './reading-files.page.tsx'

/** Pages about meters, behind one entry of the navigation. */
const pages = {
  campaigns: () => <CampaignsPage />,
  campaign: (id) => <CampaignPage key={id} id={id} />,
  calibration: () => <CalibrationPage />,
  readingFiles: () => <ReadingFilesPage />,
} as const satisfies Readonly<Record<string, (id: string) => ReactNode>>

export const isMeteringPlace = (place: string | undefined): place is keyof typeof pages =>
  place !== undefined && Object.hasOwn(pages, place)

export const meteringPageOf = (place: string | undefined, id: string): ReactNode =>
  isMeteringPlace(place) ? pages[place](id) : undefined
