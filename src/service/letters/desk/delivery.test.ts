import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { orderLetter } from '../made/order-letter.ts'

let house: TestHouse
let home: TestHome
let editor: Record<string, string>
let agent: Record<string, string>

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeAll(async () => {
  house = await testHouse('2026-11-24T09:00:00Z')
  home = await settleIn(house.pools)
  editor = await house.asStaff('editor')
  agent = await house.asStaff('agent')
  await run(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
    values (${home.customerId}, 'e-mail', 'erika@post.example', 'confirmed', now(), 'customer', now())`)
})
afterAll(() => house?.end())

let key = 0
async function write(): Promise<string> {
  key += 1
  const id = await transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      {
        kind: 'letters.single',
        customerId: home.customerId,
        parameters: { title: 'Ihre Frage', parts: [{ module: 'thanks' }] },
        key: String(key),
      },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
  await house.settle()
  return id
}
const overview = async () =>
  (await house.server.inject({ url: '/desk/api/letter-delivery', headers: agent })).json() as {
    kinds: { code: string; way: string; withinReach: number; savingFromCents: number; savingToCents: number }[]
    jobs: { id: string; letterId: string; state: string; canCancel: boolean; rowVersion: number }[]
    stops: { id: string }[]
  }
const kindOf = async (code: string) => (await overview()).kinds.find((kind) => kind.code === code)
const jobOf = async (letterId: string) => (await overview()).jobs.find((job) => job.letterId === letterId)
const send = (method: 'POST' | 'PUT', url: string, payload: object, headers = editor) =>
  house.server.inject({ method, url, headers, payload })
const wayOf = async (letterId: string) =>
  (await run<{ way: string }>(sql`select way from letter_delivery where letter_id = ${letterId}`))[0]?.way

test('a kind is released for those within reach, with the saving as a range, and goes back by one click', async () => {
  expect(await wayOf(await write())).toBe('post')
  // One sheet at 0.95: low (95 x 0.62 + 2 + 5) x 0.54 = 35.6, high (95 + 6 + 20) x 0.98 = 118.6.
  expect(await kindOf('letters.single')).toMatchObject({
    way: 'post',
    withinReach: 1,
    savingFromCents: 36,
    savingToCents: 119,
  })
  const url = '/desk/api/letter-kinds/letters.single/way'
  expect((await send('PUT', url, { way: 'digital' }, agent)).statusCode).toBe(404)
  expect((await send('PUT', url, { way: 'digital' })).statusCode).toBe(200)
  expect(await wayOf(await write())).toBe('digital')
  expect((await send('PUT', url, { way: 'post' })).statusCode).toBe(200)
  expect(await wayOf(await write())).toBe('post')
  const decided = sql`select payload ->> 'way' as way from journal where name = 'letters.kind-way-decided' order by id`
  expect(await run(decided)).toEqual([{ way: 'digital' }, { way: 'post' }])
})

test('what proves an address is not released', async () => {
  const answer = await send('PUT', '/desk/api/letter-kinds/identity.account-code/way', { way: 'digital' })
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'letters.paper-by-law'])
})

test('a letter is taken back before the cut-off, and not after it', async () => {
  const [first, second] = [await write(), await write()]
  const job = await jobOf(first)
  expect(job).toMatchObject({ state: 'waiting', canCancel: true })
  const cancel = (of: typeof job, headers = agent) =>
    send('POST', `/desk/api/print-jobs/${of?.id}/cancel`, { rowVersion: of?.rowVersion ?? 0 }, headers)
  expect((await cancel(job)).statusCode).toBe(200)
  expect((await cancel(job)).statusCode).toBe(409)
  house.clock.moveTo('2026-11-24T15:00:01Z')
  expect((await cancel(await jobOf(second))).statusCode).toBe(409)
  house.clock.moveTo('2026-11-24T09:00:00Z')
})

test('a letter that came back becomes a task to find the address, and does not count as received', async () => {
  const id = await write()
  await run(sql`update print_job set state = 'posted', posted_at = now() where letter_id = ${id}`)
  const job = await jobOf(id)
  const back = () => send('POST', `/desk/api/print-jobs/${job?.id}/returned`, { why: 'unbekannt verzogen' }, agent)
  expect((await back()).statusCode).toBe(200)
  expect((await back()).statusCode).toBe(409)
  expect(await run(sql`select kind from task where customer_id = ${home.customerId}`)).toEqual([
    { kind: 'letters.address-wanted' },
  ])
})

test('a stopped channel is let go by an editor, once', async () => {
  await run(sql`insert into notice_stop (via, sent, bounced, stopped_at) values ('e-mail', 100, 11, now())`)
  const [stop] = (await overview()).stops
  expect((await send('POST', `/desk/api/notice-stops/${stop?.id}/release`, {}, agent)).statusCode).toBe(404)
  expect((await send('POST', `/desk/api/notice-stops/${stop?.id}/release`, {})).statusCode).toBe(200)
  expect((await send('POST', `/desk/api/notice-stops/${stop?.id}/release`, {})).statusCode).toBe(409)
  expect((await overview()).stops).toEqual([])
})
