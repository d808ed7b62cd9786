import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * Addresses that no message may be sent to: this machine, private and shared networks, link-local (cloud metadata lives at
 * 169.254.169.254), documentation, benchmarks, multicast and reserved ones (IANA special-purpose registries, RFC 6890).
 */
const closed4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
/** Of IPv6 only 2000::/3 is given out to anybody; in it these are special or carry an IPv4 address inside. */
const closed6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const closed = new BlockList()
for (const [net, prefix] of closed4) closed.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of closed6) closed.addSubnet(net, prefix, 'ipv6')
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')

/** Whether an address is one of the open internet. IPv4 inside IPv6 counts as that IPv4. */
export function isPublicAddress(address: string): boolean {
  const plain = inner4(address)
  if (isIPv4(plain)) return !closed.check(plain, 'ipv4')
  return isIP(plain) === 6 && given.check(plain, 'ipv6') && !closed.check(plain, 'ipv6')
}

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1. */
function inner4(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (dotted) return dotted[1] as string
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (!hex) return address
  const [high, low] = [Number.parseInt(hex[1] as string, 16), Number.parseInt(hex[2] as string, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Networks of the utility's own that receivers may stand in, from the setting WEBHOOK_NETWORKS (`10.20.0.0/16,127.0.0.1`). */
export type OwnNetworks = { readonly has: (address: string) => boolean; readonly isEmpty: boolean }

/** @throws Error naming the part that is no network */
export function ownNetworks(setting: string): OwnNetworks {
  const list = new BlockList()
  const parts = setting
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  for (const part of parts) {
    const [net = '', bits] = part.split('/')
    const version = isIP(net)
    const prefix = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits)
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 4 ? 32 : 128))
      throw new Error(`WEBHOOK_NETWORKS: "${part}" is no address and no network.`)
    list.addSubnet(net, prefix, version === 4 ? 'ipv4' : 'ipv6')
  }
  return {
    isEmpty: parts.length === 0,
    has: (address) => {
      const plain = inner4(address)
      return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
    },
  }
}

/** The receiver stands where nothing may be sent. */
export class ClosedAddress extends Error {
  override name = 'ClosedAddress'
}

export type AddressRule = (address: string) => boolean
export const addressRule =
  (networks: OwnNetworks): AddressRule =>
  (address) =>
    isPublicAddress(address) || networks.has(address)

type Found = { readonly address: string; readonly family: number }
export type Resolve = (host: string, done: (error: Error | null, found: readonly Found[]) => void) => void

const resolveBySystem: Resolve = (host, done) =>
  systemLookup(host, { all: true, verbatim: true }, (error, found) => done(error, found ?? []))

type Answer = (error: Error | null, address: string | Found[], family?: number) => void

/**
 * Looks a host name up once and lets the connection go to a checked address only: the name is not asked for a second time, so
 * it cannot point elsewhere by then (DNS rebinding). One closed address among several closes the name.
 */
export function checkedLookup(rule: AddressRule, resolve: Resolve = resolveBySystem) {
  return (host: string, options: { readonly all?: boolean | undefined }, answer: Answer): void => {
    resolve(host, (error, found) => {
      if (error) return answer(error, '')
      const refused = found.find((one) => !rule(one.address))
      const first = found[0]
      if (refused || !first) return answer(new ClosedAddress(`${host} is ${refused?.address ?? 'nowhere'}`), '')
      if (options.all) return answer(null, [...found])
      return answer(null, first.address, first.family)
    })
  }
}

/** What is wrong with the address of a receiver, as far as it can be said without asking anybody; undefined if nothing. */
export function faultOfUrl(text: string, networks: OwnNetworks): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.hostname === '') return 'exchange.url-no-address'
  if (url.username || url.password || url.hash) return 'exchange.url-too-much'
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  const known = isIP(literal) > 0 ? literal : url.hostname === 'localhost' ? '127.0.0.1' : undefined
  if (known !== undefined && !isPublicAddress(known) && !networks.has(known)) return 'exchange.url-closed'
  // Without TLS only within the utility's own networks.
  if (url.protocol === 'http:' && !(known !== undefined && networks.has(known))) return 'exchange.url-no-tls'
  return undefined
}
