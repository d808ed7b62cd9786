import { describe, expect, test } from 'vitest'
import { notBefore, shownWording } from './consent.ts'

describe('quiet hours', () => {
  const night = { quietFrom: '21:00', quietTo: '08:00' }
  test.each([
    // 12:00 in Germany: nobody sleeps.
    [night, '2026-11-22T11:00:00Z', '2026-11-22T11:00:00Z'],
    // 21:00: quiet until 08:00 tomorrow, which is 07:00 UTC in winter.
    [night, '2026-11-22T20:00:00Z', '2026-11-23T07:00:00Z'],
    // 03:00: until 08:00 of the same day.
    [night, '2026-11-22T02:00:00Z', '2026-11-22T07:00:00Z'],
    // 08:00 sharp is no longer quiet.
    [night, '2026-11-22T07:00:00Z', '2026-11-22T07:00:00Z'],
    // Over the night of 28 March 2027 clocks go forward: 08:00 is 06:00 UTC then.
    [night, '2027-03-27T21:00:00Z', '2027-03-28T06:00:00Z'],
    [{ quietFrom: '12:00', quietTo: '14:00' }, '2026-11-22T11:30:00Z', '2026-11-22T13:00:00Z'],
    [{ quietFrom: null, quietTo: null }, '2026-11-22T02:00:00Z', '2026-11-22T02:00:00Z'],
  ])('%j at %s: not before %s', (preferences, now, then) => {
    expect(notBefore(preferences, Temporal.Instant.from(now)).toString()).toBe(then)
  })
})

test('words name the utility wherever it stands in them', () => {
  expect(shownWording('{utility} und {utility}', 'A')).toBe('A und A')
})
