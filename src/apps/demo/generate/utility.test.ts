import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FILE_NAMES } from './csv-columns.ts'
import { dayOfIso } from './days.ts'
import { checkDigit } from './identifiers.ts'
import { KNOWN_CUSTOMERS } from './known-list.ts'
import { isFictional } from './phone-numbers.ts'
import { emptyRows, type FileRows } from './rows.ts'
import { shownAt } from './supplies.ts'
import { generateCustomers } from './utility.ts'
import { writeFolder } from './write-folder.ts'

const TODAY = Temporal.PlainDate.from('2026-11-22')

function allRows(customers: number, seed = 7): FileRows {
  const all = emptyRows()
  for (const { rows } of generateCustomers({ customers, seed, today: TODAY })) {
    for (const file of Object.keys(all) as (keyof FileRows)[]) (all[file] as object[]).push(...rows[file])
  }
  return all
}

const rows = allRows(1200)

function byKey<Row>(list: readonly Row[], key: (row: Row) => string): Map<string, Row> {
  return new Map(list.map((row) => [key(row), row]))
}

describe('the demo utility', () => {
  it('gives customer 137 the same rows in a town of 200 and in one of 1,200', () => {
    const small = [...generateCustomers({ customers: 200, seed: 7, today: TODAY })]
    const large = [...generateCustomers({ customers: 1200, seed: 7, today: TODAY })]
    expect(large).toHaveLength(1200)
    expect(small[137]?.rows).toEqual(large[137]?.rows)
    expect(small.map((bundle) => bundle.customer)).toEqual(large.slice(0, 200).map((bundle) => bundle.customer))
  })

  it('changes with the seed', () => {
    expect(allRows(60, 8).readings).not.toEqual(allRows(60, 9).readings)
  })

  it('never uses a source key twice', () => {
    const keys: [string, string[]][] = [
      ['customers', rows.customers.map((row) => row.customerNumber)],
      ['sites', rows.sites.map((row) => row.siteNumber)],
      ['addresses', rows.sites.map((row) => `${row.street} ${row.houseNumber} ${row.siteNumber}`)],
      ['market locations', rows.marketLocations.map((row) => row.marketLocationId)],
      ['accounts', rows.contractAccounts.map((row) => row.contractAccountNumber)],
      ['contracts', rows.contracts.map((row) => row.contractNumber)],
      ['meters', rows.meters.map((row) => row.meterNumber)],
      ['registers', rows.registers.map((row) => row.registerKey)],
      ['readings', rows.readings.map((row) => row.readingKey)],
    ]
    for (const [what, list] of keys) expect([what, new Set(list).size]).toEqual([what, list.length])
  })

  it('refers to rows that stand in the files', () => {
    const customers = byKey(rows.customers, (row) => row.customerNumber)
    const sites = byKey(rows.sites, (row) => row.siteNumber)
    const locations = byKey(rows.marketLocations, (row) => row.marketLocationId)
    const accounts = byKey(rows.contractAccounts, (row) => row.contractAccountNumber)
    const meters = byKey(rows.meters, (row) => row.meterNumber)
    const registers = byKey(rows.registers, (row) => row.registerKey)
    for (const row of rows.contractAccounts) {
      for (const number of [row.customerNumber, row.payerCustomerNumber, row.recipientCustomerNumber]) {
        if (number !== undefined) expect(customers.has(number)).toBe(true)
      }
    }
    expect(rows.marketLocations.every((row) => sites.has(row.siteNumber))).toBe(true)
    expect(rows.contracts.every((row) => accounts.has(row.contractAccountNumber))).toBe(true)
    expect(rows.contracts.every((row) => locations.has(row.marketLocationId))).toBe(true)
    expect(rows.meters.every((row) => locations.has(row.marketLocationId))).toBe(true)
    expect(rows.meters.every((row) => !row.replacesMeterNumber || meters.has(row.replacesMeterNumber))).toBe(true)
    expect(rows.registers.every((row) => meters.has(row.meterNumber))).toBe(true)
    expect(rows.registers.every((row) => !row.marketLocationId || locations.has(row.marketLocationId))).toBe(true)
    expect(rows.readings.every((row) => registers.has(row.registerKey))).toBe(true)
  })

  it('gives valid market locations, and metering locations of 33 characters', () => {
    for (const row of rows.marketLocations) {
      if (row.commodity !== 'power' && row.commodity !== 'gas') continue
      expect(row.marketLocationId).toHaveLength(11)
      expect(checkDigit(row.marketLocationId.slice(0, 10))).toBe(row.marketLocationId.slice(10))
    }
    for (const row of rows.meters) {
      expect(row.meteringLocationId?.length ?? 33).toBe(33)
      expect(row.meterNumber).toHaveLength(14)
    }
  })

  it('reaches nobody in the world: phone numbers for fiction, addresses under .example', () => {
    for (const row of rows.customers) {
      for (const number of [row.phone, row.mobile])
        if (number) expect([number, isFictional(number)]).toEqual([number, true])
      if (row.email) expect(row.email).toMatch(/^[a-z0-9.-]+@[a-z]+\.example$/)
    }
  })

  it('lets valid readings of a register only grow, but for a rollover, and fit its digits', () => {
    const registers = byKey(rows.registers, (row) => row.registerKey)
    const last = new Map<string, number>()
    let rollovers = 0
    for (const row of rows.readings.filter((reading) => reading.status === 'valid')) {
      const register = registers.get(row.registerKey)
      const [whole, decimals = ''] = row.value.split('.')
      expect(whole?.length).toBeLessThanOrEqual(register?.digitsBefore ?? 0)
      expect(decimals.length).toBeLessThanOrEqual(register?.digitsAfter ?? 0)
      const before = last.get(row.registerKey) ?? 0
      // A customer who leaves out the decimals may stand up to one below an estimate or a remote value of the same time.
      if (Number(row.value) < before - 1) {
        rollovers += 1
        expect(before - Number(row.value)).toBeGreaterThan(10 ** (register?.digitsBefore ?? 0) / 2)
      }
      last.set(row.registerKey, Number(row.value))
    }
    expect(rollovers).toBeGreaterThan(3)
    expect(rollovers).toBeLessThan(0.02 * rows.registers.length)
  })

  it('has no reading after today and none outside the contracts of its market location', () => {
    expect(rows.readings.every((row) => row.readOn <= '2026-11-22')).toBe(true)
    const registers = byKey(rows.registers, (row) => row.registerKey)
    const meters = byKey(rows.meters, (row) => row.meterNumber)
    const spans = Map.groupBy(rows.contracts, (row) => row.marketLocationId)
    for (const row of rows.readings) {
      const register = registers.get(row.registerKey)
      const location = register?.marketLocationId ?? meters.get(register?.meterNumber ?? '')?.marketLocationId ?? ''
      const dayAfter = Temporal.PlainDate.from(row.readOn).add({ days: 1 }).toString()
      const covered = spans
        .get(location)
        ?.some((contract) => contract.startsOn <= dayAfter && (!contract.endsOn || row.readOn <= contract.endsOn))
      expect([row.readingKey, covered]).toEqual([row.readingKey, true])
    }
  })

  it('holds late, estimated, wrong and swapped readings', () => {
    const kinds = Map.groupBy(rows.readings, (row) => `${row.source} ${row.status}`)
    expect(kinds.get('estimated valid')?.length).toBeGreaterThan(100)
    expect(kinds.get('estimated valid')?.every((row) => row.estimateReason && row.estimateFactors)).toBe(true)
    expect(kinds.get('customer replaced')?.length).toBeGreaterThan(20)
    const replaced = kinds.get('customer replaced') ?? []
    const valid = new Set(
      rows.readings.filter((row) => row.status === 'valid').map((row) => `${row.registerKey} ${row.readOn}`),
    )
    expect(replaced.every((row) => valid.has(`${row.registerKey} ${row.readOn}`))).toBe(true)
  })
})

