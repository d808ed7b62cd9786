export { type ShownNameRow, shownNamesStatement } from './shown-names.sql.ts'
export type { SupplyView } from './supply.ts'
export { type OwnCustomerRow, ownCustomerStatement } from './own-customer.sql.ts'
export { customerByNumber, customerOnFile, type CustomerOnFile } from './find-customer.sql.ts'
// Server door of `customers`: use cases, statements, files, and all pure rules of the browser-safe door.
export { marketLocationLookup } from './imports/contracts.import.ts'
export { customerFiles } from './imports/index.ts'
export { customersRefusals } from './refusals.ts'
export * from './web.ts'
