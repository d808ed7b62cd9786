import type { z } from '#platform/contract'
import type { LetterKind } from '../letter-kind.ts'
import { bill } from './bill.ts'
import { changeConfirmed } from './customers.ts'
import { accountCode, activationCode } from './identity.ts'
import { orderConfirmed } from './joining.ts'
import { singleLetter } from './single.ts'
import { readingCorrected, readingRefused, readingReminder, readingRequest } from './staying.ts'

/** All kinds that are made here, by code. A new one needs its row in `letter_kind` by migration; a test compares the two. */
export const madeKinds = {
  'identity.activation-code': activationCode,
  'identity.account-code': accountCode,
  'staying.reading-request': readingRequest,
  'staying.reading-reminder': readingReminder,
  'staying.reading-refused': readingRefused,
  'staying.reading-corrected': readingCorrected,
  'customers.change-confirmed': changeConfirmed,
  'joining.order-confirmed': orderConfirmed,
  'paying.bill': bill,
  'letters.single': singleLetter,
} as const

export type MadeKindCode = keyof typeof madeKinds
export type ParametersOf<Code extends MadeKindCode> = z.input<(typeof madeKinds)[Code]['parameters']>

// Each kind was checked against its own parameters where it was defined; by code alone only the schema knows them.
export const madeKind = (code: string): LetterKind | undefined =>
  Object.hasOwn(madeKinds, code) ? (madeKinds[code as MadeKindCode] as unknown as LetterKind) : undefined
