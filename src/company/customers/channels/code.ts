import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto'

/** OWASP, Password Storage Cheat Sheet: N = 2^14 takes some 40 ms. A code lives ten minutes; all million take eleven hours. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const
const BYTES = 32

/** Six digits from the system's generator. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** What stands in the table of a code: salt and hash. */
export function hashOfCode(code: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${scryptSync(code, salt, BYTES, COST).toString('base64url')}`
}

export function isCode(hash: string | null, typed: string): boolean {
  const [salt = '', expected = ''] = (hash ?? '').split('.')
  const found = scryptSync(typed, Buffer.from(salt, 'base64url'), BYTES, COST)
  const known = Buffer.from(expected, 'base64url')
  return known.length === BYTES && timingSafeEqual(found, known)
}
