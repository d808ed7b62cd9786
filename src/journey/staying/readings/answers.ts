import type { z } from '#platform/contract/web'
import type { Entered } from './enter-readings.ts'
import type { Judgement } from './reading.ts'
import type { judgementAnswer } from './readings.contract.ts'

/** What judge says, for programs. */
export function judgementOf(judgement: Judgement): z.input<typeof judgementAnswer> {
  return {
    verdict: judgement.verdict,
    causes: judgement.verdict === 'questionable' ? judgement.because.map((reason) => reason.cause) : [],
    usage: judgement.usage ?? null,
    ratio: judgement.ratio ?? null,
    ratioToLastYear: judgement.ratioToLastYear ?? null,
    band: judgement.band ?? null,
  }
}

export const enteredOf = (entered: readonly Entered[]) => ({
  readings: entered.map((one) => ({ ...one, judgement: judgementOf(one.judgement) })),
})

/** `12345.600000` as stored is `12345.6` for programs. */
export const trimDecimal = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)
