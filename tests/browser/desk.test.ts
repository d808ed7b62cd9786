import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTask } from '#company/tasks'
import { tables, transaction } from '#platform/database'
import type { Page } from 'playwright-core'
import { axeFindings, type DeskHouse, deskHouse, endSession } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let desk: DeskHouse
let home: TestHome

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
  await transaction(desk.house.pools.worker, (tx) =>
    sql`select customer_search_refresh(array[${home.customerId}::bigint])`.execute(tables<Record<string, never>>(tx)),
  )
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

  test('is worked by keys: open, take, hand over; who is second sees both versions and chooses', async () => {
    const page = await desk.open('/desk/vorgaenge', ['agent'])
    await page.locator('.kw-d-row').first().waitFor()
    await page.getByRole('columnheader').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/vorgaenge\/\d+$/)
    await page.getByRole('button', { name: /Nehmen/ }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('n')
    await page.getByText('Der Vorgang gehört jetzt Ihnen').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const headers = { ...(await desk.house.asStaff('agent')), 'content-type': 'application/json' }
    const deferred = await desk.house.server.inject({
      method: 'POST',
      url: `/desk/api/tasks/${id}/defer`,
      headers,
      payload: JSON.stringify({ rowVersion: 2, until: '2026-12-24' }),
    })
    expect(deferred.statusCode).toBe(200)
    await page.keyboard.press('w')
    await page.getByRole('dialog', { name: 'Vorgang weitergeben' }).waitFor()
    await page.getByRole('button', { name: /^Gruppe|Gruppe$/ }).click()
    await page.getByRole('option', { name: 'Messwesen' }).click()
    await page.getByRole('textbox', { name: 'Notiz' }).fill('Bitte Messwesen')
    await page.getByRole('button', { name: 'Vorgang weitergeben' }).click()
    await page.getByText(/zurückgestellt bis 24. Dezember 2026/).waitFor()
    await page.getByRole('button', { name: 'Trotzdem tun' }).click()
    await page.getByText('Vorgang weitergegeben').waitFor()
    const task = await desk.house.server.inject({ url: `/desk/api/tasks/${id}`, headers })
    expect(task.json().task).toMatchObject({
      group: 'metering',
      ownerName: null,
      dueOn: '2026-11-24',
      waitsUntil: null,
    })
    await page.context().close()
  })
})

