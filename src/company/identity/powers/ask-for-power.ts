import { join } from 'node:path'
import { facts, recordFact } from '#company/journal'
import { fileStore } from '#platform/files'
import type { Tx } from '#platform/database'
import { type Call, ownOrigin, type SentFile } from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { insertPower, type NewPower } from './powers.sql.ts'
import { isProofFault, proofTypeOf } from './proof.ts'

/** Proofs lie apart from photos: they are kept as long as the power is, and seen by those who check it only. */
export const proofStore = (folder: string) => fileStore(join(folder, 'proofs'))

/** Keeps the proof on the disk, before the transaction. @throws Refusal 422 at the field */
export async function keepProof(folder: string, files: readonly SentFile[] | undefined): Promise<NewPower['proof']> {
  const file = files?.find((one) => one.field === 'proof')
  if (!file) throw wrongFields([{ field: 'proof', code: 'platform.field.missing' }])
  const judged = proofTypeOf(file.bytes)
  if (isProofFault(judged)) throw wrongFields([{ field: 'proof', code: judged }])
  return { sha256: await proofStore(folder).put(file.bytes), type: judged, bytes: file.bytes.length }
}

/**
 * Writes down that somebody asks to act for a customer. Whether there is such a customer is looked up afterwards, so that the
 * answer is the same for all numbers and names.
 */
export async function askForPower(
  tx: Tx,
  call: Pick<Call, 'now' | 'settings' | 'browser' | 'locale'>,
  asked: Omit<NewPower, 'origin' | 'language'>,
): Promise<void> {
  const powerId = await insertPower(tx, { ...asked, origin: ownOrigin(call), language: call.locale })
  await recordFact(
    tx,
    facts.powerAsked,
    { powerId },
    { channel: 'portal', actor: { kind: 'guest' }, occurredAt: call.now },
  )
}
