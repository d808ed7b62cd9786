import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSigned, newWebhookSecret, signedHeaders } from './signature.ts'

const now = Temporal.Instant.from('2026-11-22T09:00:00Z')

test('the example of the Standard Webhooks specification comes out as it stands there', () => {
  // Secret, id, time and body of the reference libraries' own test.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const headers = signedHeaders(
    [secret],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '{"test": 2432232314}',
    Temporal.Instant.fromEpochMilliseconds(1_614_265_330_000),
  )
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  const byHand = createHmac('sha256', Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'))
    .update('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}')
    .digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${byHand}`)
})

test('whoever knows one of two valid secrets can check, and nobody else', () => {
  const [former, newer, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()]
  const headers = signedHeaders([newer, former], 'chg_1', '{}', now)
  expect([former, newer, foreign].map((secret) => isSigned(secret, headers, '{}', now))).toEqual([true, true, false])
})

test.each([
  ['an hour later', now.add({ hours: 1 }), false],
  ['an hour before', now.subtract({ hours: 1 }), false],
  ['five minutes later', now.add({ minutes: 5 }), true],
  ['at once', now, true],
])('a message that arrives %s counts: %s', (_when, at, counts) => {
  const secret = newWebhookSecret()
  expect(isSigned(secret, signedHeaders([secret], 'chg_1', '{}', now), '{}', at as Temporal.Instant)).toBe(counts)
})

test('no change of body, id or time goes unseen', () => {
  const secret = newWebhookSecret()
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.constantFrom('body', 'id', 'time'), (body, more, what) => {
      const headers = signedHeaders([secret], 'chg_7', body, now)
      const forged = {
        ...headers,
        ...(what === 'id' && { 'webhook-id': `chg_7${more}` }),
        ...(what === 'time' && { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }),
      }
      expect(isSigned(secret, forged, what === 'body' ? body + more : body, now)).toBe(false)
    }),
  )
})
