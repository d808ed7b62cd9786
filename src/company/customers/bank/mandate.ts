import { createHash } from 'node:crypto'
import { defineTexts, type Locale } from '#platform/i18n'
import de from './mandate.de.json' with { type: 'json' }
import en from './mandate.en.json' with { type: 'json' }

const mandateTexts = defineTexts(de, en)

/**
 * Version of the wording below. The wording follows the mandate of the European Payments Council (EPC016-06, core rulebook,
 * section 4.7.2: DS-01) with the German translation of the Deutsche Kreditwirtschaft; a changed word is a new version.
 */
export const MANDATE_VERSION = '2026-11'

export type MandateWording = {
  readonly text: string
  readonly version: string
  /** SHA-256 of the text, to prove that it is the one that was shown. */
  readonly hash: Buffer
}

/** What the account holder agrees to, with both parties named. */
export function mandateWording(
  parties: {
    readonly creditorName: string
    readonly creditorId: string
    readonly mandateReference: string
    readonly holder: string
    readonly iban: string
  },
  locale: Locale,
): MandateWording {
  const text = mandateTexts(locale)('wording', parties)
  return { text, version: MANDATE_VERSION, hash: createHash('sha256').update(text, 'utf8').digest() }
}

/** Longest reference of a mandate (ISO 20022 Max35Text in the SEPA character set). */
const REFERENCE_LENGTH_MAX = 35

/**
 * The reference of the n-th mandate of a contract account: `M-810001-2`. Signs outside the SEPA set are left out, and the account's
 * number is cut from the front, because its end tells accounts apart.
 */
export function mandateReference(contractAccountNumber: string, count: number): string {
  const tail = `-${count}`
  const number = contractAccountNumber.replaceAll(/[^A-Za-z0-9]/g, '')
  return `M-${number.slice(-(REFERENCE_LENGTH_MAX - 2 - tail.length))}${tail}`
}