/** Pictures for people who look: `KW_SHOTS=folder`. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['KW_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

describe('a customer on the phone', () => {
  test('is found by a word with a typing error, and their reading is judged while they are on the line', async () => {
    const page = await desk.open('/desk', ['agent'])
    await page.locator('.kw-d-row').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('kowalka')
    await page.getByRole('option', { name: /Erika Kowalska/ }).waitFor()
    await shoot(page, 'search')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Erika Kowalska' }).waitFor()
    await page.locator('.desk-register').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'customer')
    await page.keyboard.press('z')
    const value = page.getByRole('textbox', { name: /Strom: / })
    await value.waitFor()
    await page.keyboard.type('24.500')
    await page.keyboard.press('Enter')
    await page.getByText(/Üblich sind/).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'question')
    await value.fill('19.720')
    await page.keyboard.press('Enter')
    await page.getByText('Das passt zum Verbrauch.').waitFor()
    await shoot(page, 'feedback')
    await page.keyboard.press('Escape')
    await desk.house.settle()
    await page.getByRole('button', { name: /^\d neu/ }).click()
    await page.getByText('Zählerstand 19.720 eingegeben').waitFor()
    await page.context().close()
  })

  test('whose number somebody else has just changed: both versions are shown, and mine goes in when I say so', async () => {
    const page = await desk.open(`/desk/kunden/${home.customerId}`, ['agent'])
    await page.getByRole('button', { name: 'Mehr', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Telefon und E-Mail ändern' }).click()
    await page.getByRole('textbox', { name: 'Telefon', exact: true }).fill('0123 456789')
    await desk.house.server.inject({
      method: 'PATCH',
      url: `/desk/api/customers/${home.customerId}`,
      headers: { ...(await desk.house.asStaff('agent')), 'content-type': 'application/json' },
      payload: JSON.stringify({ rowVersion: 1, phone: '0123 999999' }),
    })
    await page.getByRole('button', { name: 'Änderung speichern' }).click()
    await page.getByRole('row', { name: /Telefon.*999999.*456789/ }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'both-versions')
    await page.getByRole('button', { name: 'Meine Eingabe speichern' }).click()
    await page.getByText('Änderung gespeichert').waitFor()
    await expect.poll(() => page.locator('.kw-d-facts').textContent()).toContain('456789')
    await page.context().close()
  })
})

describe('the desk itself', () => {
  test('asks to sign in again when the session has ended, and then does what was asked, with all that was typed', async () => {
    const other = await settleIn(desk.house.pools, { lastName: 'Yıldız' })
    const page = await desk.open(`/desk/kunden/${other.customerId}`, ['agent'])
    await page.locator('.desk-register').waitFor()
    await page.keyboard.press('z')
    await page.getByRole('textbox', { name: /Strom: / }).fill('19.700')
    const signIn = await endSession(page)
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog', { name: 'Bitte melden Sie sich wieder an' }).waitFor()
    await signIn()
    await page.getByRole('button', { name: 'Ich habe mich angemeldet' }).click()
    await page.getByText('Das passt zum Verbrauch.').waitFor()
    await page.context().close()
  })

  test('goes anywhere from the palette, and a place keeps its filters in the address', async () => {
    const page = await desk.open('/desk/vorgaenge', ['agent', 'administrator'])
    await page.locator('.kw-d-row').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Befehle' }).waitFor()
    await page.keyboard.type('meine')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/desk/vorgaenge?view=mine')
    await page.getByText('Nichts zu tun').waitFor()
    await page.reload()
    await page.getByText('Nichts zu tun').waitFor()
    expect(await page.getByRole('button', { name: /^Meine \d+$/ }).getAttribute('aria-pressed')).toBe('true')
    await page.context().close()
  })

  test.each([
    { width: 320, colorScheme: 'dark', locale: 'en-GB' },
    { width: 768, colorScheme: 'light', locale: 'de-DE' },
    { width: 1280, colorScheme: 'dark', locale: 'en-GB' },
  ] as const)('fits $width px, $colorScheme, $locale, without a finding', async ({ width, colorScheme, locale }) => {
    const task = await questionable(String(32_000 + width), 'Østergaard')
    const page = await desk.open('/desk/vorgaenge', ['agent', 'administrator'], {
      viewport: { width, height: 900 },
      colorScheme,
      locale,
    })
    for (const [place, seen] of [
      ['vorgaenge', '.kw-d-row'],
      [`vorgaenge/${task}`, '.desk-chart'],
      [`kunden/${home.customerId}`, '.desk-register'],
      ['auftraege', '.kw-d-pane-head'],
    ] as const) {
      await page.goto(`${desk.origin}/desk/${place}`)
      await page.locator(seen).first().waitFor()
      await shoot(page, `${place.split('/')[0]}${place.includes('/') ? '-one' : ''}-${width}`)
      expect(await axeFindings(page), place).toEqual([])
      const [wide, room] = (await page.evaluate(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as [number, number]
      expect(wide, place).toBeLessThanOrEqual(room)
    }
    await page.context().close()
  })
})

describe('a questionable reading', () => {
  test('is decided by keys alone, and the next one comes', async () => {
    const one = await questionable('30000', 'Schröder')
    await questionable('31000', 'Nguyen')
    const waiting = await desk.house.server.inject({
      url: '/desk/api/tasks?kind=staying.check-reading&free=yes',
      headers: await desk.house.asStaff('agent'),
    })
    const next = waiting.json().tasks.find((task: { id: string }) => task.id !== one)
    const page = await desk.open(`/desk/vorgaenge/${one}`, ['agent'])
    await page.getByText('Entscheiden').first().waitFor()
    await page.getByText('Üblich sind').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'check')
    await page.keyboard.press('e')
    await page.locator('button:focus', { hasText: 'Wert übernehmen' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/desk/vorgaenge/${next.id}`)
    await page.getByText('Üblich sind').waitFor()
    const done = await desk.house.server.inject({
      url: `/desk/api/tasks/${one}`,
      headers: await desk.house.asStaff('agent'),
    })
    expect(done.json().task).toMatchObject({ state: 'done', outcome: 'refused' })
    await page.context().close()
  })
})

/** A customer hands in a value that cannot be and says that it is right. @returns the task */
async function questionable(value: string, lastName: string): Promise<string> {
  const other = await settleIn(desk.house.pools, { lastName })
  const form = {
    'day.day': '22',
    'day.month': '11',
    'day.year': '2026',
    reason: 'regular',
    submission: `questionable-${value}`,
  }
  const entry = { registerId: other.registerId, value, confirmed: 'true', explanation: 'new-device' }
  const fields = Object.entries(entry).map(([key, one]) => [`entries.0.${key}`, one])
  const sent = await desk.house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: {
      ...(await desk.house.asCustomer(other.customerId)),
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams([...Object.entries(form), ...(fields as [string, string][])]).toString(),
  })
  expect(sent.statusCode).toBe(303)
  const tasks = await desk.house.server.inject({
    url: `/desk/api/customers/${other.customerId}/tasks`,
    headers: await desk.house.asStaff('agent'),
  })
  return tasks.json().tasks[0].id
}

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
