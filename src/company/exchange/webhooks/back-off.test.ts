import { expect, test } from 'vitest'
import { ATTEMPTS_MAX, receiverWaitSeconds, waitSeconds } from './back-off.ts'

test.each([
  [1, 5],
  [2, 15],
  [3, 45],
  [4, 135],
  [5, 405],
  [6, 1_215],
  [7, 3_645],
  [8, 10_935],
  [9, 21_600],
  [20, 21_600],
])('after %i failed tries it waits %i seconds and up to a quarter more', (attempts, seconds) => {
  expect(waitSeconds(attempts, 0)).toBe(seconds)
  expect(waitSeconds(attempts, 1)).toBe(Math.round(seconds * 1.25))
})

test('all tries together outlast a weekend', () => {
  const total = Array.from({ length: ATTEMPTS_MAX - 1 }, (_, at) => waitSeconds(at + 1, 0)).reduce(
    (sum, one) => sum + one,
    0,
  )
  // 5 + 15 + 45 + 135 + 405 + 1,215 + 3,645 + 10,935 = 16,400 s, and eleven times six hours.
  expect(total).toBe(16_400 + 11 * 21_600)
  expect(total / 3_600).toBeGreaterThan(64)
})

test('a receiver is asked again within ten minutes, however long it has failed', () => {
  expect(receiverWaitSeconds(1, 0)).toBe(5)
  expect(receiverWaitSeconds(1_000, 1)).toBe(600)
})
