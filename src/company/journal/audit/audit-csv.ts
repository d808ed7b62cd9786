import type { AuditLine } from './audit.contract.ts'

const columns = [
  'happenedAt',
  'actorKind',
  'staffId',
  'staffName',
  'customerId',
  'action',
  'route',
  'subject',
  'subjectId',
  'detail',
  'address',
  'requestId',
] as const satisfies readonly (keyof AuditLine)[]

/**
 * One cell: always in quotes, and never a formula. What was typed into a search stands in it, and a spreadsheet runs what begins
 * with one of these signs (OWASP, CSV injection).
 */
const cell = (value: string | null): string => {
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** Lines as CSV (RFC 4180) with a heading, in UTF-8 with a mark that spreadsheets look for. */
export const csvOf = (lines: readonly AuditLine[]): string =>
  `\uFEFF${[columns.join(','), ...lines.map((line) => columns.map((name) => cell(line[name])).join(','))].join('\r\n')}\r\n`
