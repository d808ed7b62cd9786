import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { emptyDesign } from '../../src/service/letters/design/empty-design.ts'
import { settleIn } from '../setup/people.ts'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'

let desk: DeskHouse
beforeAll(async () => {
  desk = await deskHouse()
}, 120_000)
afterAll(() => desk?.end())

const KIND = '/desk/briefarten/customers.change-confirmed'
const open = async (page: Page, name: string) =>
  page.locator('.desk-module', { hasText: name }).locator('summary').first().click()

test('an editor writes a version with page and reading view beside it, another releases it, and sees what changed', async () => {
  const page = await desk.open('/desk/briefarten', ['editor'])
  await page.getByRole('link', { name: 'Änderung Ihrer Kundendaten' }).click()
  await page.getByRole('button', { name: 'Neue Fassung beginnen' }).click()
  await page.getByRole('img', { name: /Vorschau des Briefs, eine Seite/ }).waitFor()
  await open(page, 'Was geändert wurde')
  expect(await axeFindings(page)).toEqual([])

  const text = page.getByRole('textbox', { name: 'Text: Deutsch (Sie)' }).first()
  await text.fill('neu bei uns seit {tag}:')
  await page.getByText('Zeichen 18: „tag“ gibt es in dieser Briefart nicht.').waitFor()
  await page.getByRole('button', { name: 'Zur Freigabe geben', disabled: true }).waitFor()
  expect(await axeFindings(page)).toEqual([])

  await text.fill('neu bei uns seit {day}:')
  await page.getByRole('button', { name: 'Zur Freigabe geben', disabled: false }).waitFor()
  await page.getByRole('tab', { name: 'Leseansicht' }).click()
  await page.getByText('neu bei uns seit 20. November 2026:').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Zur Freigabe geben' }).click()
  await page.getByText('wartet auf die Freigabe durch eine andere Person').waitFor()
  expect(await page.getByRole('button', { name: 'Freigeben' }).count()).toBe(0)

  const second = await desk.open(KIND, ['editor'])
  await second.getByText('Dieser Entwurf wartet auf die zweite Person').waitFor()
  await second.getByRole('tab', { name: 'Fassungen' }).click()
  await second.locator('del', { hasText: 'wir haben Ihre' }).waitFor()
  expect(await axeFindings(second)).toEqual([])
  await second.getByRole('button', { name: 'Freigeben' }).click()
  await second.getByRole('dialog').getByRole('button', { name: 'Freigeben' }).click()
  await second.getByText('Freigegeben.').waitFor()
  const { rows } = await transaction(desk.house.pools.worker, (tx) =>
    sql`select state, version from letter_design`.execute(tables<Record<string, never>>(tx)),
  )
  expect(rows).toEqual([{ state: 'released', version: 3 }])
  await page.context().close()
  await second.context().close()
})

test('an editor says what an unknown kind of another system is', async () => {
  await transaction(desk.house.pools.worker, (tx) =>
    sql`insert into letter_kind (code, title_de, title_en, importance, category, confirmed)
        values ('billing.reminder', 'Mahnung 1', 'Mahnung 1', 'information', 'account', false)`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  const page = await desk.open('/desk', ['editor'], { viewport: { width: 320, height: 700 } })
  await page.getByRole('region', { name: 'Unbekannte Briefarten aus anderen Systemen' }).getByRole('button').click()
  await page.getByRole('textbox', { name: 'Name auf Deutsch' }).fill('Zahlungserinnerung')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Einordnen' }).last().click()
  await page.getByText('Eingeordnet.').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
  await page.context().close()
})

test('a serial letter is made with a count at once, waits for a second person, and says how far it is', async () => {
  const page = await desk.open('/desk/serienbriefe', ['editor'])
  await page.getByText('Geben Sie zuerst eine eigene Briefart').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const home = await settleIn(desk.house.pools)
  await transaction(desk.house.pools.worker, (tx) =>
    sql`with k as (insert into letter_kind (code, title_de, title_en, importance, category)
                   values ('own.note', 'Hinweis', 'Note', 'information', 'staying') returning code)
        insert into letter_design (kind, version, state, body, author_ids, changed_at, checked_by, released_at, valid_from)
        select code, 1, 'released', ${JSON.stringify(emptyDesign({ titleDe: 'Hinweis', titleEn: 'Note' }))}::jsonb, array[1], now(), 2, now(),
               '2026-01-01' from k`.execute(tables<Record<string, never>>(tx)),
  )
  await page.reload()
  await page.getByRole('button', { name: 'Neuer Serienbrief' }).click()
  await page.getByText('Ein Kunde', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Hinweis an alle')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Als Entwurf anlegen' }).click()
  await page.getByRole('button', { name: 'Zur Freigabe geben' }).click()
  await page.getByText('wartet auf die Freigabe durch eine andere Person').waitFor()
  const second = await desk.open(new URL(page.url()).pathname, ['editor'])
  await second.getByRole('button', { name: 'Brief 1 von 1 zeigen' }).click()
  await second.getByRole('img', { name: /Brief an Kunde/ }).waitFor()
  expect(await axeFindings(second)).toEqual([])
  await second.getByRole('button', { name: 'Freigeben und senden' }).click()
  await second.getByRole('dialog').getByRole('button', { name: 'Freigeben und senden' }).click()
  await second.getByText('geht hinaus').waitFor()
  await second.getByRole('button', { name: 'Anhalten' }).click()
  await second.getByRole('button', { name: 'Fortsetzen' }).waitFor()
  expect(home.customerId).not.toBe('')
  await page.context().close()
  await second.context().close()
})
