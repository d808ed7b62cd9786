import { expect, test } from 'vitest'
import { assertNoLetterLost, killAndAuditLetters } from '../proofs/letter-kills.proof.ts'

test('a run of letters survives kill -9: none lost or double, each told or on paper once', {
  timeout: 400_000,
}, async () => {
  const { mails, printed, books } = await killAndAuditLetters(60, 1, () => undefined)
  expect(mails).toBeGreaterThan(0)
  expect(printed).toBe(30)
  assertNoLetterLost(books)
})
