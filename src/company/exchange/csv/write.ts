/**
 * Cells as a line of CSV, as files of this house are written: semicolons, quotes only where they are needed (RFC 4180), and formulas
 * guarded by an apostrophe (OWASP, CSV Injection).
 */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(';')}\n`

function cell(value: string): string {
  // A telephone number is no formula, and must arrive as it is.
  const guarded = /^'*[=\-@\t\r]/.test(value) || /^'*\+(?!\d+$)/.test(value) ? `'${value}` : value
  return /[;"\n\r]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
