import { formatDay } from '#platform/calendar'
import type { Locale } from '#platform/i18n'
import type { Sheet } from '../blocks.ts'
import { type LetterKind, writingFor } from './letter-kind.ts'

/** Who writes: from the settings. */
export type Utility = {
  readonly name: string
  readonly colour: string
  readonly form: 'sie' | 'du'
  readonly portal: string
  readonly phone: string
  readonly returnLine: string
  readonly foot: readonly (readonly string[])[]
}

/** To whom and when. */
export type Addressee = {
  readonly name: string
  readonly customerNumber: string
  readonly language: Locale
  /** Lines of the address, the name first. */
  readonly recipient: readonly string[]
  /** The day that stands on the letter: the same for every try. */
  readonly day: Temporal.PlainDate
}

/** A line in the window of the envelope holds about 45 signs of 11 points; what is longer would be cut by the layout. */
const RECIPIENT_SIGNS_MAX = 45
const RECIPIENT_LINES_MAX = 6

/**
 * Writes the text of a letter and everything around it. Pure: the same input gives the same sheet, and with it the same file.
 * @throws ZodError if the parameters are not those of the kind
 */
export function writeLetter(kind: LetterKind, parameters: unknown, addressee: Addressee, utility: Utility): Sheet {
  const own: unknown = kind.parameters.parse(parameters)
  const { language, day } = addressee
  const writing = writingFor({ language, form: utility.form, portal: utility.portal, phone: utility.phone })
  const { say } = writing
  return {
    frame: {
      title: kind.title(own, say, language),
      language,
      day: { year: day.year, month: day.month, day: day.day },
      recipient: addressee.recipient.slice(0, RECIPIENT_LINES_MAX).flatMap(foldLine).slice(0, RECIPIENT_LINES_MAX),
      details: [
        { label: say('customerNumber'), value: addressee.customerNumber },
        ...(kind.details?.(own, writing) ?? []),
        { label: say('contact'), value: utility.phone },
        { label: say('date'), value: formatDay(day, language) },
      ],
      words: { page: say('page'), of: say('of') },
      sender: { name: utility.name, colour: utility.colour, returnLine: utility.returnLine, foot: utility.foot },
    },
    reading: {
      salutation: say('salutation', { name: addressee.name }),
      blocks: kind.modules.flatMap((module) => module.write(own, writing)),
      closing: say('closing'),
      signed: say('signed'),
    },
  }
}

/** A long line in two, at a blank if there is one. */
function foldLine(line: string): string[] {
  if (line.length <= RECIPIENT_SIGNS_MAX) return [line]
  const blank = line.lastIndexOf(' ', RECIPIENT_SIGNS_MAX)
  const at = blank > 0 ? blank : RECIPIENT_SIGNS_MAX
  return [line.slice(0, at), line.slice(at).trim().slice(0, RECIPIENT_SIGNS_MAX)]
}
