import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '#platform/refusal'

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2 as never)

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Some 45 ms of one core here. */
const MEMORY_KIB = 19_456
const PASSES = 2
const TAG_BYTES = 32
const SALT_BYTES = 16

/** Two at once leave cores and threads of the pool for everybody else; more who wait than this would wait over 2 s. */
const AT_ONCE_MAX = 2
const WAITING_MAX = 60

let running = 0
const waiting: (() => void)[] = []

/** @throws Refusal 503 when so many wait that a further one would only make it worse for all */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE_MAX) {
    if (waiting.length >= WAITING_MAX) throw new Refusal(503, 'identity.busy', { retryAfterSeconds: 5 })
    // Whoever ends hands its place over, so `running` does not change in between.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFC'), 'utf8')
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

/** The hash of a password in the usual text form, `$argon2id$v=19$m=19456,t=2,p=1$SALT$TAG`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await inTurn(() =>
    derive('argon2id', {
      message: bytesOf(password),
      nonce: salt,
      parallelism: 1,
      tagLength: TAG_BYTES,
      memory: MEMORY_KIB,
      passes: PASSES,
    }),
  )
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${unpadded(salt)}$${unpadded(tag)}`
}

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Of a password that nobody has: who is unknown costs the same time as who is known. */
const unknown = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(TAG_BYTES))}`

/** Whether the password is the one of this hash. Without a hash the answer is no, after the same work. */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  const parts = form.exec(hash ?? unknown) ?? form.exec(unknown)
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts ?? []
  const expected = Buffer.from(tag, 'base64')
  const found = await inTurn(() =>
    derive('argon2id', {
      message: bytesOf(password),
      nonce: Buffer.from(salt, 'base64'),
      parallelism: Number(parallelism),
      tagLength: expected.length,
      memory: Number(memory),
      passes: Number(passes),
    }),
  )
  return timingSafeEqual(found, expected) && hash != null
}
