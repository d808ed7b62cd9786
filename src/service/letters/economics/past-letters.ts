import type pg from 'pg'
import type { Settings } from '#platform/config'
import { transaction } from '#platform/database'
import { inProcessEngine } from '../engine/in-process.ts'
import type { MadePdf } from '../engine/drawing.ts'
import { madeKind } from '../made/kinds/index.ts'
import { utilityOf } from '../made/utility.ts'
import { writeLetter } from '../made/write-letter.ts'
import type { LetterArchive } from '../store/archive.ts'
import { publishLetters } from '../store/publish.sql.ts'
import { sheetHash } from '../engine/drawing.ts'
import { insertPastLetters, notePast } from './past-letters.sql.ts'

/** A letter of the demo's past and what became of it. */
export type PastLetter = {
  readonly customerId: string
  readonly kind: string
  readonly pages: number
  readonly onPaper: boolean
  readonly returned: boolean
  readonly opened: boolean
  readonly reminded: boolean
  readonly understood: boolean | null
}

let page: Promise<{ readonly sheet: ReturnType<typeof writeLetter>; readonly made: MadePdf }> | undefined

/** One page that says what it is: drawn once, lying under all letters of the demo's past. */
const samplePage = (settings: Settings) =>
  (page ??= (async () => {
    const text =
      'Dies ist ein Beispielbrief der Demo. Er steht für einen Brief des vergangenen Jahres und nennt niemanden.'
    const sheet = writeLetter(
      madeKind('letters.single') as never,
      { title: 'Beispielbrief der Demo', parts: [{ module: 'words', text }] },
      {
        name: 'Kundinnen und Kunden',
        customerNumber: '–',
        language: 'de',
        recipient: ['An unsere Kundinnen und Kunden'],
        day: Temporal.PlainDate.from('2026-01-01'),
      },
      utilityOf(settings),
    )
    return { sheet, made: (await inProcessEngine()).draw(sheet) }
  })())

/** Publishes letters of one past moment through the ordinary door, with their events and print jobs. For the demo only. */
export async function publishPastLetters(
  pool: pg.Pool,
  archive: Pick<LetterArchive, 'put'>,
  settings: Settings,
  list: readonly PastLetter[],
  at: Temporal.Instant,
): Promise<void> {
  const { sheet, made } = await samplePage(settings)
  const sha256 = await archive.put(made.pdf)
  await transaction(pool, async (tx) => {
    const ids = await insertPastLetters(tx, list, at)
    const file = {
      form: 'letter',
      language: 'de',
      title: 'Beispielbrief der Demo',
      sha256,
      sizeBytes: made.pdf.length,
      pages: made.pages,
    } as const
    const content = { files: [file], frame: sheet.frame, reading: sheet.reading, inputHash: sheetHash(sheet) } as const
    await publishLetters(
      tx,
      ids.map((letterId) => ({ letterId, ...content })),
      at,
    )
    await notePast(
      tx,
      list.map((one, index) => ({ ...one, letterId: ids[index] as string })),
      at,
    )
  })
}
