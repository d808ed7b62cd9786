import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import { notFound, Refusal, wrongFields } from '#platform/refusal'
import { changedFields, type Change, type Doer, type Values } from '../changes/change.ts'
import { changedBySomebody } from '../changes/change-fields.ts'
import { insertChange } from '../changes/changes.sql.ts'
import {
  type BankDetails,
  bankOf,
  countMandates,
  endMandate,
  insertMandate,
  lockBank,
  reviveMandate,
  storeBank,
} from './bank.sql.ts'
import { groupedIban, isCreditorId } from './iban.ts'
import { mandateReference, type MandateWording, mandateWording } from './mandate.ts'

/** Who collects, as the settings say. */
export type Creditor = { readonly name: string; readonly id: string }

export type WantedBank = {
  readonly contractAccountId: string
  readonly rowVersion: number
  readonly way: 'direct-debit' | 'transfer'
  readonly iban?: string | undefined
  readonly holder?: string | undefined
}

const compared = ['way', 'iban', 'holder'] as const

/** As it stands in the row of the change: what was there, with the mandate that belonged to it. */
const valuesOf = (bank: Pick<BankDetails, 'way' | 'iban' | 'holder' | 'mandateId'>): Values => ({
  way: bank.way,
  iban: bank.iban,
  holder: bank.holder,
  mandateId: bank.mandateId,
})

/** @throws Refusal 422 if a direct debit lacks account or holder, or the utility has no creditor identifier */
function refuseIncomplete(wanted: WantedBank, creditor: Creditor): void {
  if (wanted.way === 'direct-debit') {
    if (!isCreditorId(creditor.id)) throw new Refusal(422, 'customers.no-direct-debit')
    const missing = [
      ...(wanted.iban ? [] : [{ field: 'iban', code: 'customers.iban-missing' }]),
      ...(wanted.holder ? [] : [{ field: 'holder', code: 'customers.holder-missing' }]),
    ]
    if (missing.length > 0) throw wrongFields(missing)
  } else if (wanted.iban && !wanted.holder) throw wrongFields([{ field: 'holder', code: 'customers.holder-missing' }])
}

/** The account locked and as it is now. @throws Refusal 404, or 409 with both values if it is not what was on the page */
async function lockAsSeen(tx: Tx, wanted: WantedBank, customerId: string): Promise<BankDetails> {
  await lockBank(tx, wanted.contractAccountId)
  const there = await bankOf(tx, wanted.contractAccountId, customerId)
  if (!there) throw notFound()
  if (there.rowVersion !== wanted.rowVersion) {
    const after = { way: wanted.way, iban: wanted.iban ?? null, holder: wanted.holder ?? null }
    const changed = changedFields(compared, valuesOf(there), after)
    const shown = (values: Values): Values => ({ ...values, iban: values['iban'] ? groupedIban(values['iban']) : null })
    throw changedBySomebody(there, shown(valuesOf(there)), shown(after), changed)
  }
  return there
}

export type MandateOffer = { readonly reference: string; readonly wording: MandateWording }

/** The mandate as it would be given now: what the second step of the form shows. */
export async function offerMandate(
  tx: Tx,
  wanted: WantedBank,
  customerId: string,
  creditor: Creditor,
  language: Locale,
): Promise<MandateOffer> {
  refuseIncomplete(wanted, creditor)
  const there = await lockAsSeen(tx, wanted, customerId)
  return wordMandate(tx, there, wanted, creditor, language)
}

async function wordMandate(
  tx: Tx,
  there: BankDetails,
  wanted: WantedBank,
  creditor: Creditor,
  language: Locale,
): Promise<MandateOffer> {
  const count = await countMandates(tx, there.contractAccountId)
  const reference = mandateReference(there.contractAccountNumber, count + 1)
  const wording = mandateWording(
    {
      creditorName: creditor.name,
      creditorId: creditor.id,
      mandateReference: reference,
      holder: wanted.holder ?? '',
      iban: groupedIban(wanted.iban ?? ''),
    },
    language,
  )
  return { reference, wording }
}

/**
 * Changes how a contract account is paid. A direct debit gives a new mandate, and the one before ends. Two people at once: the
 * second is told what stands there and what was wanted.
 * @returns the id of the change, undefined if nothing differs
 */
