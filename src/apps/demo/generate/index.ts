export type { CustomerBundle } from './bundles.ts'
export { KNOWN_CUSTOMERS, type KnownCustomer } from './known-list.ts'
export type * from './rows.ts'
export { generateCustomers } from './utility.ts'
export type { UtilityOptions } from './world.ts'
export { type WriteOptions, type WriteProgress, writeFolder } from './write-folder.ts'
export { DEFAULT_SHARES, type Truth, TRUTHS } from './mistakes.ts'
export {
  type KnownRegister,
  type PlantedSet,
  type PlantOptions,
  plantErrors,
  type ReadingCase,
} from './plant-errors.ts'
