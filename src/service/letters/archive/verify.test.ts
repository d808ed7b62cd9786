import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { proveTampering } from '../../../../tests/proofs/letters/prove-tampering.ts'
import { tables, transaction } from '#platform/database'
import { orderLetter } from '../made/order-letter.ts'
import { letterArchive } from '../store/archive.ts'
import { archiveJobs, runCheck, shareOf } from './archive.jobs.ts'
import { closeChain, finishRoots } from './close-chain.ts'
import { merkleRoot } from './merkle.ts'
import { makeAuthority, ownTimeStamper } from './own-authority.ts'
import { verifyLetters } from './verify.ts'

let house: TestHouse
let tampered: TestHouse | undefined
const all = { of: 1, index: 0 }
const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
beforeAll(async () => {
  house = await testHouse()
})
afterAll(async () => {
  await tampered?.end()
  await house?.end()
})

/** RFC 6962 section 2.1.3 builds the tree of three leaves so: the last goes up alone. */
test('the root is a Merkle tree that tells leaves from nodes', () => {
  const [a, b, c] = [1, 2, 3].map((n) => Buffer.alloc(32, n)) as [Buffer, Buffer, Buffer]
  expect(merkleRoot([a])).not.toEqual(a)
  expect(merkleRoot([a, b, c])).not.toEqual(merkleRoot([a, c, b]))
  expect(merkleRoot([a, b, c])).not.toEqual(merkleRoot([merkleRoot([a, b]), c]))
  expect(() => merkleRoot([])).toThrow(RangeError)
})

test('real letters verify, a root closes them once a day, and an authority that is away is asked again', async () => {
  const { pools, clock, settings } = house
  const home = await settleIn(pools, { lastName: 'Archiv' })
  const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: clock.now() } as const
  await transaction(pools.worker, (tx) =>
    orderLetter(
      tx,
      {
        kind: 'letters.single',
        customerId: home.customerId,
        parameters: { title: 'Ein Brief', parts: [{ module: 'words', text: 'Worte.' }] },
        key: 'archive-1',
      },
      context,
    ),
  )
  await house.settle()
  const archive = letterArchive(settings)
  const authority = await makeAuthority('Test', clock.now())
  const good = ownTimeStamper(authority, clock.now)
  const faults: unknown[] = []
  const away = { authority: 'away', stamp: () => Promise.reject(new Error('not there')) }
  const kit = { pool: pools.worker, archive, onError: (error: unknown) => faults.push(error) }

  expect(await closeChain(pools.worker, clock.now())).toBe(1)
  expect(await closeChain(pools.worker, clock.now())).toBeUndefined()
  expect(await finishRoots({ ...kit, stamper: away }, clock.now())).toBe(0)
  expect(faults).toHaveLength(1)
  expect(await run(sql`select attempts, last_error from letter_root`)).toEqual([
    { attempts: 1, last_error: 'not there' },
  ])
  expect(await finishRoots({ ...kit, stamper: good }, clock.now())).toBe(1)

  const verified = await verifyLetters({ pool: pools.worker, archive, trust: authority.trust })
  expect(verified).toMatchObject({ records: 1, letters: 1, files: 1, roots: 1, stamps: 1, findings: [] })
  await expect(run(sql`update letter_root set closed_on = closed_on + 1`)).rejects.toThrow('A root is not changed.')
}, 30_000)

test('whatever somebody with the owner’s password and the disk does at random is found, and the letter is named', async () => {
  // A house of its own: the acts leave triggers off and foreign keys gone.
  const { settings, pools } = (tampered = await testHouse())
  const figures = await proveTampering({
    pool: pools.worker,
    ownerUrl: settings.DATABASE_URL,
    files: join(settings.KW_FILES, 'tampered'),
    acts: 60,
    letters: 12,
    seed: 20_261_122,
  })
  expect(figures.whole).toMatchObject({ letters: 12, records: 16, roots: 2, stamps: 2, findings: [] })
  expect(figures.missed).toEqual([])
  expect(figures.unnamed).toEqual([])
  expect(figures.wholeAfter.findings).toEqual([])
  expect(Object.keys(figures.byFinding).length).toBeGreaterThan(8)
}, 60_000)
test('the night reads a thirtieth, keeps what it did, and a finding becomes a task', async () => {
  const { pools, clock, settings } = house
  const days = Array.from(
    { length: 30 },
    (_, at) => shareOf(Temporal.PlainDate.from('2026-11-01').add({ days: at })).index,
  )
  expect(new Set(days).size).toBe(30)
  const job = archiveJobs(pools.worker, settings).find((one) => one.name === 'letters.check-archive')
  await job?.run({}, clock.now(), undefined as never)
  expect(await run(sql`select scope, findings from letter_check`)).toEqual([{ scope: 'share', findings: 0 }])

  const archive = letterArchive(settings)
  const [file] = await run<{ sha256: Buffer }>(sql`select sha256 from letter_file limit 1`)
  await archive.remove(file?.sha256 as Buffer)
  const kit = { pool: pools.worker, archive, trust: undefined }
  const checked = await runCheck(kit, all, clock.now(), clock.now)
  expect(checked.findings.map((one) => one.what)).toEqual(['file-missing'])
  await runCheck(kit, all, clock.now(), clock.now)
  expect(await run(sql`select priority from task where kind = 'letters.archive-finding'`)).toHaveLength(1)

  const auditor = await house.asStaff('auditor')
  const shown = (await house.server.inject({ url: '/desk/api/letter-archive', headers: auditor })).json()
  expect(shown.checks.map((one: { findings: number }) => one.findings)).toEqual([1, 1, 0])
  expect(shown.findings).toMatchObject([{ what: 'file-missing' }])
  expect(shown.roots).toMatchObject([{ number: 1, authority: 'Zeitstempel der Demo' }])
  const agent = await house.asStaff('agent')
  expect((await house.server.inject({ url: '/desk/api/letter-archive', headers: agent })).statusCode).toBe(404)
})
