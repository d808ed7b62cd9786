import type { Settings } from '#platform/config'
import type { Utility } from './write-letter.ts'

type LetterSettings = Pick<
  Settings,
  | 'UTILITY_NAME'
  | 'UTILITY_BRAND'
  | 'UTILITY_FORM'
  | 'UTILITY_IMPRINT'
  | 'SERVICE_PHONE'
  | 'PUBLIC_URL'
  | 'PORT'
  | 'LETTER_RETURN_ADDRESS'
  | 'LETTER_FOOT'
>

const COLUMNS_MAX = 4
const LINES_MAX = 5

const linesOf = (text: string): string[] => text.split('|').flatMap((line) => line.trim() || [])

/** The sender as letters show it. */
export function utilityOf(settings: LetterSettings): Utility {
  const portal = (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/$/, '')
  const foot = settings.LETTER_FOOT.split('||').map(linesOf)
  const columns = foot.filter((column) => column.length > 0)
  const imprint = linesOf(settings.UTILITY_IMPRINT)
  const half = Math.ceil(imprint.length / 2)
  const shown = columns.length > 0 ? columns : [[settings.UTILITY_NAME], imprint.slice(0, half), imprint.slice(half)]
  return {
    name: settings.UTILITY_NAME,
    colour: settings.UTILITY_BRAND,
    form: settings.UTILITY_FORM,
    portal,
    phone: settings.SERVICE_PHONE,
    returnLine: [settings.UTILITY_NAME, settings.LETTER_RETURN_ADDRESS].filter(Boolean).join(' · '),
    foot: shown
      .filter((column) => column.length > 0)
      .slice(0, COLUMNS_MAX)
      .map((column) => column.slice(0, LINES_MAX)),
  }
}
