import { defineListener, facts } from '#company/journal'
import { formatDay, legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { newToken } from '#platform/http'
import { defineTexts } from '#platform/i18n'
import { putIntoOutbox } from '#platform/mail'
import { accountAddress } from '../accounts/account.sql.ts'
import { linkInvite, readInvite } from './invites.sql.ts'
import de from './people.de.json' with { type: 'json' }
import en from './people.en.json' with { type: 'json' }

const mailTexts = defineTexts(de, en)

/** Makes the link and sends it to who was invited. The token stands in the mail and nowhere else. */
async function sendInvite(tx: Tx, inviteId: string, now: Temporal.Instant): Promise<void> {
  const invite = await readInvite(tx, inviteId)
  const token = newToken()
  if (!invite || !(await linkInvite(tx, invite.id, token))) return
  const say = mailTexts(invite.language)
  const figures = {
    name: invite.personName,
    inviter: invite.inviterName ?? invite.inviterEmail ?? '',
    customer: invite.shownAs,
    link: `${invite.origin}/einladung/${token}`,
    day: formatDay(legalDay(invite.endsAt), invite.language),
  }
  await putIntoOutbox(
    tx,
    {
      key: `identity.invitation:${invite.id}`,
      channel: 'e-mail',
      kind: 'identity.invitation',
      recipient: invite.email,
      subject: say(invite.kind === 'attorney' ? 'powerSubject' : 'inviteSubject', figures),
      text: say(invite.kind === 'attorney' ? 'powerText' : 'inviteText', figures),
      customerId: invite.customerId,
      holdsSecret: true,
    },
    now,
  )
}

export const onPersonInvited = defineListener({
  name: 'identity.send-invitation',
  hears: facts.personInvited,
  hear: (tx, fact, now) => sendInvite(tx, fact.payload.inviteId, now),
})

export const onPowerInvited = defineListener({
  name: 'identity.send-power-link',
  hears: facts.powerInvited,
  hear: (tx, fact, now) => sendInvite(tx, fact.payload.inviteId, now),
})

/** Tells who invited that somebody has come in, and by which address: the second pair of eyes of an invitation. */
export const onInvitationAccepted = defineListener({
  name: 'identity.tell-invitation-accepted',
  hears: facts.invitationAccepted,
  hear: async (tx, fact, now) => {
    const invite = await readInvite(tx, fact.payload.inviteId)
    if (!invite?.inviterEmail) return
    const say = mailTexts(invite.inviterLanguage ?? 'de')
    const figures = { name: invite.personName, email: invite.email, customer: invite.shownAs }
    await putIntoOutbox(
      tx,
      {
        key: `identity.invitation-accepted:${invite.id}`,
        channel: 'e-mail',
        kind: 'identity.invitation-accepted',
        recipient: invite.inviterEmail,
        subject: say('acceptedSubject', figures),
        text: say('acceptedText', figures),
        customerId: invite.customerId,
      },
      now,
    )
  },
})

/** Tells a person that a grant is over, unless it was the person's own doing. */
export const onGrantEnded = defineListener({
  name: 'identity.tell-grant-ended',
  hears: facts.grantEnded,
  hear: async (tx, fact, now) => {
    if (fact.payload.by === 'self') return
    const account = await accountAddress(tx, fact.payload.accountId)
    if (!account?.email) return
    const say = mailTexts(account.language)
    await putIntoOutbox(
      tx,
      {
        key: `identity.grant-ended:${fact.id}`,
        channel: 'e-mail',
        kind: 'identity.grant-ended',
        recipient: account.email,
        subject: say('endedSubject'),
        text: say(fact.payload.by === 'time' ? 'endedByTimeText' : 'endedText'),
        customerId: fact.customerId,
      },
      now,
    )
  },
})
