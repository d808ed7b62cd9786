/**
 * Spreadsheets take a cell that begins so for a formula; such text gets an apostrophe in front (OWASP, CSV Injection). Numbers and
 * telephone numbers stay as they are.
 */
const FORMULA = /^[=@\t\r]|^[+-](?![0-9.,]+$)/

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180) with semicolons and a byte order mark, as German spreadsheets read it. */
export function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))]
  return `\ufeff${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`
}
