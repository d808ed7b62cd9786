import { join } from 'node:path'
import type { Settings } from '#platform/config'
import { portalOrigin } from '#platform/http'
import { folderHouse } from './folder-house.ts'
import { httpHouse } from './http-house.ts'
import type { PrintHouse } from './print-house.ts'

type DeliverySettings = Pick<
  Settings,
  'KW_FILES' | 'UTILITY_NAME' | 'PRINT_URL' | 'PRINT_TOKEN' | 'PUBLIC_URL' | 'PORT'
>

/** Who prints, and what messages say, by the settings. */
export const deliveryOf = (
  settings: DeliverySettings,
): { readonly origin: string; readonly utility: string; readonly house: PrintHouse } => ({
  origin: portalOrigin(settings),
  utility: settings.UTILITY_NAME,
  house: settings.PRINT_URL
    ? httpHouse({ url: settings.PRINT_URL, token: settings.PRINT_TOKEN })
    : folderHouse(join(settings.KW_FILES, 'print')),
})
