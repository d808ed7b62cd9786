import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTask } from '#company/tasks'
import { tables, transaction } from '#platform/database'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let desk: DeskHouse
let home: TestHome

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
  await addTask('first')
}, 120_000)
afterAll(() => desk?.end())

const addTask = (key: string) =>
  transaction(desk.house.pools.worker, (tx) =>
    openTask(
      tx,
      {
        kind: 'staying.guest-reading-unmatched',
        customerId: home.customerId,
        contractId: null,
        subject: { meterNumber: '1 EMH 0012' },
        group: 'service',
        priority: 2,
        dueOn: Temporal.PlainDate.from('2026-11-24'),
        dedupeKey: key,
      },
      {
        customerId: home.customerId,
        channel: 'system',
        actor: { kind: 'system' },
        occurredAt: desk.house.clock.now(),
      },
    ),
  )

describe('the page of the desk', () => {
  test('names its scripts and a fresh nonce, and nothing else may run or style', async () => {
    const headers = await desk.house.asStaff('agent')
    const [one, two] = [
      await desk.house.server.inject({ url: '/desk/vorgaenge', headers }),
      await desk.house.server.inject({ url: '/desk/kunden/1', headers }),
    ]
    expect([one.statusCode, two.statusCode]).toEqual([200, 200])
    const nonceOf = (body: string) => /csp-nonce" nonce="([^"]+)"/.exec(body)?.[1]
    const policy = String(one.headers['content-security-policy'])
    expect(policy).toContain(`style-src 'self' 'nonce-${nonceOf(one.body)}'`)
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(nonceOf(one.body)).not.toBe(nonceOf(two.body))
    const script = /<script type="module" src="([^"]+)"/.exec(one.body)?.[1] as string
    const file = await desk.house.server.inject({ url: script, headers: { 'accept-encoding': 'gzip, br' } })
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(file.headers['content-encoding']).toBe('br')
    expect(file.rawPayload.length).toBeLessThan(300_000)
  })

  test('sends who is not signed in to the sign-in and back, and knows no other addresses', async () => {
    const stranger = await desk.house.server.inject({
      url: '/desk/vorgaenge?view=mine',
      headers: { accept: 'text/html' },
    })
    expect(stranger.statusCode).toBe(303)
    expect(stranger.headers.location).toBe('/desk/anmelden?next=%2Fdesk%2Fvorgaenge%3Fview%3Dmine')
    const headers = await desk.house.asStaff('agent')
    expect((await desk.house.server.inject({ url: '/desk/nirgends', headers })).statusCode).toBe(404)
    const outside = await desk.house.server.inject({ url: '/assets/apps/..%2f.vite%2fmanifest.json' })
    expect(outside.statusCode).toBe(404)
  })
})

describe('the basket', () => {
  test('shows what is to be done, and what comes in meanwhile waits behind a bar', async () => {
    const page = await desk.open('/desk/vorgaenge', ['agent'])
    const rows = page.locator('.kw-d-row')
    await rows.first().waitFor()
    await page.getByText('Erika Kowalska').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await addTask('second')
    await desk.house.settle()
    await page.getByRole('button', { name: '1 neu' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    await page.context().close()
  })
})

describe('stuck jobs', () => {
  test('say why, and start again', async () => {
    await transaction(desk.house.pools.worker, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`select graphile_worker.add_job('test:never', '{}'::json)`.execute(on)
      await sql`update graphile_worker._private_jobs set attempts = 3, last_error = E'The gateway answered 503.\n  at send' `.execute(
        on,
      )
    })
    const page = await desk.open('/desk/auftraege', ['administrator'])
    await page.getByText('The gateway answered 503.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Noch einmal starten test:never' }).click()
    await page.getByText('Ein Auftrag startet noch einmal').waitFor()
    await page.getByText('Nichts hängt').waitFor()
    await page.context().close()
  })
})
