import { defineListener, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { defineTexts } from '#platform/i18n'
import { putIntoOutbox } from '#platform/mail'
import { changePower, powerOfGrant, type PowerEnd, readPower } from './powers.sql.ts'
import de from './powers.de.json' with { type: 'json' }
import en from './powers.en.json' with { type: 'json' }

const mailTexts = defineTexts(de, en)

const becauseOf: Readonly<Record<'self' | 'people' | 'staff' | 'time', PowerEnd>> = {
  self: 'self',
  people: 'customer',
  staff: 'staff',
  time: 'time',
}

/** A power is over when the grant that came of it is: its time, the customer or the person ended it. */
export const onGrantOfPowerEnded = defineListener({
  name: 'identity.end-power-with-grant',
  hears: facts.grantEnded,
  hear: async (tx, fact, now) => {
    const powerId = await powerOfGrant(tx, fact.payload.grantId)
    if (!powerId) return
    const because = becauseOf[fact.payload.by]
    await changePower(tx, powerId, { state: 'ended', ended_at: now, ended_because: because })
    await recordFact(
      tx,
      facts.powerEnded,
      { powerId, because },
      { customerId: fact.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
    )
  },
})

/** Tells the person why the proof was not enough, and what to do. */
export const onPowerRefused = defineListener({
  name: 'identity.tell-power-refused',
  hears: facts.powerRefused,
  hear: async (tx, fact, now) => {
    const power = await readPower(tx, fact.payload.powerId)
    if (!power) return
    const say = mailTexts(power.language)
    const link = `${power.origin}/vollmacht`
    const text = say('refusedText', { name: power.personName, because: power.refusedBecause ?? '', link })
    await tell(tx, power.email, 'refused', power.id, { subject: say('refusedSubject'), text }, now)
  },
})

/** Tells the person that staff has ended the power; what ends by itself is told with the grant. */
export const onPowerEnded = defineListener({
  name: 'identity.tell-power-ended',
  hears: facts.powerEnded,
  hear: async (tx, fact, now) => {
    const power = await readPower(tx, fact.payload.powerId)
    if (!power || !['staff', 'death'].includes(fact.payload.because)) return
    const say = mailTexts(power.language)
    const text = say('endedText', { name: power.personName })
    await tell(tx, power.email, 'ended', power.id, { subject: say('endedSubject'), text }, now)
  },
})

const tell = (
  tx: Tx,
  recipient: string,
  what: string,
  powerId: string,
  mail: { readonly subject: string; readonly text: string },
  now: Temporal.Instant,
) =>
  putIntoOutbox(
    tx,
    {
      key: `identity.power-${what}:${powerId}`,
      channel: 'e-mail',
      kind: `identity.power-${what}`,
      recipient,
      ...mail,
    },
    now,
  )
