import type { ImportFile } from '#company/exchange'
import { contractAccountsFile, contractPricesFile, contractsFile } from './contracts.import.ts'
import { customersFile } from './customers.import.ts'
import { contactsFile } from '../contacts/contacts.import.ts'
import { marketLocationsFile, sitesFile } from './sites.import.ts'

/** Files of this room in the order in which they refer to each other. */
export const customerFiles: readonly ImportFile[] = [
  customersFile,
  sitesFile,
  marketLocationsFile,
  contractAccountsFile,
  contractsFile,
  contractPricesFile,
  contactsFile,
]
