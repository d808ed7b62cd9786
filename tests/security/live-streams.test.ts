import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setLiveHub } from '../../src/apps/live/live-hub.ts'
import { openKeys } from '../../src/apps/live/open-keys.ts'
import { feedReader } from '../../src/house.ts'
import { clearOldFeed, FEED_CHANNEL, facts, lastPosition, recordFact } from '#company/journal'
import { connectionOf, tables, transaction } from '#platform/database'
import { LiveHub } from '#platform/realtime'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn } from '../setup/people.ts'

let house: TestHouse
let hub: LiveHub
let origin: string

beforeAll(async () => {
  house = await testHouse()
  const feed = feedReader(house.pools)
  hub = new LiveHub({
    connection: connectionOf(house.settings, 'worker'),
    channel: FEED_CHANNEL,
    read: feed.read,
    oldest: feed.oldest,
    openKeys: openKeys(house.pools),
    onError: (error) => console.error(error),
  })
  await hub.start(await feed.last())
  setLiveHub(hub)
  origin = await house.server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await hub?.stop()
  await house?.end()
})

type Headers = Readonly<Record<string, string>>

/** An open page; `ended` is fulfilled when the server closes the stream. */
async function listen(headers: Headers, path = '/api/live') {
  const away = new AbortController()
  const answer = await fetch(`${origin}${path}`, { headers, signal: away.signal })
  const ended = answer.ok ? answer.text().catch(() => 'left') : Promise.resolve('refused')
  return { status: answer.status, ended, leave: () => away.abort() }
}

test('a session has twelve streams and no more, and a place that is left is free again', async () => {
  const headers = await house.asCustomer((await settleIn(house.pools)).customerId)
  const pages = await Promise.all(Array.from({ length: 12 }, () => listen(headers)))
  expect(pages.map((page) => page.status)).toEqual(Array(12).fill(200))
  expect((await listen(headers)).status).toBe(429)
  const stranger = await listen(await house.asCustomer((await settleIn(house.pools)).customerId))
  expect(stranger.status).toBe(200)
  pages[0]?.leave()
  await expect.poll(async () => (await listen(headers)).status).toBe(200)
  for (const page of [...pages, stranger]) page.leave()
})

test('a stream ends with its session, of customers and of staff, and others go on', async () => {
  const [first, second] = [await settleIn(house.pools), await settleIn(house.pools)]
  const leaving = await house.asCustomer(first.customerId)
  const own = await listen(leaving)
  const other = await listen(await house.asCustomer(second.customerId))
  const agent = await listen(await house.asStaff('agent'), '/desk/api/live')
  const form = { ...leaving, 'content-type': 'application/x-www-form-urlencoded' }
  const signedOut = await house.server.inject({ method: 'POST', url: '/abmelden', headers: form, payload: '' })
  expect(signedOut.statusCode).toBe(303)
  await hub.endClosed()
  expect(await own.ended).toContain('retry')
  expect(await Promise.race([other.ended, agent.ended, 'still open'])).toBe('still open')
  for (const page of [other, agent]) page.leave()
})

test('who leaves while it catches up is not kept for ever', async () => {
  const headers = await house.asCustomer((await settleIn(house.pools)).customerId)
  for (let round = 0; round < 20; round += 1) {
    const page = listen(headers, '/api/live?after=0').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, round))
    void page.then((one) => one?.leave())
  }
  await expect
    .poll(async () => {
      const page = await listen(headers)
      page.leave()
      return page.status
    })
    .toBe(200)
})

test('who asks for what the feed no longer holds is told to load anew, and who missed nothing is not', async () => {
  const { customerId } = await settleIn(house.pools)
  const headers = await house.asCustomer(customerId)
  const entered = (value: string) =>
    transaction(house.pools.worker, (tx) =>
      recordFact(
        tx,
        facts.customerChanged,
        { fields: [value], rowVersion: 1 },
        { customerId, channel: 'portal', actor: { kind: 'system' }, occurredAt: Temporal.Now.instant() },
      ),
    )
  for (const value of ['a', 'b', 'c']) await entered(value)
  await house.settle()
  await expect.poll(() => first(headers, '0')).toContain('event: fact')
  await transaction(house.pools.worker, (tx) =>
    sql`update journal_reader set position = (select max(position) from journal_feed)`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  await clearOldFeed(house.pools.worker, 1, Temporal.Now.instant().add({ hours: 48 }))
  const newest = await transaction(house.pools.worker, (tx) => lastPosition(tx))
  expect(await first(headers, '0')).toContain(`id: ${newest}\nevent: reload\n`)
  expect(await first(headers, newest)).toBe('')
})

/** What a page that was away hears at once. */
async function first(headers: Headers, after: string): Promise<string> {
  const away = new AbortController()
  const answer = await fetch(`${origin}/api/live`, {
    headers: { ...headers, 'last-event-id': after },
    signal: away.signal,
  })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  const enough = setTimeout(() => away.abort(), 300)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += new TextDecoder().decode(value)
    }
  } catch {
    // Left on purpose.
  }
  clearTimeout(enough)
  return text.replace('retry: 2000\n\n', '')
}
