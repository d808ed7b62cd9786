import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FakeS3 } from './fake-s3.fixtures.ts'
import { signed } from './s3-sign.ts'
import { S3Failed, s3Store } from './s3-store.ts'

let fake: FakeS3
beforeAll(async () => {
  fake = await FakeS3.start()
})
afterAll(() => fake?.stop())

const DAY_MS = 86_400_000
const store = (lockDays = 365) => s3Store({ bucket: fake.bucket, key: fake.key, lockDays })
const nameOf = (sha256: Buffer) => `${sha256.toString('hex').slice(0, 2)}/${sha256.toString('hex')}`

/** The service's own example "GET Object" of the documentation of Signature Version 4. */
test('a request is signed as the documentation says', () => {
  const headers = signed(
    { method: 'GET', url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'), headers: { range: 'bytes=0-9' } },
    { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' },
    Temporal.Instant.from('2013-05-24T00:00:00Z'),
  )
  expect(headers['authorization']).toContain(
    'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  )
})

test('what was put comes back by its hash, locked for a year; the same content twice is one version', async () => {
  const [sha256] = await store().putAll([Buffer.from('letter'), Buffer.from('other')])
  expect(sha256).toEqual(createHash('sha256').update('letter').digest())
  await store().put(Buffer.from('letter'))
  const kept = fake.objects.get(nameOf(sha256 as Buffer))
  expect(kept).toHaveLength(1)
  expect(((kept?.[0]?.lockedUntil ?? 0) - Date.now()) / DAY_MS).toBeCloseTo(365, 1)
  expect((await store().get(sha256 as Buffer))?.toString()).toBe('letter')
  expect(await store().get(Buffer.alloc(32, 7))).toBeUndefined()
})

test('a file that is not what was put is not given out', async () => {
  const sha256 = await store().put(Buffer.from('whole'))
  const kept = fake.objects.get(nameOf(sha256))
  kept?.splice(0, 1, { version: 'x', bytes: Buffer.from('wholf'), lockedUntil: 0 })
  await expect(store().get(sha256)).rejects.toThrow('damaged')
})

test('what is locked is deleted by nobody; afterwards it goes for good', async () => {
  const sha256 = await store(10).put(Buffer.from('kept'))
  expect(await store().remove(sha256)).toBe('locked')
  expect((await store().get(sha256))?.toString()).toBe('kept')
  fake.now = () => Date.now() + 11 * DAY_MS
  expect(await store().remove(sha256)).toBe('gone')
  expect(await store().get(sha256)).toBeUndefined()
  expect(await store().remove(sha256)).toBe('gone')
  fake.now = () => Date.now()
})

test('a lock is extended and never shortened', async () => {
  const sha256 = await store(10).put(Buffer.from('longer'))
  const today = Temporal.Now.plainDateISO('UTC')
  await store().lockUntil(sha256, today.add({ days: 400 }))
  expect(((fake.objects.get(nameOf(sha256))?.[0]?.lockedUntil ?? 0) - Date.now()) / DAY_MS).toBeGreaterThan(398)
  await expect(store().lockUntil(sha256, today.add({ days: 20 }))).rejects.toThrow(S3Failed)
  await expect(store().lockUntil(Buffer.alloc(32, 9), today)).rejects.toThrow('NoSuchKey')
})

test('a failure that passes is tried again; one that stays is said', async () => {
  fake.failures = [503, 'reset', 500]
  const sha256 = await store().put(Buffer.from('after trouble'))
  expect((await store().get(sha256))?.toString()).toBe('after trouble')
  fake.failures = [503, 503, 503, 503]
  await expect(store().put(Buffer.from('never'))).rejects.toThrow('SlowDown')
  const before = fake.requests
  const wrong = s3Store({ bucket: fake.bucket, key: { ...fake.key, secret: 'wrong' }, lockDays: 1 })
  await expect(wrong.put(Buffer.from('never'))).rejects.toThrow('SignatureDoesNotMatch')
  // A refusal is not a failure that passes: it is asked once.
  expect(fake.requests - before).toBe(1)
})

test('papers about the files lie under names, and keep their first content', async () => {
  await store().putNamed('roots/000001.txt', Buffer.from('first'))
  await store().putNamed('roots/000001.txt', Buffer.from('second'))
  expect((await store().getNamed('roots/000001.txt'))?.toString()).toBe('first')
  expect(await store().getNamed('roots/000002.txt')).toBeUndefined()
})
