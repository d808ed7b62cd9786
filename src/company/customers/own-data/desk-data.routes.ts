import { legalDay } from '#platform/calendar'
import { sendTogether, type Tx } from '#platform/database'
import { apiAct, staffMay } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { notFound } from '#platform/refusal'
import { type BankDetails, bankStatement } from '../bank/bank.sql.ts'
import { type ChangeOnFile, whyNotUndone } from '../changes/change.ts'
import { changesOnFileStatement } from '../changes/changes.sql.ts'
import { shownValues } from '../changes/confirm-change.ts'
import type { ContactChannel } from '../channels/channel.ts'
import { channelsStatement } from '../channels/channels.sql.ts'
import { type ConsentState, shownWording } from '../consents/consent.ts'
import { consentsStatement, preferencesStatement, type StoredPreferences } from '../consents/consents.sql.ts'
import { type CustomerAnswer, customerPath } from '../customer/customer-view.contract.ts'
import { customerStatement } from '../customer/customer-view.sql.ts'
import { type HoldOnFile, holdsStatement } from '../erasure/erasure.sql.ts'
import { estateStatement, type EstateRow } from '../estate/estate.sql.ts'
import { type MoveOnFile, movesStatement } from '../moves/moves.sql.ts'
import { countryCodes } from '../people/countries.ts'
import { type DeskDataAnswer, deskDataAnswer } from './desk-data.contract.ts'

const CHANGES_SHOWN = 30
const textOr = (instant: Temporal.Instant | null): string | null => instant?.toString() ?? null

/** All that somebody of the staff sees of a customer's own data before changing it, in one answer. */
export const deskData = apiAct({
  method: 'GET',
  path: '/desk/api/customers/:id/own-data',
  who: staffMay('customers.change'),
  contract: { params: customerPath },
  says: 'What stands on file about a customer and how it came there: bank, channels, consents with their words, wishes, moves, holds, changes.',
  answer: deskDataAnswer,
  act: (tx, { input, now, locale, settings }) =>
    loadDeskData(tx, input.params.id, { now, locale, utility: settings.UTILITY_NAME }),
})

type Shown = { readonly now: Temporal.Instant; readonly locale: Locale; readonly utility: string }

async function loadDeskData(tx: Tx, id: string, shown: Shown): Promise<DeskDataAnswer> {
  const whom = { id }
  const [[first]] = (await sendTogether(tx, [customerStatement(whom)])) as [CustomerAnswer[]]
  if (!first) throw notFound()
  const [accounts, channels, consents, wishes, moves, holds, changes, estates] = await sendTogether(tx, [
    bankStatement(whom),
    channelsStatement(whom),
    consentsStatement(whom, first.language, legalDay(shown.now)),
    preferencesStatement(whom),
    movesStatement(id),
    holdsStatement(id),
    changesOnFileStatement(id, CHANGES_SHOWN),
    estateStatement(id),
  ])
  const estate = estates?.[0] as EstateRow | undefined
  return {
    customer: first,
    diedOn: estate?.diedOn ?? null,
    estateContact: estate?.estateContact ?? null,
    accounts: ((accounts ?? []) as readonly BankDetails[]).map(bankShown),
    channels: ((channels ?? []) as readonly ContactChannel[]).map(channelShown),
    consents: ((consents ?? []) as readonly ConsentState[]).map((one) => consentShown(one, shown.utility)),
    preferences: preferencesShown(wishes?.[0] as StoredPreferences),
    moves: ((moves ?? []) as readonly MoveOnFile[]).map(moveShown),
    holds: ((holds ?? []) as readonly HoldOnFile[]).map((hold) => ({ ...hold, setAt: hold.setAt.toString() })),
    countries: [...countryCodes],
    changes: ((changes ?? []) as readonly ChangeOnFile[]).map((change) => changeShown(change, shown)),
  }
}

const bankShown = (bank: BankDetails): DeskDataAnswer['accounts'][number] => ({
  contractAccountId: bank.contractAccountId,
  contractAccountNumber: bank.contractAccountNumber,
  way: bank.way,
  iban: bank.iban,
  holder: bank.holder,
  bankName: bank.bankName,
  mandateReference: bank.mandateReference,
  signedOn: bank.signedOn,
  rowVersion: bank.rowVersion,
})

const channelShown = ({ id, kind, value, state, main, ...rest }: ContactChannel) => ({
  id,
  kind,
  value,
  state,
  main,
  confirmedAt: textOr(rest.confirmedAt),
  bouncedAt: textOr(rest.bouncedAt),
})

const consentShown = (state: ConsentState, utility: string) => ({
  ...state,
  wording: shownWording(state.wording, utility),
  answeredAt: textOr(state.answeredAt),
})

const preferencesShown = ({
  language,
  letters,
  notify,
  formOfAddress,
  quietFrom,
  quietTo,
  rowVersion,
}: StoredPreferences) => ({
  language,
  letters,
  notify,
  formOfAddress,
  quietFrom,
  quietTo,
  rowVersion,
})

const moveShown = (move: MoveOnFile) => ({
  id: move.id,
  movesOn: move.movesOn,
  address: [[move.street, move.houseNumber].filter(Boolean).join(' '), `${move.postalCode} ${move.city}`].join(', '),
  lettersToo: move.lettersToo,
  announcedAt: move.announcedAt.toString(),
  appliedAt: textOr(move.appliedAt),
})

const changeShown = (change: ChangeOnFile, { now, locale }: Shown) => ({
  id: change.id,
  kind: change.kind,
  before: shownValues(change, change.before, locale),
  after: shownValues(change, change.after, locale),
  changedAt: change.changedAt.toString(),
  by: change.actorKind,
  toldBy: change.toldBy,
  reason: change.reason,
  undoUntil: whyNotUndone(change, now) === undefined ? textOr(change.undoUntil) : null,
  isUndone: change.undoneAt !== null,
})
