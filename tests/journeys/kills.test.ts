import { expect, test } from 'vitest'
import { assertClean, killAndAudit } from '../proofs/kills.proof.ts'

test('a confirmed reading survives kill -9 of web, worker and database, once, with all that follows from it', {
  timeout: 180_000,
}, async () => {
  const { confirmed, books } = await killAndAudit(1, () => undefined)
  expect(confirmed).toBeGreaterThan(60)
  assertClean(books)
})
