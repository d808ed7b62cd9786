import { describe, expect, test } from 'vitest'
import { judgePin } from './pin-rule.ts'

describe('a PIN for the phone', () => {
  test.each([
    ['493827', 'good'],
    [' 49 38-27 ', 'good'],
    ['990000', 'good'],
    ['12345', 'identity.pin-not-six-digits'],
    ['1234567', 'identity.pin-not-six-digits'],
    ['49382a', 'identity.pin-not-six-digits'],
    ['', 'identity.pin-not-six-digits'],
    ['777777', 'identity.pin-too-easy'],
    ['494949', 'identity.pin-too-easy'],
    ['493493', 'identity.pin-too-easy'],
    ['456789', 'identity.pin-too-easy'],
    ['987654', 'identity.pin-too-easy'],
    // 3 November 87; 1 May 70
    ['031187', 'identity.pin-too-easy'],
    ['010570', 'identity.pin-too-easy'],
  ] as const)('%j is %s', (typed, verdict) => {
    expect(judgePin(typed)).toBe(verdict)
  })

  test('leaves more than 900,000 of a million: five attempts hit once in 180,000 at least', () => {
    let good = 0
    for (let number = 0; number < 1_000_000; number += 1)
      if (judgePin(String(number).padStart(6, '0')) === 'good') good += 1
    // 31 days * 12 months * 100 years = 37,200 dates; 10 + 90 + 990 repetitions and 10 rows overlap a little.
    expect(good).toBeGreaterThan(900_000)
  })
})
