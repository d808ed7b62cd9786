export { type ShownNameRow, shownNamesStatement } from './shown-names.sql.ts'
export type { SupplyPriceView, SupplyView } from './supply.ts'
export { type OwnCustomerRow, ownCustomerStatement } from './own-customer.sql.ts'
export { type OwnPlace, ownPlaces, ownPlacesStatement } from './sites/own-places.sql.ts'
export { customerByNumber, customerOnFile, type CustomerOnFile } from './find-customer.sql.ts'
// Server door of `customers`: use cases, statements, files, and all pure rules of the browser-safe door.
export { marketLocationLookup } from './imports/contracts.import.ts'
export { customerFiles } from './imports/index.ts'
export { customersRefusals } from './refusals.ts'
export * from './web.ts'
export { onContactRecorded, onTaskNoted, onTaskOpened } from './search/on-work.ts'
export { onCustomerChanged } from './search/on-customer-changed.ts'
export { type NumberSource, searchCustomers, type SearchHit } from './search/search-customers.ts'
export { customerRoutes } from './customer/customers.routes.ts'
export { customerViewStatements, toCustomerView, type Whom } from './customer/customer-view.sql.ts'
export { searchRoutes } from './search/search.routes.ts'
export { estateRoutes } from './estate/estate.routes.ts'
export { nameEstateContact } from './estate/record-death.ts'
export { contactRoutes } from './contacts/index.ts'
export { ownDataRoutes } from './own-data/own-data.routes.tsx'
export {
  type ChangeConfirmation,
  changeConfirmationOf,
  confirmationListeners,
  listenersOfChanges,
} from './changes/confirm-change.ts'
export { customerOut } from './customer/customer-out.ts'
export { type OwnReachability, ownReachabilityStatement } from './channels/reachable.sql.ts'
export { maskedAddress } from './channels/channel.ts'
export { muteChannel } from './channels/mute-channel.ts'
export { channelListeners } from './channels/ask-channel.ts'
export {
  confirmedChannelsOf,
  type MayWrite,
  mayWeWrite,
  type ReachableAt,
  type WritingPurpose,
} from './consents/may-we-write.ts'
export { notBefore } from './consents/consent.ts'
export { type Reach, reachOf } from './consents/reach.sql.ts'
export { bankOut } from './bank/bank-out.ts'
export { onConflictDecided } from './search/on-conflict-decided.ts'
export {
  type CopySection,
  type DueCopy,
  endCopies,
  giveUpCopies,
  namedCopies,
  storeCopy,
  takeDueCopy,
} from './copies/copies.sql.ts'
export { copyStore } from './copies/copy-store.ts'
export { tellCopyFailed, tellCopyReady } from './copies/tell-copy.ts'
export { eraseDueJob } from './erasure/erase.ts'
export { erasureListeners } from './erasure/on-erasure-decided.ts'
export { erasureDeskRoutes } from './erasure/erasure.desk.routes.ts'
export { applyMovesJob } from './moves/announce-move.ts'
export { ownDataDeskRoutes } from './own-data/own-data.desk.routes.ts'
export { duplicateRoutes } from './duplicates/duplicates.routes.ts'
export type { OwnedTable } from './duplicates/duplicates.sql.ts'
export { findDuplicates } from './duplicates/find-duplicates.sql.ts'
export { findDuplicatesJob, mergeListeners } from './duplicates/follow-merges.ts'
export { protectionRoutes } from './protection/protection.routes.ts'
export {
  type ContractOnFile,
  contractOnFile,
  countSelected,
  selectCustomers,
  type Selected,
} from './selection/selection.sql.ts'
