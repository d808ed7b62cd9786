import { defineListener, type Fact, facts, type Listener } from '#company/journal'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { secondFactorTexts } from './second-factor.pages.tsx'

type Changed = Fact<typeof facts.secondFactorOn> | Fact<typeof facts.secondFactorOff>

/** Tells the person that a factor was added or is gone (ASVS 6.3.7). */
const tell =
  (what: 'on' | 'off') =>
  async (tx: Tx, fact: Changed, now: Temporal.Instant): Promise<void> => {
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = secondFactorTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.second-factor-${what}:${fact.id}`,
        channel: 'e-mail',
        kind: `identity.second-factor-${what}`,
        recipient: account.email,
        subject: say(`${what}Subject`),
        text: say(what === 'on' ? 'onText' : 'offMail'),
        customerId: fact.customerId,
      },
      now,
    )
  }

export const onSecondFactorChanged: readonly Listener[] = [
  defineListener({ name: 'identity.tell-second-factor-on', hears: facts.secondFactorOn, hear: tell('on') }),
  defineListener({ name: 'identity.tell-second-factor-off', hears: facts.secondFactorOff, hear: tell('off') }),
]
