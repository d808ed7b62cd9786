import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPages } from '../../launch/pages.ts'
import { launchChromium } from '../setup/chromium.ts'
import { axeFindings } from '../setup/desk.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'

let house: TestHouse
let browser: Browser
let origin: string

beforeAll(async () => {
  await buildPages(AbortSignal.timeout(90_000))
  house = await testHouse()
  origin = (await house.server.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  browser = await launchChromium()
}, 150_000)
afterAll(async () => {
  await browser?.close()
  await house?.end()
})

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(origin + path)
  return page
}

test('the number appears the moment somebody writes of gas, with a typing error, and not for a question about a meter', async () => {
  const page = await open('/stoerung', { viewport: { width: 320, height: 800 } })
  const text = page.getByRole('textbox', { name: /Was sehen/ })
  await text.fill('Wie lese ich meinen Gaszähler ab?')
  await page.waitForTimeout(500)
  expect(await page.getByRole('alert').count()).toBe(0)
  await text.fill('im Keller richt es nach Gas')
  await page.getByRole('alert').getByRole('link', { name: '0800 1234567' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('without script the number comes before the thanks', async () => {
  const page = await open('/stoerung', { javaScriptEnabled: false })
  await page.getByText(/Etwas anderes/).click()
  await page.getByRole('textbox', { name: 'Straße' }).fill('Lindenweg')
  await page.getByRole('textbox', { name: 'Postleitzahl' }).fill('12341')
  await page.getByRole('textbox', { name: /Was sehen/ }).fill('Gasgeruch')
  await page.getByRole('button', { name: 'Störung melden' }).click()
  await page.getByRole('heading', { name: 'Notfall' }).waitFor()
  await page.getByRole('link', { name: 'Weiter zu Ihrer Eingabe' }).click()
  await page.getByRole('heading', { name: 'Ihre Meldung ist da' }).waitFor()
  await page.context().close()
}, 60_000)

test('the emergency page is there without a network, whatever one opens', async () => {
  const page = await open('/notfall')
  expect(await axeFindings(page)).toEqual([])
  await page.evaluate('navigator.serviceWorker.ready')
  await expect.poll(() => page.evaluate("caches.match('/notfall').then((kept) => kept !== undefined)")).toBe(true)
  await page.reload()
  await page.context().setOffline(true)
  await page.goto(`${origin}/stoerungen`)
  await page.getByRole('heading', { name: 'Notfall' }).waitFor()
  await page
    .getByRole('link', { name: /0800 1234567/ })
    .first()
    .waitFor()
  await page.context().close()
}, 60_000)
