import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EMAIL, PASSWORD, type PortalHouse, portalHouse } from './portal-house.ts'

let portal: PortalHouse
beforeAll(async () => {
  portal = await portalHouse()
}, 120_000)
afterAll(() => portal?.end())

/** Presses Tab until the place with the focus matches, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string, tabsMax = 60): Promise<void> {
  for (let tabs = 0; tabs < tabsMax; tabs++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) > 0) return
  }
  throw new Error(`${tabsMax} times Tab do not lead to ${selector} on ${page.url()}.`)
}

/** Whether the place with the focus is inside the window and marked: no bar covers it. */
const focusShows = (page: Page) =>
  page.evaluate(`(() => {
    const one = document.activeElement
    const box = one.getBoundingClientRect()
    const inside = box.bottom > 0 && box.top < innerHeight
    return inside && getComputedStyle(one).outlineStyle !== 'none'
  })()`)

// The order matters: the link ends when somebody has read by it, and a later value is judged by the earlier ones.

test('from the mail to the confirmation it is two pages, and the link then says that it has ended', async () => {
  const page = await portal.open({ viewport: { width: 390, height: 844 } })
  await page.goto(`${portal.origin}/demo/postfach`)
  await page.getByRole('link', { name: 'Bitte lesen Sie Ihren Zählerstand ab' }).click()
  const pages: string[] = []
  page.on('framenavigated', (frame) => pages.push(new URL(frame.url()).pathname))
  await page.locator('main a[href*="/z/"]').click()
  await page.waitForURL(`**${portal.readingLink}`)
  await page.locator('input[name="entries.0.value"]').fill('20000')
  await page.getByRole('button', { name: 'Zählerstand absenden' }).click()
  await page.getByRole('heading', { level: 1, name: /^Danke/ }).waitFor()
  expect(await page.locator('main').innerText()).toContain('20.000')
  expect(pages.length).toBeLessThanOrEqual(3)
  await page.goto(portal.origin + portal.readingLink)
  await page.getByRole('heading', { name: 'Dieser Link gilt nicht mehr' }).waitFor()
  await page.context().close()
})

test('without script, at 320 pixels: a doubt is asked about, what was typed stays, and it can be sent as it is', async () => {
  const page = await portal.open({ viewport: { width: 320, height: 700 }, javaScriptEnabled: false })
  await page.goto(portal.origin)
  await page.getByRole('link', { name: 'Anmelden', exact: true }).last().click()
  await page.getByLabel('E-Mail-Adresse').fill(EMAIL)
  await page.getByLabel('Passwort').fill(PASSWORD)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByRole('link', { name: 'Zählerstand eingeben' }).first().click()
  await page.locator('input[name="entries.0.value"]').fill('30000')
  await page.getByRole('button', { name: 'Zählerstand absenden' }).click()
  await page.locator('#errors:focus').waitFor()
  expect(await page.title()).toMatch(/^Fehler: /)
  expect(await page.locator('input[name="entries.0.value"]').inputValue()).toBe('30000')
  expect(await page.locator('.kw-card').innerText()).toMatch(/Üblich sind [\d.]+ bis [\d.]+ kWh/)
  await page.getByText('Der Wert stimmt so').click()
  await page.getByRole('button', { name: 'Geprüft und absenden' }).click()
  await page.waitForURL('**/zaehlerstand/danke?*')
  expect(await page.locator('main').innerText()).toMatch(/Ihr Zeichen:?\s*Z-\d+/)
  await page.getByRole('link', { name: 'Zur Übersicht' }).click()
  expect(await page.locator('main').innerText()).toContain('Zählerstand korrigiert: 30.000 statt 20.000\n')
  await page.context().close()
})

test('with the keyboard alone: sign in, enter, correct after a mistake, and read the confirmation', async () => {
  const page = await portal.open({ viewport: { width: 1280, height: 700 } })
  await page.goto(`${portal.origin}/anmelden`)
  await tabTo(page, '#field-email')
  await page.keyboard.type(EMAIL)
  await tabTo(page, '#field-password')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/uebersicht')
  await tabTo(page, '.kw-skip')
  await tabTo(page, 'main a[href="/zaehlerstand"]')
  expect(await focusShows(page)).toBe(true)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/zaehlerstand')
  await tabTo(page, 'input[name="entries.0.value"]')
  expect(await focusShows(page)).toBe(true)
  await page.keyboard.type('viel')
  await page.keyboard.press('Enter')
  await page.locator('#errors:focus').waitFor()
  await tabTo(page, '#errors a')
  await page.keyboard.press('Enter')
  await page.locator('input[name="entries.0.value"]:focus').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('20010')
  await tabTo(page, 'main form button')
  expect(await focusShows(page)).toBe(true)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/zaehlerstand/danke?*')
  await page.context().close()
})
