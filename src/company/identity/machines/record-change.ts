import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import type { StaffWho } from '#platform/http'

export type MachineChange = {
  readonly machineId: string
  readonly change: 'secret' | 'key-ended' | 'scopes' | 'chosen' | 'limit' | 'people' | 'sandbox' | 'ended'
  readonly scopes?: string[]
}

/** Writes down who changed what of a client of machines. */
export function recordChange(tx: Tx, payload: MachineChange, who: StaffWho, now: Temporal.Instant): Promise<void> {
  const actor = { kind: 'staff', id: who.staffId } as const
  return recordFact(tx, facts.machineChanged, payload, { channel: 'desk', actor, occurredAt: now })
}
