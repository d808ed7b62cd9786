export type { SupplyView } from './supply.ts'
export { type OwnCustomerRow, ownCustomerStatement } from './own-customer.sql.ts'
export { customerByNumber, type CustomerOnFile } from './find-customer.sql.ts'