describe('the known customers', () => {
  it.each([
    { seed: 1, today: '2026-11-22' },
    { seed: 99, today: '2027-03-01' },
    { seed: 5, today: '2028-02-29' },
  ])('have the numbers of the list with seed $seed on $today, and a reading due', ({ seed, today }) => {
    const day = Temporal.PlainDate.from(today)
    const known = [...generateCustomers({ customers: KNOWN_CUSTOMERS.length, seed, today: day })]
    KNOWN_CUSTOMERS.forEach((expected, at) => {
      const { customer, rows: own } = known[at] ?? { rows: emptyRows() }
      expect(customer?.customerNumber).toBe(expected.customerNumber)
      expect(customer?.companyName ?? `${customer?.firstName} ${customer?.lastName}`).toBe(expected.name)
      expect(customer?.email).toBe('email' in expected ? expected.email : undefined)
      const hanging = own.meters.filter((meter) => !meter.removedOn).map((meter) => meter.meterNumber)
      expect(hanging.slice(0, expected.meterNumbers.length)).toEqual([...expected.meterNumbers])
      expect(own.contractAccounts.every((account) => account.billingMonth === day.month)).toBe(true)
      const meterRead = new Set(
        own.readings
          .filter((row) => row.readOn > day.subtract({ days: 150 }).toString())
          .map((row) => row.registerKey.split('/')[0]),
      )
      expect(own.meters.some((meter) => meter.kind !== 'smart' && !meterRead.has(meter.meterNumber))).toBe(true)
    })
  })
})

