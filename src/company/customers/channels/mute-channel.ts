import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { muteChannelRow } from './channels.sql.ts'

/**
 * Takes "all about the contract" from what goes to an address, because its reader has asked for that by the link in a mail. The address
 * stays confirmed; letters then come another way. @returns false if nothing went there
 */
export async function muteChannel(tx: Tx, customerId: string, value: string, now: Temporal.Instant): Promise<boolean> {
  const muted = await muteChannelRow(tx, customerId, value)
  for (const channel of muted)
    await recordFact(
      tx,
      facts.channelMuted,
      { channelId: channel.id, kind: channel.kind },
      { customerId, channel: 'link', actor: { kind: 'guest' }, occurredAt: now },
    )
  return muted.length > 0
}
