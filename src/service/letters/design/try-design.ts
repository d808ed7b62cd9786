import type { Locale } from '#platform/i18n'
import type { Sheet } from '../blocks.ts'
import { type Addressee, type Utility, writeLetter } from '../made/write-letter.ts'
import { checkDesign, type DesignFault } from './check-design.ts'
import type { DesignBody, ParameterDefinition } from './design.contract.ts'
import { offerOf } from './offers.ts'
import { type SampleNumber, SAMPLES, sampleValues } from './samples-of.ts'
import { kindOfDesign } from './write-design.ts'

/** The parameters that the texts of a kind may name: what the program gives, or what the editor declared. */
export const definitionsFor = (code: string, body: DesignBody): readonly ParameterDefinition[] =>
  offerOf(code)?.offer.definitions ?? body.parameters

export const faultsOfDesign = (code: string, body: DesignBody): DesignFault[] =>
  checkDesign(body, definitionsFor(code, body))

const sampleAddressee = (language: Locale, day: Temporal.PlainDate): Addressee => ({
  name: 'Erika Musterfrau',
  customerNumber: '10000001',
  language,
  recipient: ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
  day,
})

/** A sheet of a draft with values that nobody has: for the preview and the check before a release. */
export function sampleSheet(
  code: string,
  body: DesignBody,
  as: {
    readonly sample: SampleNumber
    readonly language: Locale
    readonly day: Temporal.PlainDate
    readonly addressee?: Addressee
  },
  utility: Utility,
): Sheet {
  const program = offerOf(code)
  const values = program ? program.samples[as.sample] : sampleValues(body.parameters, as.sample)
  const kind = kindOfDesign(code, 1, body, program?.offer)
  return writeLetter(kind, values, as.addressee ?? sampleAddressee(as.language, as.day), utility)
}

/** Every sheet that has to be drawn before a version is released: three sets of values in each language and form. */
export function* releaseSheets(code: string, body: DesignBody, day: Temporal.PlainDate, utility: Utility) {
  for (const sample of SAMPLES)
    for (const [language, form] of [
      ['de', 'sie'],
      ['de', 'du'],
      ['en', 'sie'],
    ] as const)
      yield {
        sample,
        language,
        form,
        sheet: () => sampleSheet(code, body, { sample, language, day }, { ...utility, form }),
      }
}
