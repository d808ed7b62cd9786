import type { ParameterDefinition } from './design.contract.ts'
import type { Row, Value } from './values.ts'

/** Three sets of values: the usual, the shortest, and what hurts. */
export const SAMPLES = [0, 1, 2] as const
export type SampleNumber = (typeof SAMPLES)[number]

type Definition = Pick<ParameterDefinition, 'name' | 'label' | 'type' | 'choices' | 'columns' | 'source'>

/** Signs that mean something to Typst, ICU messages, HTML or a page's layout; in a value they are plain signs. */
const hostile =
  '#panic("x") *fett* $x$ _u_ `c` \\ {name} {n, plural, other {#}} <b>&amp;</b> <script>alert(1)</script> ** Ωλ ß Łódź 🙂 ' +
  'Donaudampfschifffahrtsgesellschaft'

const usualTexts: Readonly<Record<string, string>> = {
  'customer-number': '10000001',
  'contract-number': 'V-2026001',
  product: 'Musterstrom Natur',
  site: 'Lindenweg 7, 12341 Musterstadt',
}
/** The account of the bank's own examples: its check digits are right, so a payment block can draw its code. */
const IBAN = 'DE02120300000000202051'
const isIbanName = (name: string): boolean => /iban/i.test(name)

function textOf(one: Definition, sample: SampleNumber): string {
  if (isIbanName(one.name)) return IBAN
  if (sample === 0) return usualTexts[one.source ?? ''] ?? one.label
  return sample === 1 ? 'x' : hostile
}

function valueOf(one: Definition, sample: SampleNumber): Value {
  switch (one.type) {
    case 'text':
      return textOf(one, sample)
    case 'number':
      return [12, 1, 1_234_567][sample]
    case 'decimal':
      return ['1234.5', '0', '999999999.125'][sample]
    case 'money':
      return [12_345, 1, 99_999_999][sample]
    case 'day':
      return ['2026-12-15', '2027-01-01', '2028-02-29'][sample]
    case 'choice':
      return one.choices?.[sample % (one.choices.length || 1)]?.code
    case 'yes-no':
      return sample !== 1
    case 'rows':
      return Array.from({ length: [3, 1, 30][sample] as number }, () => sampleOf(one.columns ?? [], sample))
  }
}

const sampleOf = (definitions: readonly Definition[], sample: SampleNumber): Row =>
  Object.fromEntries(definitions.map((one) => [one.name, valueOf(one, sample)] as const))

/** Values for a preview and for the check before a release; the shortest set leaves out what may be missing. */
export const sampleValues = (
  definitions: readonly (Definition & { readonly required: boolean })[],
  sample: SampleNumber,
): Row => sampleOf(sample === 1 ? definitions.filter((one) => one.required) : definitions, sample)
