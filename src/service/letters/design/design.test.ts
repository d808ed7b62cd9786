import { describe, expect, test } from 'vitest'
import { readingText } from '../blocks.ts'
import { madeKind } from '../made/kinds/index.ts'
import type { LetterKind } from '../made/letter-kind.ts'
import { type Utility, writeLetter } from '../made/write-letter.ts'
import { checkDesign } from './check-design.ts'
import { designBody } from './design.contract.ts'
import { offerOf, programKinds } from './offers.ts'
import { kindOfDesign } from './write-design.ts'

export const utility: Utility = {
  name: 'Stadtwerke Musterstadt',
  colour: '#0b6e99',
  form: 'sie',
  portal: 'https://kunden.example',
  phone: '0123 456-0',
  returnLine: 'Stadtwerke Musterstadt · Am Werk 1 · 12345 Musterstadt',
  foot: [['Stadtwerke Musterstadt GmbH']],
}
const addressee = (language: 'de' | 'en') => ({
  name: 'Erika Musterfrau',
  customerNumber: '10000001',
  language,
  recipient: ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
  day: Temporal.PlainDate.from('2026-11-22'),
})

/** Not strong and not said to be strong are the same. */
const plain = (sheet: unknown): unknown =>
  JSON.parse(JSON.stringify(sheet, (key, value: unknown) => (key === 'strong' && value === false ? undefined : value)))

describe.each(programKinds)('%s as a design', (code) => {
  const { offer, start, samples } = offerOf(code) as NonNullable<ReturnType<typeof offerOf>>

  test('is a design without a fault', () => {
    expect(designBody.parse(start)).toEqual(start)
    expect(checkDesign(start, offer.definitions)).toEqual([])
  })

  test.each(['de', 'en'] as const)('says in %s what the program says, word for word, for every sample', (language) => {
    const written = kindOfDesign(code, 9, start, offer)
    for (const form of ['sie', 'du'] as const)
      for (const sample of samples) {
        const sheetOf = (kind: LetterKind) => writeLetter(kind, sample, addressee(language), { ...utility, form })
        const own = sheetOf(written)
        expect(plain(own)).toEqual(plain(sheetOf(madeKind(code) as LetterKind)))
        expect(readingText(own.reading).length).toBeGreaterThan(80)
      }
  })
})
