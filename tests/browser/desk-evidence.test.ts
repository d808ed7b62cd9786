import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts, recordFact } from '#company/journal'
import { tables, transaction } from '#platform/database'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

/** A whole picture of one pixel, so that the browser draws it. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** What somebody types who wants it to run at the desk: in every field, each in another way out of its place. */
const HOSTILE = `"><img src=x onerror="window.burgled=1"><script>window.burgled=1</script>'\${window.burgled=1}`

let desk: DeskHouse
let home: TestHome
let hostile: TestHome

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
  hostile = await settleIn(desk.house.pools, { lastName: HOSTILE })
  await ask(sql`update customer set first_name = ${HOSTILE}, title = ${HOSTILE}, street = ${HOSTILE}, city = ${HOSTILE},
                  phone = ${HOSTILE}, company_name = null where id = ${hostile.customerId}`)
  await ask(sql`update site set location_hint = ${HOSTILE}, street = ${HOSTILE} where id in (
                  select site_id from market_location where id = ${hostile.marketLocationId})`)
  await ask(
    sql`update meter set meter_number = ${HOSTILE}, manufacturer = ${HOSTILE} where market_location_id = ${hostile.marketLocationId}`,
  )
  await ask(
    sql`insert into contract_price (contract_id, valid_from, product_code, product_name) values (${hostile.contractId}, '2023-01-01', 'x', ${HOSTILE})`,
  )
  await ask(sql`select customer_search_refresh(array[${home.customerId}::bigint, ${hostile.customerId}::bigint])`)
}, 120_000)
afterAll(() => desk?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(desk.house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const taskOf = async (kind: string) =>
  (await ask<{ id: string }>(sql`select id from task where kind = ${kind} order by id desc limit 1`))[0]?.id as string

/** A reading as a browser sends it, with a photo. */
async function handIn(of: TestHome, value: string, more: Record<string, string> = {}) {
  const body = new FormData()
  const fields = {
    'day.day': '22',
    'day.month': '11',
    'day.year': '2026',
    reason: 'regular',
    submission: randomBytes(12).toString('hex'),
    'entries.0.registerId': of.registerId,
    'entries.0.value': value,
    'entries.0.confirmed': 'true',
    ...more,
  }
  for (const [name, text] of Object.entries(fields)) body.append(name, text)
  body.append('photo', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'zaehler.png')
  const encoded = new Response(body)
  const answer = await desk.house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: {
      ...(await desk.house.asCustomer(of.customerId)),
      'content-type': encoded.headers.get('content-type') as string,
    },
    payload: Buffer.from(await encoded.arrayBuffer()),
  })
  expect(answer.statusCode).toBe(303)
  await desk.house.settle()
}

/** A guest's reading, sent as a browser does. */
async function asGuest(meter: string, contract: string, value: string) {
  const answer = await desk.house.server.inject({
    method: 'POST',
    url: '/zaehlerstand/gast',
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({
      meter,
      contract,
      value,
      day: '22.11.2026',
      submission: randomBytes(12).toString('hex'),
    }).toString(),
  })
  expect(answer.statusCode).toBe(303)
  await desk.house.settle()
}

describe('what an agent decides by', () => {
  test('the photo of a questioned reading is drawn on its task', async () => {
    await handIn(home, '88000')
    const page = await desk.open(`/desk/vorgaenge/${await taskOf('staying.check-reading')}`, ['agent'])
    const photo = page.getByRole('img', { name: /Foto 1/ })
    await photo.waitFor()
    await expect
      .poll(() => photo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1)
    expect(await axeFindings(page)).toEqual([])
    await page.context().close()
  })

  test('a guest’s reading that fits nobody shows what was typed, and why', async () => {
    await asGuest('9XXX0000000001', home.contractNumber, '19720')
    const page = await desk.open(`/desk/vorgaenge/${await taskOf('staying.guest-reading-unmatched')}`, ['agent'])
    await page.getByText('9XXX0000000001').first().waitFor()
    await page.getByText('Zähler und Vertrag passen nicht zusammen').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.context().close()
  })

  test('what an import brought and cannot be right is a list with a way to each customer', async () => {
    const at = '2026-11-22T08:00:00Z'
    await transaction(desk.house.pools.worker, async (tx) => {
      await sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at, source_key)
        values (${home.registerId}, ${home.marketLocationId}, '2026-11-18', '99999', 'regular', 'customer', 'valid', 'import', 'system', ${at}::timestamptz, 'odd-1')`.execute(
        tables<Record<string, never>>(tx),
      )
      await recordFact(
        tx,
        facts.readingsImported,
        { batchId: '9', rows: 1, questionable: 0, refused: 0 },
        { channel: 'import', actor: { kind: 'system' }, occurredAt: Temporal.Instant.from(at) },
      )
    })
    await desk.house.settle()
    const page = await desk.open(`/desk/vorgaenge/${await taskOf('staying.check-reading-list')}`, ['agent'])
    await page.getByText('99.999').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('link', { name: home.meterNumber }).click()
    await page.waitForURL(new RegExp(`/desk/kunden/${home.customerId}$`))
    await page.context().close()
  })
})

/** Nothing ran, and what was typed stands there as text. */
async function expectUnburgled(page: Page, shows = true): Promise<void> {
  expect(await page.evaluate('window.burgled')).toBeUndefined()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  if (shows) expect(await page.evaluate('document.body.innerText')).toContain('<script>window.burgled=1</script>')
}

describe('what people typed to be run', () => {
  test('is text in search, customer view and timeline', async () => {
    const page = await desk.open(`/desk/kunden/${hostile.customerId}`, ['agent'])
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.getByText('V', { exact: false }).first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectUnburgled(page)
    await page.getByRole('combobox').first().fill('onerror')
    await page.waitForTimeout(600)
    await expectUnburgled(page)
    await page.context().close()
  })

  test('is text on every kind of task, in notes and explanations', async () => {
    await handIn(hostile, '88000', { 'entries.0.note': HOSTILE.slice(0, 290) })
    await asGuest(HOSTILE.slice(0, 40), HOSTILE.slice(0, 30), '19720')
    const headers = { ...(await desk.house.asStaff('agent')), 'content-type': 'application/json' }
    for (const kind of ['staying.check-reading', 'staying.guest-reading-unmatched']) {
      const id = await taskOf(kind)
      const noted = await desk.house.server.inject({
        method: 'POST',
        url: `/desk/api/tasks/${id}/take`,
        headers,
        payload: JSON.stringify({ rowVersion: 1, note: HOSTILE }),
      })
      expect(noted.statusCode).toBe(200)
      const page = await desk.open(`/desk/vorgaenge/${id}`, ['agent'])
      await page.getByText('window.burgled').first().waitFor()
      await page.waitForLoadState('networkidle')
      await expectUnburgled(page)
      await page.context().close()
    }
    const basket = await desk.open('/desk/vorgaenge', ['agent'])
    await basket.locator('.kw-d-row').first().waitFor()
    await basket.waitForLoadState('networkidle')
    await expectUnburgled(basket, false)
    await basket.context().close()
  })
})
