import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appAddress, codeAt, newSecret, stepOf, stepOfCode } from './totp.ts'

/** The secret of RFC 6238 appendix B, "12345678901234567890", in Base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('codes of an app', () => {
  // Appendix B gives eight digits; six are their end.
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('are those of RFC 6238 at second %i: %s', (second, code) => {
    const now = Temporal.Instant.fromEpochMilliseconds(second * 1_000)
    expect(codeAt(RFC_SECRET, stepOf(now))).toBe(code)
    expect(stepOfCode(RFC_SECRET, ` ${code.slice(0, 3)} ${code.slice(3)}`, now)).toBe(stepOf(now))
  })

  test('are taken a step early or late, and no more', () => {
    const now = Temporal.Instant.from('2026-11-22T09:00:00Z')
    const secret = newSecret()
    const verdicts = [-2, -1, 0, 1, 2].map((drift) => stepOfCode(secret, codeAt(secret, stepOf(now) + drift), now))
    const step = stepOf(now)
    expect(verdicts.slice(1, 4)).toEqual([step - 1, step, step + 1])
    // Once in a million a code two steps away is the same as a near one.
    for (const far of [verdicts[0], verdicts[4]]) expect([undefined, step - 1, step, step + 1]).toContain(far)
  })

  test.each(['', '12345', '1234567', 'abcdef', '12345a', '１２３４５６'])('are never %j', (typed) => {
    expect(stepOfCode(RFC_SECRET, typed, Temporal.Instant.fromEpochMilliseconds(59_000))).toBeUndefined()
  })

  test('come from secrets of 160 bits that differ', () => {
    const secrets = Array.from({ length: 50 }, newSecret)
    expect(new Set(secrets).size).toBe(50)
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  })

  test('have six digits for every secret and time', () => {
    fc.assert(
      fc.property(fc.nat(), (step) => {
        expect(codeAt(RFC_SECRET, step)).toMatch(/^\d{6}$/)
      }),
    )
  })

  test('are set up by an address that the app reads', () => {
    expect(appAddress('ABC', 'Stadtwerke Ümlaut', 'a@b.example')).toBe(
      'otpauth://totp/Stadtwerke%20%C3%9Cmlaut%3Aa%40b.example?secret=ABC&issuer=Stadtwerke+%C3%9Cmlaut',
    )
  })
})
