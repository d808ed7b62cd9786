import { defineListener, facts, recordFact } from '#company/journal'
import { noteReceipt } from './receipt.sql.ts'

/**
 * Who has opened a letter has received it: a fact of its own with its reason, because published or notified alone proves nothing
 * (BGH III ZR 299/08; OLG Düsseldorf I-6 U 166/13 on clauses that pretend it). Terms count from the first receipt.
 */
export const onLetterOpened = defineListener({
  name: 'letters.note-receipt',
  hears: facts.letterOpened,
  hear: async (tx, fact) => {
    const { letterId } = fact.payload
    if (!(await noteReceipt(tx, letterId, 'opened', fact.occurredAt))) return
    await recordFact(
      tx,
      facts.letterDeemedReceived,
      { letterId, because: 'opened' },
      {
        customerId: fact.customerId,
        contractId: fact.contractId,
        channel: 'system',
        actor: { kind: 'system' },
        occurredAt: fact.occurredAt,
      },
    )
  },
})
