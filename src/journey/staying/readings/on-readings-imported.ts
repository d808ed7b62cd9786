import { defineListener, facts } from '#company/journal'
import { judgeBatch } from './judge-batch.ts'

/** Judges what customers had read in another system; what a grid operator or a formula says is for them to answer. */
export const onReadingsImported = defineListener({
  name: 'staying.judge-imported-readings',
  hears: facts.readingsImported,
  hear: async (tx, fact, now) => {
    await judgeBatch(tx, {
      channel: 'import',
      enteredAt: fact.occurredAt,
      sources: ['customer', 'agent'],
      origin: `import:${fact.payload.batchId}`,
      context: { channel: 'system', actor: { kind: 'system' }, occurredAt: now },
      now,
    })
  },
})
