import { expect, test } from 'vitest'
import { assertNothingLost, killAndAuditWebhooks } from '../proofs/webhook-kills.proof.ts'

test('every change reaches the receiver and the files through kill -9 of worker and database, each once by its key', {
  timeout: 400_000,
}, async () => {
  const { changes, books } = await killAndAuditWebhooks(1, () => undefined)
  expect(changes).toBeGreaterThan(20)
  assertNothingLost(books)
})
