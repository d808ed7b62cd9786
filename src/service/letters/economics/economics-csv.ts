import type { EconomicsAnswer } from './economics.contract.ts'

/** Signs with which spreadsheets begin a formula; text that begins so gets an apostrophe before it (OWASP, CSV Injection). */
const FORMULA = /^'*[=+\-@\t\r]/

const textCell = (value: string): string => {
  const guarded = FORMULA.test(value) ? `'${value}` : value
  return /[;"\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

const HEAD = [
  'kind',
  'version',
  'title',
  'phase',
  'letters',
  'digital',
  'printed',
  'escalated',
  'sheets',
  'returned',
  'resent',
  'reminders',
  'opened',
  'follow_up_contacts',
  'follow_up_contacts_above_base',
  'resolved_at_first',
  'cost_cents',
  'cost_cents_low',
  'cost_cents_high',
  'cost_cents_measured',
  'cost_cents_assumed',
  'saving_cents_low',
  'saving_cents_high',
  'paper_g',
  'co2_g',
  'works_at_once',
  'digital_already',
  'law_needs_post',
]

/** The table of all kinds as CSV (`;`, UTF-8 with byte order mark, decimal points as in the import format). */
export function economicsCsv(answer: EconomicsAnswer, locale: 'de' | 'en'): string {
  const lines = answer.kinds.map((row) => [
    textCell(row.kind),
    row.version,
    textCell(locale === 'de' ? row.titleDe : row.titleEn),
    textCell(row.phase),
    row.letters,
    row.digital,
    row.printed,
    row.escalated,
    row.sheets,
    row.returned,
    row.resent,
    row.reminders,
    row.opened,
    row.contacts,
    row.excessContacts.toFixed(2),
    row.contactsResolved,
    row.cost.value,
    row.cost.low,
    row.cost.high,
    row.measuredCents,
    row.assumedCents,
    row.saving.low,
    row.saving.high,
    row.paperGrams,
    row.co2Grams.value,
    row.experience === null ? '' : row.experience.toFixed(4),
    row.digitalAlready ? 'yes' : 'no',
    textCell(row.lawSource ?? ''),
  ])
  return `\ufeff${[HEAD, ...lines].map((cells) => cells.join(';')).join('\r\n')}\r\n`
}
