import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'
import { checkStamp, type TimeStamper, type Trust } from './time-stamp.ts'

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }
const HASH = 'SHA-256'
/** Until 2049 a date in a certificate is two digits of the year (RFC 5280 section 4.1.2.5). */
const YEARS_VALID = 20

/** Key and certificate of an authority of our own: for tests and for the demo, where it proves nothing to anybody else. */
export type OwnAuthority = {
  readonly certificate: pkijs.Certificate
  readonly privateKey: CryptoKey
  readonly trust: Trust
}

export async function makeAuthority(name: string, from: Temporal.Instant): Promise<OwnAuthority> {
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])
  const certificate = new pkijs.Certificate({
    version: 2,
    serialNumber: new asn1.Integer({ valueHex: new Uint8Array([0x40, ...randomBytes(7)]).buffer }),
  })
  const commonName = new pkijs.AttributeTypeAndValue({
    type: '2.5.4.3',
    value: new asn1.Utf8String({ value: name }),
  })
  certificate.issuer.typesAndValues.push(commonName)
  certificate.subject.typesAndValues.push(commonName)
  certificate.notBefore.value = new Date(from.epochMilliseconds - 86_400_000)
  certificate.notAfter.value = new Date(from.epochMilliseconds + YEARS_VALID * 365 * 86_400_000)
  const usage = new pkijs.ExtKeyUsage({ keyPurposes: [TIME_STAMPING] })
  certificate.extensions = [
    new pkijs.Extension({ extnID: pkijs.id_ExtKeyUsage, critical: true, extnValue: usage.toSchema().toBER(false) }),
  ]
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, HASH)
  // Read again as everybody else reads it.
  const read = pkijs.Certificate.fromBER(certificate.toSchema(true).toBER(false))
  return { certificate: read, privateKey: keys.privateKey, trust: { certificates: [read] } }
}

/** The demo's authority: made once and kept in a folder, so that yesterday's stamps can be checked today. */
export async function demoAuthority(folder: string, now: Temporal.Instant): Promise<OwnAuthority> {
  const path = join(folder, 'demo-time-stamps.json')
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept === undefined) {
    const made = await makeAuthority('Zeitstempel der Demo', now)
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', made.privateKey)).toString('base64')
    const certificate = Buffer.from(made.certificate.toSchema(true).toBER(false)).toString('base64')
    await mkdir(folder, { recursive: true })
    // Whoever was first wins; both then read the same file.
    await writeFile(path, JSON.stringify({ key, certificate }), { flag: 'wx', mode: 0o600 }).catch(() => undefined)
    return demoAuthority(folder, now)
  }
  const { key, certificate } = JSON.parse(kept) as { key: string; certificate: string }
  const privateKey = await webcrypto.subtle.importKey('pkcs8', Buffer.from(key, 'base64'), ECDSA, false, ['sign'])
  const read = pkijs.Certificate.fromBER(new Uint8Array(Buffer.from(certificate, 'base64')).buffer)
  return { certificate: read, privateKey, trust: { certificates: [read] } }
}

/** What an authority does with a request (RFC 3161 section 2.4): used by the demo directly and by tests behind a port. */
export async function answerRequest(
  authority: OwnAuthority,
  request: Uint8Array,
  now: Temporal.Instant,
): Promise<Buffer> {
  const asked = pkijs.TimeStampReq.fromBER(new Uint8Array(request).buffer)
  const stamp = new pkijs.TSTInfo({
    version: 1,
    policy: '1.3.6.1.4.1.99999.1',
    messageImprint: asked.messageImprint,
    serialNumber: new asn1.Integer({ valueHex: new Uint8Array([0x40, ...randomBytes(7)]).buffer }),
    genTime: new Date(now.epochMilliseconds),
    ...(asked.nonce && { nonce: asked.nonce }),
  })
  const content = stamp.toSchema().toBER(false)
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.id_eContentType_TSTInfo })
  // Set afterwards: the constructor would cut it into pieces (BER), and a token is DER.
  encapContentInfo.eContent = new asn1.OctetString({ valueHex: content })
  const signed = new pkijs.SignedData({
    version: 3,
    encapContentInfo,
    signerInfos: [signerOf(authority, content, now)],
    certificates: [authority.certificate],
  })
  await signed.sign(authority.privateKey, 0, HASH)
  const response = new pkijs.TimeStampResp({
    status: new pkijs.PKIStatusInfo({ status: pkijs.PKIStatus.granted }),
    timeStampToken: new pkijs.ContentInfo({
      contentType: pkijs.ContentInfo.SIGNED_DATA,
      content: signed.toSchema(true),
    }),
  })
  return Buffer.from(response.toSchema().toBER(false))
}

/** Signed attributes that CMS wants: content type, digest, and which certificate signed (ESS, RFC 5816). */
function signerOf(authority: OwnAuthority, content: ArrayBuffer, now: Temporal.Instant): pkijs.SignerInfo {
  const digest = createHash('sha256').update(Buffer.from(content)).digest()
  const der = Buffer.from(authority.certificate.toSchema(true).toBER(false))
  const certificateHash = createHash('sha256').update(der).digest()
  const attribute = (type: string, value: asn1.AsnType) => new pkijs.Attribute({ type, values: [value] })
  return new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({
      issuer: authority.certificate.issuer,
      serialNumber: authority.certificate.serialNumber,
    }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        attribute('1.2.840.113549.1.9.3', new asn1.ObjectIdentifier({ value: pkijs.id_eContentType_TSTInfo })),
        attribute('1.2.840.113549.1.9.5', new asn1.UTCTime({ valueDate: new Date(now.epochMilliseconds) })),
        attribute('1.2.840.113549.1.9.4', new asn1.OctetString({ valueHex: new Uint8Array(digest).buffer })),
        attribute(
          '1.2.840.113549.1.9.16.2.47',
          new asn1.Sequence({
            value: [
              new asn1.Sequence({
                value: [
                  new asn1.Sequence({
                    value: [new asn1.OctetString({ valueHex: new Uint8Array(certificateHash).buffer })],
                  }),
                ],
              }),
            ],
          }),
        ),
      ],
    }),
  })
}

/** Stamps within this program. */
export function ownTimeStamper(authority: OwnAuthority, now: () => Temporal.Instant): TimeStamper {
  return {
    authority: 'Zeitstempel der Demo',
    stamp: async (content) => {
      const digest = createHash('sha256').update(content).digest()
      const request = new pkijs.TimeStampReq({
        version: 1,
        messageImprint: new pkijs.MessageImprint({
          hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }),
          hashedMessage: new asn1.OctetString({ valueHex: new Uint8Array(digest).buffer }),
        }),
      })
      const answer = await answerRequest(authority, new Uint8Array(request.toSchema().toBER(false)), now())
      const token = pkijs.TimeStampResp.fromBER(new Uint8Array(answer).buffer).timeStampToken as pkijs.ContentInfo
      const bytes = Buffer.from(token.toSchema().toBER(false))
      await checkStamp(bytes, content, authority.trust)
      return bytes
    },
  }
}
