import { expect, test } from 'vitest'
import { addressRule, checkedLookup, faultOfUrl, isPublicAddress, ownNetworks } from './receiver-address.ts'

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a9fe:a9fe',
  '::7f00:1',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2001::1',
  '3fff::1',
  'localhost',
  '',
])('nothing is sent to %s', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '192.169.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
])('%s is open', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

const none = ownNetworks('')
const own = ownNetworks('10.20.0.0/16, 127.0.0.1')

test.each([
  ['https://billing.example/hook', none, undefined],
  ['https://billing.example:8443/hook?x=1', none, undefined],
  ['http://billing.example/hook', none, 'exchange.url-no-tls'],
  ['https://127.0.0.1/hook', none, 'exchange.url-closed'],
  ['https://localhost/hook', none, 'exchange.url-closed'],
  ['https://[::1]/hook', none, 'exchange.url-closed'],
  ['https://[::ffff:10.0.0.1]/', none, 'exchange.url-closed'],
  // The parser makes plain addresses of these.
  ['https://2130706433/', none, 'exchange.url-closed'],
  ['https://0x7f.1/', none, 'exchange.url-closed'],
  ['https://0177.0.0.1/', none, 'exchange.url-closed'],
  ['https://169.254.169.254/latest/meta-data', none, 'exchange.url-closed'],
  ['https://user:secret@billing.example/', none, 'exchange.url-too-much'],
  ['ftp://billing.example/', none, 'exchange.url-no-address'],
  ['file:///etc/passwd', none, 'exchange.url-no-address'],
  ['not an address', none, 'exchange.url-no-address'],
  ['http://10.20.3.4/hook', own, undefined],
  ['http://localhost:4000/hook', own, undefined],
  ['http://10.21.0.1/hook', own, 'exchange.url-closed'],
] as const)('%s as a receiver: %s', (url, networks, fault) => {
  expect(faultOfUrl(url, networks)).toBe(fault)
})

test.each(['10.0.0.0/33', 'billing.example', '10.0.0/8', '::1/129'])('a setting with %s is refused', (part) => {
  expect(() => ownNetworks(part)).toThrow(part)
})

const answerOf = (addresses: readonly string[]) =>
  new Promise<{ error: Error | null; address: unknown }>((resolve) => {
    const lookup = checkedLookup(addressRule(none), (_host, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    )
    lookup('receiver.example', { all: false }, (error, address) => resolve({ error, address }))
  })

test('a name that points to this machine is closed, and so is one that points there, too', async () => {
  expect(await answerOf(['1.1.1.1'])).toEqual({ error: null, address: '1.1.1.1' })
  expect((await answerOf(['127.0.0.1'])).error?.name).toBe('ClosedAddress')
  expect((await answerOf(['1.1.1.1', '::1'])).error?.name).toBe('ClosedAddress')
  expect((await answerOf([])).error?.name).toBe('ClosedAddress')
})
