import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

/** Says that something was there at a time: an authority outside the house. */
export type TimeStamper = {
  /** Who is asked, for the books. */
  readonly authority: string
  /** @returns the token (RFC 3161) over these bytes, checked @throws StampFailed if it was refused or is not what was asked for */
  readonly stamp: (content: Uint8Array) => Promise<Buffer>
}

/** Whom tokens must lead to. */
export type Trust = { readonly certificates: readonly pkijs.Certificate[] }

export class StampFailed extends Error {
  override name = 'StampFailed'
}

const SHA256 = '2.16.840.1.101.3.4.2.1'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const ANSWER_MS_MAX = 20_000
const ANSWER_BYTES_MAX = 100_000

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** Asks an authority over HTTP (RFC 3161 section 3.4) and believes its token only when it is checked. */
export function httpTimeStamper(url: string, trust: Trust): TimeStamper {
  return {
    authority: url,
    stamp: async (content) => {
      const nonce = randomBytes(8)
      // A number in DER is positive only while its first bit is clear.
      nonce[0] = ((nonce[0] as number) & 0x7f) | 0x40
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: Buffer.from(requestOf(content, nonce)),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
      if (!answer.ok) throw new StampFailed(`The authority answered ${answer.status}.`)
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (bytes.length > ANSWER_BYTES_MAX) throw new StampFailed('The answer is too long for a token.')
      const token = tokenOf(bytes)
      const { nonce: returned } = await checkStamp(token, content, trust)
      if (!returned?.equals(nonce)) throw new StampFailed('The answer belongs to another request.')
      return token
    },
  }
}

function requestOf(content: Uint8Array, nonce: Buffer): ArrayBuffer {
  const digest = createHash('sha256').update(content).digest()
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: bufferOf(digest) }),
    }),
    nonce: new asn1.Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  })
  return request.toSchema().toBER(false)
}

/** Status 0 and 1 are granted (RFC 3161 section 2.4.2). */
function tokenOf(answer: Buffer): Buffer {
  const response = parsed(() => pkijs.TimeStampResp.fromBER(bufferOf(answer)))
  if (response.status.status > 1 || !response.timeStampToken)
    throw new StampFailed(`The authority refused, status ${response.status.status}.`)
  return Buffer.from(response.timeStampToken.toSchema().toBER(false))
}

function parsed<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw new StampFailed(`This is no token: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export type CheckedStamp = { readonly at: Temporal.Instant; readonly nonce: Buffer | undefined }

/**
 * Checks a token: it is over this content, signed by a certificate for time stamping that leads to one of ours and was valid then.
 * @throws StampFailed with the reason
 */
export async function checkStamp(token: Uint8Array, content: Uint8Array, trust: Trust): Promise<CheckedStamp> {
  const signed = parsed(() => new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(bufferOf(token)).content }))
  if (signed.encapContentInfo.eContentType !== pkijs.id_eContentType_TSTInfo || !signed.encapContentInfo.eContent)
    throw new StampFailed('This is no time stamp.')
  const inner = signed.encapContentInfo.eContent.getValue()
  const stamp = parsed(() => pkijs.TSTInfo.fromBER(inner))
  const digest = createHash('sha256').update(content).digest()
  if (!Buffer.from(stamp.messageImprint.hashedMessage.valueBlock.valueHexView).equals(digest))
    throw new StampFailed('The time stamp is over something else.')
  const pinned = await verified(signed, content, stamp.genTime, undefined)
  const signer = pinned.signerCertificate as pkijs.Certificate
  if (!pinned.signatureVerified) throw new StampFailed('The signature of the time stamp is wrong.')
  if (stamp.genTime < signer.notBefore.value || stamp.genTime > signer.notAfter.value)
    throw new StampFailed('The certificate was not valid when it stamped.')
  if (!trust.certificates.some((one) => derOf(one).equals(derOf(signer)))) {
    const chained = await verified(signed, content, stamp.genTime, trust)
    if (!chained.signerCertificateVerified) throw new StampFailed('The certificate leads to nobody whom we trust.')
  }
  if (!isForStamping(signer)) throw new StampFailed('The certificate is not for time stamping.')
  const nonce = stamp.nonce ? Buffer.from(stamp.nonce.valueBlock.valueHexView) : undefined
  return { at: Temporal.Instant.fromEpochMilliseconds(stamp.genTime.getTime()), nonce }
}

const derOf = (certificate: pkijs.Certificate): Buffer => Buffer.from(certificate.toSchema(true).toBER(false))

/** Signature and digest; with `trust` also the way from the certificate to one of ours, at the time of the stamp. */
async function verified(signed: pkijs.SignedData, content: Uint8Array, at: Date, trust: Trust | undefined) {
  try {
    return await signed.verify({
      signer: 0,
      data: bufferOf(content),
      trustedCerts: [...(trust?.certificates ?? [])],
      checkChain: trust !== undefined,
      checkDate: at,
      extendedMode: true,
    })
  } catch (error) {
    throw new StampFailed((error as { message?: string }).message ?? 'The signature cannot be checked.')
  }
}

/** RFC 3161 section 2.3: extended key usage is time stamping and nothing else, and critical. */
function isForStamping(certificate: pkijs.Certificate): boolean {
  const usage = certificate.extensions?.find((one) => one.extnID === pkijs.id_ExtKeyUsage)
  const purposes = (usage?.parsedValue as pkijs.ExtKeyUsage | undefined)?.keyPurposes ?? []
  return usage?.critical === true && purposes.length === 1 && purposes[0] === TIME_STAMPING
}

/** Certificates of a PEM file. @throws if a part of it is none */
export function trustFromPem(pem: string): Trust {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return {
    certificates: blocks.map((block) => pkijs.Certificate.fromBER(bufferOf(new X509Certificate(block).raw))),
  }
}

export const readTrust = async (file: string): Promise<Trust> => trustFromPem(await readFile(file, 'utf8'))
