import { defineListener, facts, recordFact } from '#company/journal'
import { changePower, endGrantsOfDead } from './powers.sql.ts'

/**
 * The own logins of a customer who has died are over, and so is a carer's (BGB 1870). A power that the dead has given goes on
 * in doubt (BGB 168, 672), until an heir ends it. Nobody is written to at the address of the dead.
 */
export const onCustomerDied = defineListener({
  name: 'identity.end-own-grants-of-dead',
  hears: facts.customerDied,
  hear: async (tx, fact, now) => {
    if (!fact.customerId) return
    for (const powerId of await endGrantsOfDead(tx, fact.customerId)) {
      await changePower(tx, powerId, { state: 'ended', ended_at: now, ended_because: 'death' })
      await recordFact(
        tx,
        facts.powerEnded,
        { powerId, because: 'death' },
        { customerId: fact.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
      )
    }
  },
})
