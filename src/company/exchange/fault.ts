import { Refusal } from '#platform/refusal'

/** Why a cell or a line is refused; the text stands in refusals.*.json (or in those of the room that checks). */
export type Fault = { readonly code: string }

export const fault = (code: string): Fault => ({ code })

/** One refused place: a column of a line, or the whole line where no column is named. */
export type LineFault = {
  readonly line: number
  readonly column: string
  readonly code: string
  /** What stood there, cut to what a person needs to find it. */
  readonly shown: string | null
}

/** Characters of a refused value that are kept. */
export const SHOWN_CHARS_MAX = 100

export const shorten = (text: string): string =>
  text.length <= SHOWN_CHARS_MAX ? text : `${text.slice(0, SHOWN_CHARS_MAX - 1)}…`

/**
 * The file as a whole cannot be read on: its structure is lost or it is no such file. Lines before that are in.
 * `figures` always name file, line and column, so that the text can say where and what to do.
 */
export function fileRefused(
  code: string,
  file: string,
  line: number,
  figures: Readonly<Record<string, string | number>> = {},
): Refusal {
  return new Refusal(422, code, { figures: { file, line, column: '', ...figures } })
}
