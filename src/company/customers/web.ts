// Browser-safe door of `customers`: pure rules and contracts. Nothing here reads a file or a table.
export { isEmailAddress } from './people/email-address.ts'
export { parsePhoneNumber } from './people/phone-number.ts'
export {
  type MarketLocationNumber,
  marketLocationCheckDigit,
  parseMarketLocation,
  parseMeteringLocation,
} from './sites/market-location.ts'
export {
  type AccountAnswer,
  type ChangeContact,
  changeContactBody,
  type ContractAnswer,
  type CustomerAnswer,
  customerAnswer,
  customerViewAnswer,
} from './customer/customer-view.contract.ts'
export {
  type ContactAnswer,
  contactAnswer,
  contactChannels,
  contactRecordedAnswer,
  contactsAnswer,
  contactsQuery,
  correctContactBody,
  correctedContactAnswer,
  proposalAnswer,
  type RecordContact,
  recordContactBody,
  topicsAnswer,
} from './contacts/contact.contract.ts'
export { behindAnswer, behindQuery, figuresAnswer, figuresQuery } from './contacts/figures/figures.contract.ts'
export { type SearchAnswer, searchAnswer, searchQuery, workAnswer, workQuery } from './search/search.contract.ts'
export {
  mergeAnswer,
  mergeBody,
  pairAnswer,
  pairsAnswer,
  doneAnswer as duplicateDoneAnswer,
} from './duplicates/duplicates.contract.ts'
export { erasureAnswer, erasureDecisionBody, erasureDoneAnswer } from './erasure/erasure.contract.ts'
export { type Asked, askedBody, type ToldBy, toldByWays } from './own-data/asked.contract.ts'
export {
  channelsNamedAnswer,
  codeAnswer,
  consentAnswer,
  type DeskDataAnswer,
  deskChannelBody,
  deskCodeBody,
  deskDataAnswer,
  deskWishBody,
  doneAnswer as changeDoneAnswer,
  mandateOfferAnswer,
  moveAnswer,
} from './own-data/desk-data.contract.ts'
export { deskAddressBody, deskNameBody } from './own-data/person.contract.ts'
export { deskBankBody } from './bank/bank.contract.ts'
export { deskAnswerBody } from './consents/consents.contract.ts'
export { deskMoveBody } from './moves/moves.contract.ts'
export { askErasureBody, holdAnswer, holdBody } from './erasure/erasure.contract.ts'
export { deathBody, nothingAnswer as deathAnswer } from './estate/estate.contract.ts'
export {
  employeeBody,
  protectBody,
  protectionAnswer,
  protectionDoneAnswer,
  unprotectBody,
} from './protection/protection.contract.ts'
export { selectionCriteria, type SelectionCriteria } from './selection/selection.contract.ts'
