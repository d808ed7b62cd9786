/**
 * What a letter on paper costs beside its postage, in cents. Assumed: no reliable German figures were found for 2026, so that a utility
 * replaces them by its own; the page says that they are assumed.
 */
const ASSUMED = {
  low: { perSheet: 2, perLetter: 5, postageShare: 0.62, staysDigital: 0.54 },
  high: { perSheet: 6, perLetter: 20, postageShare: 1, staysDigital: 0.98 },
} as const

/**
 * What a year would save, from and to. Low: postage less 38 % for presorted drops, cheap printing, and 46 % that are not opened and
 * printed after all (Dutch authorities, 2020). High: full postage, and 2 % printed after all (BriefButler Lustenau).
 */
export function savingOf(reach: { readonly letters: number; readonly sheets: number; readonly postageCents: number }): {
  readonly fromCents: number
  readonly toCents: number
} {
  const cost = ({ perSheet, perLetter, postageShare, staysDigital }: (typeof ASSUMED)['low' | 'high']) =>
    Math.round((reach.postageCents * postageShare + reach.sheets * perSheet + reach.letters * perLetter) * staysDigital)
  return { fromCents: cost(ASSUMED.low), toCents: cost(ASSUMED.high) }
}
