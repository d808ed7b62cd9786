import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './argon2.ts'

test('a password fits its own hash and no other does', async () => {
  const hash = await hashPassword('Grüße aus Köln')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await verifyPassword(hash, 'Grüße aus Köln')).toBe(true)
  expect(await verifyPassword(hash, 'Grüße aus Koln')).toBe(false)
  // The same word as a Mac and as a Windows keyboard write it.
  expect(await verifyPassword(hash, 'Gru\u0308ße aus Ko\u0308ln')).toBe(true)
})

test('a hash that another program made by RFC 9106 is understood', async () => {
  // Reference implementation of Argon2, command line: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await verifyPassword(hash, 'password')).toBe(true)
})

test('without a hash every password is wrong', async () => {
  expect(await verifyPassword(undefined, '')).toBe(false)
  expect(await verifyPassword(null, 'password')).toBe(false)
  expect(await verifyPassword('nonsense', 'password')).toBe(false)
})

test('who is unknown costs the same hashing as who is known', async () => {
  const hash = await hashPassword('a right password')
  const secondsOf = async (against: string | undefined) => {
    const times: number[] = []
    for (let round = 0; round < 7; round += 1) {
      const began = process.cpuUsage()
      await verifyPassword(against, 'a wrong password')
      const used = process.cpuUsage(began)
      times.push(used.user + used.system)
    }
    return times.sort((a, b) => a - b)[3] as number
  }
  const known = await secondsOf(hash)
  const unknown = await secondsOf(undefined)
  // Median CPU time of seven: within a factor of two on a busy machine; leaving the work out would be a factor of 1,000.
  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

test('more sign-ins at once than can wait are refused as busy, and all others are served', async () => {
  const hash = await hashPassword('one of many')
  const answers = await Promise.allSettled(Array.from({ length: 70 }, () => verifyPassword(hash, 'one of many')))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused).toHaveLength(70 - 62)
  expect(refused.every((answer) => answer.reason.code === 'identity.busy')).toBe(true)
  expect(answers.filter((answer) => answer.status === 'fulfilled').every((answer) => answer.value)).toBe(true)
  expect(await verifyPassword(hash, 'one of many')).toBe(true)
})
