import type { FiguresAnswer } from './figures.contract.ts'

/**
 * Signs with which spreadsheets begin a formula; text that begins so gets an apostrophe before it. Source: OWASP, CSV
 * Injection.
 */
const FORMULA = /^'*[=+\-@\t\r]/

const textCell = (value: string): string => {
  const guarded = FORMULA.test(value) ? `'${value}` : value
  return /[;"\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** Shares with four places and a decimal point, as the import format has it. */
const shareCell = (value: number | null): string => (value === null ? '' : value.toFixed(4))

const HEAD = [
  'key',
  'name',
  'contacts',
  'resolved_at_first',
  'first_contact_resolution',
  'provisional',
  'window_open',
  'repeats',
  'repeat_contact_rate',
]

/** The table of the page as CSV (`;`, UTF-8 with byte order mark, so that spreadsheets read umlauts). */
export function figuresCsv({ rows, total }: FiguresAnswer, locale: 'de' | 'en'): string {
  const lines = [...rows, { ...total, key: 'total', nameDe: 'Alle', nameEn: 'All' }].map((row) => [
    textCell(row.key),
    textCell(locale === 'de' ? row.nameDe : row.nameEn),
    row.contacts,
    row.resolution.numerator,
    shareCell(row.resolution.value),
    row.resolution.provisional ? 'yes' : 'no',
    row.open,
    row.repeats,
    shareCell(row.repeatRate.value),
  ])
  return `\ufeff${[HEAD, ...lines].map((cells) => cells.join(';')).join('\r\n')}\r\n`
}