describe('the known customer whose register starts over', () => {
  it.each(['2026-11-22', '2027-03-01', '2026-07-15', '2027-12-30'])(
    'shows less on %s than at the last reading',
    (today) => {
      const known = [...generateCustomers({ customers: 9, seed: 2, today: Temporal.PlainDate.from(today) })]
      const place = known[8]?.supplies[0]
      const counter = place?.supply.devices[0]?.counters[0]
      if (place === undefined || counter === undefined) throw new Error('no such customer')
      const last = place.readings.filter((row) => row.registerKey === counter.row.registerKey).at(-1)
      expect(Number(last?.value)).toBeGreaterThan(95_000)
      expect(Number(shownAt(counter, dayOfIso(today)))).toBeLessThan(5000)
    },
  )
})

describe('writeFolder', () => {
  it('writes its files with the columns of the format, twice the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'demo-files-'))
    try {
      const options = { customers: 150, seed: 3, today: TODAY }
      const result = await writeFolder(folder, options)
      const first = await readFile(join(folder, 'readings.csv'), 'utf8')
      await writeFolder(folder, options)
      expect(await readFile(join(folder, 'readings.csv'), 'utf8')).toBe(first)
      expect((await readdir(folder)).toSorted()).toEqual(Object.values(FILE_NAMES).toSorted())
      expect(first.split('\n')[0]).toBe(
        'reading_key;register_key;read_on;value;reason;source;estimate_reason;estimate_factors;status',
      )
      expect(first.trimEnd().split('\n')).toHaveLength(result.rows.readings + 1)
      expect(result.customers).toBe(150)
      expect(await readFile(join(folder, 'customers.csv'), 'utf8')).toContain('Yılmaz-Becker')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('names exactly the columns of docs/import-format.md', async () => {
    const page = await readFile(new URL('../../../../docs/import-format.md', import.meta.url), 'utf8')
    const { COLUMNS, FILES } = await import('./csv-columns.ts')
    for (const file of FILES) {
      const section = page.split(`## ${FILE_NAMES[file]}`)[1]?.split('\n## ')[0] ?? ''
      const documented = [...section.matchAll(/^\| ([a-z_, 0-9]+) \|/gm)]
        .flatMap(([, names]) => (names as string).split(', '))
        .filter((name) => name !== 'column')
      expect([file, COLUMNS[file].map(([column]) => column)]).toEqual([file, documented])
    }
  })
})
