import { defineListener, facts } from '#company/journal'
import { refreshSearch } from './search.sql.ts'

/** Whose name or address was taken over from another system is found by the new words. */
export const onConflictDecided = defineListener({
  name: 'customers.search-on-conflict-decided',
  hears: facts.conflictDecided,
  hear: async (tx, { payload }) => {
    if (payload.object === 'customer') await refreshSearch(tx, payload.objectId)
  },
})
