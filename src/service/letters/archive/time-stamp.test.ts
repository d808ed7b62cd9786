import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerRequest, makeAuthority, type OwnAuthority, ownTimeStamper } from './own-authority.ts'
import { checkStamp, httpTimeStamper, trustFromPem } from './time-stamp.ts'

const now = Temporal.Instant.from('2026-11-22T09:00:00Z')
const content = Buffer.from('root of a day')
let authority: OwnAuthority
let server: Server
let url: string
/** How the authority on the port behaves. */
let manner: (request: Buffer) => Promise<{ status: number; body: Buffer }>

beforeAll(async () => {
  authority = await makeAuthority('Test', now)
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      expect(request.headers['content-type']).toBe('application/timestamp-query')
      const { status, body } = await manner(Buffer.concat(parts))
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => void server.close())

const honest = async (request: Buffer) => ({ status: 200, body: await answerRequest(authority, request, now) })

test('a token is asked for over HTTP, checked, and says when', async () => {
  manner = honest
  const token = await httpTimeStamper(url, authority.trust).stamp(content)
  expect((await checkStamp(token, content, authority.trust)).at.toString()).toBe('2026-11-22T09:00:00Z')
})

test('the demo stamps within the program and checks in the same way', async () => {
  const token = await ownTimeStamper(authority, () => now).stamp(content)
  expect((await checkStamp(token, content, authority.trust)).at.toString()).toBe('2026-11-22T09:00:00Z')
})

describe('what is not a good token is refused', () => {
  const stamp = () => httpTimeStamper(url, authority.trust).stamp(content)

  test('an authority that fails or refuses', async () => {
    manner = async () => ({ status: 503, body: Buffer.alloc(0) })
    await expect(stamp()).rejects.toThrow('answered 503')
    // PKIStatusInfo with status 2 (rejection) and no token.
    manner = async () => ({ status: 200, body: Buffer.from('30053003020102', 'hex') })
    await expect(stamp()).rejects.toThrow('refused, status 2')
    manner = async () => ({ status: 200, body: Buffer.from('<html>') })
    await expect(stamp()).rejects.toThrow('no token')
  })

  test('an old answer to another request', async () => {
    manner = honest
    const first = await honest(await requestSeen())
    manner = async () => first
    await expect(stamp()).rejects.toThrow('another request')
  })

  test('another content, another authority, a flipped bit', async () => {
    manner = honest
    const token = await stamp()
    await expect(checkStamp(token, Buffer.from('other'), authority.trust)).rejects.toThrow('something else')
    const stranger = await makeAuthority('Fremd', now)
    await expect(checkStamp(token, content, stranger.trust)).rejects.toThrow()
    await expect(checkStamp(token, content, { certificates: [] })).rejects.toThrow()
    const flipped = Buffer.from(token)
    flipped[flipped.length - 5] = (flipped[flipped.length - 5] as number) ^ 1
    await expect(checkStamp(flipped, content, authority.trust)).rejects.toThrow()
  })

  /** One request of ours, as the authority sees it. */
  async function requestSeen(): Promise<Buffer> {
    let seen: Buffer = Buffer.alloc(0)
    manner = async (request) => {
      seen = request
      return honest(request)
    }
    await stamp()
    return seen
  }
})

/**
 * Root certificate, and a token of an authority below it over "root of a day\n" by another program (OpenSSL 3.0), so that our reading is not
 * only held against our writing.
 */
test('a token that another program made is believed, and nothing else by it', async () => {
  const foreign = trustFromPem(FOREIGN_CERTIFICATE)
  const token = Buffer.from(FOREIGN_TOKEN, 'base64')
  const stamped = Buffer.from('root of a day\n')
  expect((await checkStamp(token, stamped, foreign)).at.toString()).toMatch(/^2026-/)
  await expect(checkStamp(token, content, foreign)).rejects.toThrow('something else')
  await expect(checkStamp(token, stamped, authority.trust)).rejects.toThrow()
})

const FOREIGN_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdTCCARqgAwIBAgIUNKTFKX4qkxPxcb5v8s0BQm7M8SMwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMRm9yZWlnbiByb290MCAXDTI2MTEyMjEyMjMwM1oYDzIwODEw
ODI1MTIyMzAzWjAXMRUwEwYDVQQDDAxGb3JlaWduIHJvb3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATaZoPWZS+Cznv36W4SqQ/KIVMj5QtMKYMAsGD8lh+Ptt8k
2jg2vZvXl/jW3k/Go9uLMx4PgoTC8p0qkw/uWMjwo0IwQDAPBgNVHRMBAf8EBTAD
AQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUlnh2iy8ACU9WaSXsaj5IlTVB
lTkwCgYIKoZIzj0EAwIDSQAwRgIhANEkpRSflVZppCxANon46k3JXLGSowqiul2J
ZxYcfX4QAiEAoAvTC+7BuJFZ9S8llRUCxPWWq+B2fnO3X8sXe2sewPw=
-----END CERTIFICATE-----`
const FOREIGN_TOKEN = `
MIIFGgYJKoZIhvcNAQcCoIIFCzCCBQcCAQMxDzANBglghkgBZQMEAgEFADByBgsqhkiG9w0BCRABBKBjBGEwXwIBAQYEKgMEATAxMA0GCWCGSA
FlAwQCAQUABCAJohkLg6w1pxmUyboM5xTw33Q72xF7wgtP6Mfn4GXgowIBAxgPMjAyNjExMjIxMjIzMDRaMAMCAQECCBoV+nQXyxhuoIICdjCC
AnIwggIXoAMCAQICFC1kL9Phru0SydOfkX/NP42XumnwMAoGCCqGSM49BAMCMBcxFTATBgNVBAMMDEZvcmVpZ24gcm9vdDAgFw0yNjExMjIxMj
IzMDNaGA8yMDc4MTEyOTEyMjMwM1owFjEUMBIGA1UEAwwLRm9yZWlnbiBUU0EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC16t90
U8v10F5mFs8Iyv8a41xgonOEW/ftswTw0UmDTN/OCQFhmhhS13eW0samLdOEg9HioOtfsV88ZtOn9Tz3irty+zpNX0WtJcBSUyxK6TSxHyDMMh
NMbwLkua8b6kOK/k5DJmaT8lf/QwaYq6zPXuc4WHrUfokkPISOuoVZZSUBn53D2X7XP+pElW1wN1CrJcRntas7zU3oiD6nh1hcFvTfMdDtj6CV
ATuIVRJT6yztGTU+03VZ1EAXpkZjdO+4WC64FdLqLFnh9v5wWd5iUWKV/eabCSn7lY2z5fVC0Ht/MMa729PtfFoaDE+S+XpaZkxE3DyXFt2I0x
jtmEjnAgMBAAGjdTBzMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMAkGA1UdEwQCMAAwDgYDVR0PAQH/BAQDAgeAMB0GA1UdDgQWBBTXOcEIlxCC
JMCV7hqYkVS7AY+3NzAfBgNVHSMEGDAWgBSWeHaLLwAJT1ZpJexqPkiVNUGVOTAKBggqhkjOPQQDAgNJADBGAiEA5Jqq7scBs5uCG8u6vVqwGV
kvWdGnfbWwULcNlPK0D88CIQD+iJKkSo/ag0U4OdTVgo6Pp1tZDnwgTxiryK++mWV7ZDGCAgEwggH9AgEBMC8wFzEVMBMGA1UEAwwMRm9yZWln
biByb290AhQtZC/T4a7tEsnTn5F/zT+Nl7pp8DANBglghkgBZQMEAgEFAKCBpDAaBgkqhkiG9w0BCQMxDQYLKoZIhvcNAQkQAQQwHAYJKoZIhv
cNAQkFMQ8XDTI2MTEyMjEyMjMwNFowLwYJKoZIhvcNAQkEMSIEID1tCxwzO1LcMRzX0lEAmGSGYuhLA9aoguA2ZUPv7QMUMDcGCyqGSIb3DQEJ
EAIvMSgwJjAkMCIEIODwo1jQM0MOn8fmcazs4matHee5niwcbXiGCdjrNrySMA0GCSqGSIb3DQEBAQUABIIBADNXMa4lIKG3D67EdH0DeNb2qm
tstfa/tz/PnMMBwCTzfpKcyYUro/gfrSR6bI69mgpuktUp6amIl2XHY0KQ8suunKEn6Uc3hb06KfK9CUg65UTU0B/nU1RQiYg4kfGPjOVJC1wB
6eMg8+bM0d8HPIHcSYfLSB1FzE9iyFEjbDz4QDROPHqVa+mjCiGmADNzT/p0kLdHQjNYiFXf/ezmXXFnhntW2sUg9ggGJGdqNfye09smB52kKN
T1yUAKsZFM2jDA+anvtTSU1Z4P9fTYh9Kb9cQ0IfvY4eExRGjIv4A2BgRU07O+bpBgSyLn/0fe50W0mlBf7tDN18xalwnNNSQ=`
