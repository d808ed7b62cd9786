import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSenders, type Sender } from '../proofs/kills/load.ts'
import { RunningHouse } from '../proofs/kills/running-house.ts'

let house: RunningHouse
let other: number
let own: Sender
let stranger: Sender

beforeAll(async () => {
  house = await RunningHouse.start()
  other = await house.addWeb()
  const [first, second] = await makeSenders(house.pools, 2)
  own = first as Sender
  stranger = second as Sender
}, 120_000)
afterAll(() => house?.stop(), 60_000)

type LiveEvent = { readonly id: string; readonly name: string }

/** An open page: what it has heard so far, and a way to wait for more. */
async function openPage(port: number, sender: Sender, lastEventId?: string) {
  const stream = await fetch(`http://localhost:${port}/api/live`, {
    headers: { cookie: sender.cookie, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  })
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
  const heard: LiveEvent[] = []
  let text = ''
  const listening = (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += new TextDecoder().decode(value, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const found = /id: (\d+)\nevent: fact\ndata: (.*)/.exec(text.slice(0, end))
        if (found) heard.push({ id: found[1] as string, name: JSON.parse(found[2] as string).name })
        text = text.slice(end + 2)
      }
    }
  })()
  return {
    heard,
    /** Waits until so many readings have been heard of, and some moments more for what must not come. */
    until: async (readings: number) => {
      const entered = () => heard.filter((event) => event.name === 'staying.reading-entered').length
      for (const end = Date.now() + 15_000; entered() < readings && Date.now() < end; ) await pause(20)
      await pause(200)
      return heard.map((event) => event.name)
    },
    close: async () => {
      await reader.cancel()
      await listening
    },
  }
}

let sent = 0
async function enter(sender: Sender, value: string) {
  sent += 1
  const day = Temporal.Now.plainDateISO('Europe/Berlin').subtract({ days: 10 - sent })
  const body = JSON.stringify({
    day: day.toString(),
    reason: 'check',
    submission: `live-${sent}`.padEnd(20, '-'),
    entries: [{ registerId: sender.home.registerId, value, confirmed: true }],
  })
  const answer = await fetch(`http://localhost:${house.port}/api/readings`, {
    method: 'POST',
    headers: { cookie: sender.cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body,
  })
  expect(answer.status).toBe(201)
}

test('an open page hears of a fact, whichever web process it hangs on, and hears nothing of strangers', async () => {
  const here = await openPage(house.port, own)
  const there = await openPage(other, own)
  const strange = await openPage(other, stranger)
  await enter(own, '19700')
  expect(await here.until(1)).toContain('staying.reading-entered')
  expect(await there.until(1)).toContain('staying.reading-entered')
  expect(strange.heard).toEqual([])
  for (const page of [here, there, strange]) await page.close()
})

test('a page that was away hears what it missed, from its last id on, once', async () => {
  const first = await openPage(house.port, own)
  await enter(own, '19701')
  await first.until(1)
  const last = first.heard.at(-1)
  await first.close()
  await enter(own, '19702')
  await enter(own, '19703')
  const back = await openPage(other, own, last?.id)
  const names = await back.until(2)
  expect(names.filter((name) => name === 'staying.reading-entered')).toHaveLength(2)
  expect(new Set(back.heard.map((event) => event.id)).size).toBe(back.heard.length)
  await back.close()
})
