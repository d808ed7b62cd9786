import { defineListener, facts, type Listener } from '#company/journal'
import { type Pools, transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { refreshSearch } from '../search/search.sql.ts'
import { forgetWords, mergeById, moveRows, moveRowsBack, type OwnedTable } from './duplicates.sql.ts'
import { findDuplicates } from './find-duplicates.sql.ts'

/**
 * What follows a merge and its undo: the search, and the rows of other rooms, which the house names. Each once, in a transaction of
 * its own; a merge that was taken apart before this runs moves nothing.
 */
export const mergeListeners = (others: readonly OwnedTable[]): readonly Listener[] => [
  defineListener({
    name: 'customers.follow-merge',
    hears: facts.customersMerged,
    hear: async (tx, fact) => {
      const merge = await mergeById(tx, fact.payload.mergeId)
      if (!merge || merge.undoneAt) return
      const move = { mergeId: merge.id, from: merge.mergedId, to: merge.survivorId }
      for (const table of others) await moveRows(tx, table, move)
      await refreshSearch(tx, merge.survivorId)
      // Its words are the survivor's now: a search finds one record.
      await forgetWords(tx, merge.mergedId)
    },
  }),
  defineListener({
    name: 'customers.follow-merge-undone',
    hears: facts.mergeUndone,
    hear: async (tx, fact) => {
      const merge = await mergeById(tx, fact.payload.mergeId)
      if (!merge) return
      const move = { mergeId: merge.id, from: merge.mergedId, to: merge.survivorId }
      for (const table of others) await moveRowsBack(tx, table, move)
      await refreshSearch(tx, merge.survivorId)
      await refreshSearch(tx, merge.mergedId)
    },
  }),
]

/** Every night at 01:40 UTC, before the day's work is looked at. */
export const findDuplicatesJob = (pools: Pick<Pools, 'worker'>): Job => ({
  name: 'customers.find-duplicates',
  cron: '40 1 * * *',
  run: async (_payload, now) => void (await transaction(pools.worker, (tx) => findDuplicates(tx, now))),
})
