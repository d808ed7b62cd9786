import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSites } from '../setup/sites.ts'
import { ALL_RULES, axeFindings, type PortalHouse, portalHouse, signIn } from './portal-house.ts'

let portal: PortalHouse
beforeAll(async () => {
  portal = await portalHouse()
  await addSites(portal.house.pools, portal.home, 30)
}, 120_000)
afterAll(() => portal?.end())

test.each([
  ['at 1280 pixels', { viewport: { width: 1280, height: 900 } }],
  ['at 320 pixels and in the dark', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' as const }],
])(
  'the list of many meters %s has no finding of axe, fresh and with questions, and is not too wide',
  async (_name, look) => {
    const page = await portal.open(look)
    await signIn(page, portal.origin)
    await page.goto(`${portal.origin}/zaehlerstand`)
    await page.getByRole('link', { name: 'Zur Liste für viele Zähler' }).click()
    await page.getByRole('heading', { level: 1, name: 'Viele Zähler ablesen' }).waitFor()
    expect(await axeFindings(page, ALL_RULES)).toEqual([])
    await page.locator('input[name="entries.0.value"]').fill('99999')
    await page.locator('input[name="entries.1.value"]').fill('x')
    await page.getByRole('button', { name: 'Diese Seite speichern' }).click()
    await page.getByText('Der Wert stimmt so').waitFor()
    expect(await axeFindings(page, ALL_RULES)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.context().close()
  },
)

test('without script a file is sent, and what it left open is confirmed on the page that follows', async () => {
  const page = await portal.open({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  await signIn(page, portal.origin)
  await page.goto(`${portal.origin}/zaehlerliste?suche=hausweg+7`)
  const number = (await page.locator('label[for="field-entries-0-value"]').innerText()).match(/1EBZ\d+/)?.[0] ?? ''
  await page.getByText('Ausgefüllte Datei (CSV)').first().click()
  const buffer = Buffer.from(`Z\u00e4hlernummer;Z\u00e4hlerstand\n${number};98.000\n`, 'latin1')
  await page.locator('input[type="file"]').setInputFiles({ name: 'staende.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Datei prüfen und speichern' }).click()
  await page.getByRole('heading', { name: 'Bitte diese Werte ansehen' }).waitFor()
  expect(await page.locator('input[name="entries.0.value"]').inputValue()).toBe('98.000')
  await page.getByText('Der Wert stimmt so').click()
  await page.getByRole('button', { name: 'Diese Seite speichern' }).click()
  await page.getByText('Ein Wert ist gespeichert').waitFor()
  await page.context().close()
})
