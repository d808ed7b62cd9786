import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A device with a passkey, in software: what WebAuthn 6.1 and 6.5 say that an authenticator answers. */
export type SoftwareKey = {
  readonly credentialId: string
  readonly privateKey: KeyObject
  readonly coseKey: Buffer
  counter: number
  userHandle: string
}

type Wishes = {
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
  /** False: the device has seen somebody touch it, but not who. */
  readonly verified?: boolean
  readonly counter?: number
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url')
const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

// CBOR (RFC 8949), as much as an attestation without statement and a key of type EC2 need.
const head = (major: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([(major << 5) | length])
    : length < 256
      ? Buffer.from([(major << 5) | 24, length])
      : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
const cborInt = (value: number): Buffer => (value >= 0 ? head(0, value) : head(1, -1 - value))
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)])
const cborMap = (entries: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, entries.length), ...entries.flat()])

export function softwareKey(): SoftwareKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  // RFC 9053: kty 1 = EC2 2, alg 3 = ES256 -7, crv -1 = P-256 1.
  const coseKey = cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ])
  return { credentialId: base64url(randomBytes(32)), privateKey, coseKey, counter: 0, userHandle: '' }
}

const clientData = (type: string, { challenge, origin }: Wishes): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

function authenticatorData(wishes: Wishes, counter: number, attested: Buffer = Buffer.alloc(0)): Buffer {
  // Bit 0 present, bit 2 verified, bit 6 attested credential.
  const flags = 0x01 | (wishes.verified === false ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([sha256(wishes.rpId), Buffer.from([flags]), count, attested])
}

/** The answer to `navigator.credentials.create`. */
export function made(key: SoftwareKey, wishes: Wishes): string {
  const id = Buffer.from(key.credentialId, 'base64url')
  const length = Buffer.from([id.length >> 8, id.length & 255])
  const attested = Buffer.concat([Buffer.alloc(16), length, id, key.coseKey])
  const attestationObject = cborMap([
    [cborText('fmt'), cborText('none')],
    [cborText('attStmt'), cborMap([])],
    [cborText('authData'), cborBytes(authenticatorData(wishes, key.counter, attested))],
  ])
  return JSON.stringify({
    id: key.credentialId,
    rawId: key.credentialId,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientData('webauthn.create', wishes)),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    },
  })
}

/** The answer to `navigator.credentials.get`. */
export function answered(key: SoftwareKey, wishes: Wishes): string {
  const counter = wishes.counter ?? key.counter
  const data = authenticatorData(wishes, counter)
  const client = clientData('webauthn.get', wishes)
  return JSON.stringify({
    id: key.credentialId,
    rawId: key.credentialId,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', Buffer.concat([data, sha256(client)]), key.privateKey)),
      userHandle: key.userHandle,
    },
  })
}
