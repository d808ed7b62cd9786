import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** RFC 6238 as all apps know it: SHA-1, 6 digits, 30 seconds. */
export const STEP_SECONDS = 30
const DIGITS = 6
/** 160 bits, as RFC 4226 4 R6 recommends. */
const SECRET_BYTES = 20
/** A clock may be wrong by a step either way (RFC 6238 5.2). */
const DRIFT_STEPS = 1

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new secret in Base32 (RFC 4648), as apps take it. */
export function newSecret(): string {
  const bits = [...randomBytes(SECRET_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}

/** The code of one step of 30 seconds (RFC 4226 5.3). */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = (mac.at(-1) as number) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

export const stepOf = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1_000 / STEP_SECONDS)

/**
 * Whether a typed code is right now. Blanks do not count.
 * @returns the step whose code it is, which must be later than the last one that was taken; undefined if it is wrong
 */
export function stepOfCode(secret: string, typed: string, now: Temporal.Instant): number | undefined {
  const digits = typed.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  for (let drift = -DRIFT_STEPS; drift <= DRIFT_STEPS; drift += 1) {
    const step = stepOf(now) + drift
    if (timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(digits))) return step
  }
  return undefined
}

/** What the QR code says to the app. */
export const appAddress = (secret: string, utility: string, name: string): string =>
  `otpauth://totp/${encodeURIComponent(`${utility}:${name}`)}?${new URLSearchParams({ secret, issuer: utility })}`