export async function changeBank(
  tx: Tx,
  wanted: WantedBank,
  creditor: Creditor,
  language: Locale,
  doer: Doer,
): Promise<string | undefined> {
  refuseIncomplete(wanted, creditor)
  const there = await lockAsSeen(tx, wanted, doer.customerId)
  const after = { way: wanted.way, iban: wanted.iban ?? null, holder: wanted.holder ?? null }
  if (changedFields(compared, valuesOf(there), after).length === 0) return undefined
  if (there.mandateId) await endMandate(tx, there.mandateId, 'replaced', doer.occurredAt)
  const mandateId =
    wanted.way === 'direct-debit' ? await giveMandate(tx, there, wanted, creditor, language, doer) : null
  return storeAndTell(tx, there, { ...after, mandateId }, doer)
}

async function giveMandate(
  tx: Tx,
  there: BankDetails,
  wanted: WantedBank,
  creditor: Creditor,
  language: Locale,
  doer: Doer,
): Promise<string> {
  const { reference, wording } = await wordMandate(tx, there, wanted, creditor, language)
  return insertMandate(tx, {
    customerId: doer.customerId,
    contractAccountId: there.contractAccountId,
    reference,
    creditorId: creditor.id,
    creditorName: creditor.name,
    iban: wanted.iban as string,
    holder: wanted.holder as string,
    wording,
    language,
    signedOn: legalDay(doer.occurredAt),
    signedAt: doer.occurredAt,
    signedBy: doer.actor.kind === 'customer' ? 'portal' : 'desk',
    toldBy: doer.toldBy ?? null,
  })
}

type BankValues = {
  readonly way: 'direct-debit' | 'transfer'
  readonly iban: string | null
  readonly holder: string | null
  readonly mandateId: string | null
}

async function storeAndTell(
  tx: Tx,
  there: BankDetails,
  after: BankValues,
  doer: Doer,
  undoOf?: string,
): Promise<string> {
  const { contractAccountId } = there
  const rowVersion = await storeBank(tx, { contractAccountId, customerId: doer.customerId, ...after }, doer.occurredAt)
  const changeId = await insertChange(
    tx,
    {
      kind: 'bank',
      contractAccountId,
      before: valuesOf(there),
      after: valuesOf(after),
      ...(undoOf !== undefined && { undoOf }),
    },
    doer,
  )
  const { way, mandateId } = after
  const payload = { changeId, contractAccountId, way, rowVersion, ...(mandateId !== null && { mandateId }) }
  await recordFact(tx, facts.bankChanged, payload, doer)
  return changeId
}

/**
 * Takes the mandate back; from then on the customer pays by transfer. It works at once and cannot be undone, only given anew. The
 * account stays on file for refunds.
 * @returns the id of the change
 * @throws Refusal 409 if there is no mandate (any more)
 */
export async function revokeMandate(tx: Tx, contractAccountId: string, doer: Doer): Promise<string> {
  await lockBank(tx, contractAccountId)
  const there = await bankOf(tx, contractAccountId, doer.customerId)
  if (!there) throw notFound()
  const { mandateId } = there
  if (!mandateId) throw new Refusal(409, 'customers.no-mandate')
  await endMandate(tx, mandateId, 'revoked', doer.occurredAt)
  const after = { way: 'transfer', iban: there.iban, holder: there.holder, mandateId: null } as const
  const rowVersion = await storeBank(tx, { contractAccountId, customerId: doer.customerId, ...after }, doer.occurredAt)
  const changeId = await insertChange(
    tx,
    { kind: 'mandate', contractAccountId, before: valuesOf(there), after: valuesOf(after) },
    doer,
  )
  await recordFact(tx, facts.mandateRevoked, { changeId, contractAccountId, mandateId, rowVersion }, doer)
  return changeId
}

/**
 * Puts back how the account was paid before a change. The mandate of the change ends; the one that it had replaced counts again.
 * @throws Refusal 409 if the account was changed once more since
 */
export async function undoBank(tx: Tx, change: Change, doer: Doer): Promise<string> {
  const contractAccountId = change.contractAccountId as string
  await lockBank(tx, contractAccountId)
  const there = await bankOf(tx, contractAccountId, doer.customerId)
  if (!there) throw notFound()
  const now = valuesOf(there)
  if (changedFields([...compared, 'mandateId'], now, change.after as Values).length > 0)
    throw new Refusal(409, 'customers.changed-since')
  const before = change.before as Values
  if (there.mandateId) await endMandate(tx, there.mandateId, 'revoked', doer.occurredAt)
  const mandateId = before['mandateId'] ?? null
  if (mandateId) await reviveMandate(tx, mandateId)
  const after: BankValues = {
    way: before['way'] === 'direct-debit' ? 'direct-debit' : 'transfer',
    iban: before['iban'] ?? null,
    holder: before['holder'] ?? null,
    mandateId,
  }
  return storeAndTell(tx, there, after, doer, change.id)
}
