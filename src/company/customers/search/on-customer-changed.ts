import { defineListener, facts } from '#company/journal'
import { refreshSearch } from './search.sql.ts'

/** Who was renamed or has moved is found by the new words. */
export const onCustomerChanged = defineListener({
  name: 'customers.search-on-customer-changed',
  hears: facts.customerChanged,
  hear: async (tx, fact) => {
    if (fact.customerId) await refreshSearch(tx, fact.customerId)
  },
})
