import type { DuePrintJob } from './print-jobs.sql.ts'

/** A job with what has to be printed. */
export type PrintItem = DuePrintJob & { readonly pdfs: readonly Buffer[] }

/** What the other side says to a job that was handed over. */
export type HandedOver =
  | { readonly jobKey: string; readonly outcome: 'taken'; readonly printerRef: string }
  | { readonly jobKey: string; readonly outcome: 'refused'; readonly why: string }
  /** Nobody knows: it is asked by its key at the next try. */
  | { readonly jobKey: string; readonly outcome: 'unknown'; readonly why: string }

export type PrintState =
  | { readonly state: 'at-printer' }
  | { readonly state: 'posted'; readonly at: Temporal.Instant; readonly proof: string | null }
  | { readonly state: 'returned'; readonly at: Temporal.Instant; readonly why: string }
  | { readonly state: 'refused'; readonly why: string }

/**
 * Who puts letters on paper and into the post. The key of a job names it on both sides: whoever was told a key twice prints one letter.
 */
export type PrintHouse = {
  /** Hands jobs over, each exactly once by its key, however often it is asked. */
  readonly handOver: (items: readonly PrintItem[], now: Temporal.Instant) => Promise<readonly HandedOver[]>
  /** What became of a job; undefined from a print house that tells nothing. */
  readonly look?: (printerRef: string) => Promise<PrintState>
  /** Takes a job back that is not printed yet. @returns whether it was still possible */
  readonly cancel?: (printerRef: string) => Promise<boolean>
}
