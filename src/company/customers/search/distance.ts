/**
 * Errors between two words: letters left out, added, wrong, or two neighbours swapped (optimal string alignment, F. Damerau,
 * CACM 7, 1964). Words here have at most 40 letters, so the plain table is quick enough.
 */
export function errorsBetween(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

/** Errors that a word of this length may have: none in three letters, one in up to seven, two in longer ones. */
export const errorsAllowed = (length: number): number => (length <= 3 ? 0 : length <= 7 ? 1 : 2)
