import { voidTaskOf } from '#company/tasks'
import { defineListener, facts } from '#company/journal'
import { checkTaskKey } from './enter-readings.ts'

/** A value that its customer has corrected needs nobody to look at it any more; the new one has its own task if it needs one. */
export const onReadingCorrected = defineListener({
  name: 'staying.close-check-of-corrected-reading',
  hears: facts.readingCorrected,
  hear: async (tx, fact, now) => {
    await voidTaskOf(tx, checkTaskKey(fact.payload.replacesReadingId), { outcome: 'corrected', now })
  },
})
