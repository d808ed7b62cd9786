import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakePrintHouse } from '../../../../tests/setup/outside/print-house.ts'
import { httpHouse } from './http-house.ts'
import type { PrintHouse, PrintItem } from './print-house.ts'

let printer: FakePrintHouse
let house: PrintHouse
const now = Temporal.Instant.from('2026-11-24T15:00:00Z')

beforeEach(async () => {
  printer = await FakePrintHouse.start()
  house = httpHouse({ url: printer.url, token: 'secret' })
})
afterEach(() => printer.stop())

const item = (jobKey: string, attempts = 1): PrintItem => ({
  id: '1',
  jobKey,
  letterId: '1',
  customerId: '1',
  contractId: null,
  kind: 'letters.single',
  recipient: ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
  files: [],
  pages: 1,
  sheets: 1,
  weightG: 10,
  product: 'standard',
  registered: false,
  postageCents: 95,
  attempts,
  pdfs: [Buffer.from('%PDF-1.7')],
})

test('a letter is taken, followed until it is posted, and comes back with its reason', async () => {
  const [taken] = await house.handOver([item('l1-law')], now)
  expect(taken).toEqual({ jobKey: 'l1-law', outcome: 'taken', printerRef: 'P1' })
  expect(await house.look?.('P1')).toEqual({ state: 'at-printer' })
  const there = printer.items.get('l1-law')
  Object.assign(there ?? {}, { state: 'posted', at: '2026-11-25T06:00:00Z' })
  expect(await house.look?.('P1')).toMatchObject({ state: 'posted', proof: null })
  Object.assign(there ?? {}, { state: 'returned', reason: 'unbekannt verzogen' })
  expect(await house.look?.('P1')).toMatchObject({ state: 'returned', why: 'unbekannt verzogen' })
})

test('what was taken before the line was cut is found by its key, and not given again', async () => {
  printer.mood = { cutEvery: 1 }
  expect(await house.handOver([item('l2-law')], now)).toMatchObject([{ outcome: 'unknown' }])
  printer.mood = {}
  expect(await house.handOver([item('l2-law', 2)], now)).toMatchObject([{ outcome: 'taken', printerRef: 'P1' }])
  expect([printer.items.size, printer.givenTwice]).toEqual([1, []])
})

test('an error is tried again, a refusal is final and says why', async () => {
  printer.mood = { brokenEvery: 1 }
  expect(await house.handOver([item('l3-law')], now)).toMatchObject([{ outcome: 'unknown' }])
  printer.mood = { refuses: ({ address }) => (address.length < 4 ? 'address not in the window' : undefined) }
  expect(await house.handOver([item('l3-law', 2)], now)).toEqual([
    { jobKey: 'l3-law', outcome: 'refused', why: 'address not in the window' },
  ])
})

test('a letter is taken back as long as it is not printed', async () => {
  await house.handOver([item('l4-law')], now)
  await house.handOver([item('l5-law')], now)
  expect(await house.cancel?.('P1')).toBe(true)
  Object.assign(printer.items.get('l5-law') ?? {}, { state: 'printed' })
  expect(await house.cancel?.('P2')).toBe(false)
})
