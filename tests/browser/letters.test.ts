import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '#platform/database'
import { orderLetter, type ParametersOf } from '#service/letters'
import { ALL_RULES, axeFindings, COLOUR_RULES, type PortalHouse, portalHouse, signIn } from './portal-house.ts'

let portal: PortalHouse
let billId: string

const bill: ParametersOf<'paying.bill'> = {
  number: 'R-2026-0042',
  contractNumber: 'V-1',
  from: '2025-01-01',
  to: '2025-12-31',
  used: '2.500 kWh',
  items: [{ name: 'Arbeitspreis', quantity: '2.500 kWh', price: '23,60 ct/kWh', amountCents: 59_000 }],
  vatRate: '19',
  netCents: 59_000,
  vatCents: 11_210,
  grossCents: 70_210,
  paidCents: 60_000,
  dueCents: 10_210,
  dueOn: '2026-12-31',
  readings: [],
  months: ['Jan', 'Feb', 'Mär'].map((month, at) => ({ month, kwh: 200 + at, beforeKwh: 220 + at })),
  payee: 'Stadtwerke Musterstadt',
  iban: 'DE02120300000000202051',
}

beforeAll(async () => {
  portal = await portalHouse()
  const { house, home } = portal
  billId = await transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      {
        kind: 'paying.bill',
        customerId: home.customerId,
        contractId: home.contractId,
        parameters: bill,
        key: 'browser',
      },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
  await house.settle()
}, 120_000)
afterAll(() => portal?.end())

describe('the letter centre', () => {
  test.each(['/briefe', 'bill'])(
    '%s has no findings at 320 and 1280, light and dark, and scrolls in one direction',
    async (which) => {
      const page = await portal.open()
      await signIn(page, portal.origin)
      await page.goto(`${portal.origin}${which === 'bill' ? `/briefe/${billId}` : which}`)
      for (const details of await page.locator('details').all()) await details.evaluate('(one) => { one.open = true }')
      for (const width of [320, 1280])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme })
          expect(
            await axeFindings(page, colorScheme === 'light' ? ALL_RULES : COLOUR_RULES),
            `${width} ${colorScheme}`,
          ).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        }
      await page.context().close()
    },
  )

  test('does all of it without script: find, read, load, ask', async () => {
    const page = await portal.open({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } })
    await signIn(page, portal.origin)
    await page.goto(`${portal.origin}/briefe`)
    await page.locator('main summary').first().click()
    await page.locator('#field-suche').fill('R-2026-0042')
    await page.locator('main form button').first().click()
    await page.locator(`main a[href="/briefe/${billId}"]`).click()
    expect(await page.locator('h1').innerText()).toContain('Rechnung R-2026-0042')
    expect(await page.locator('main').innerText()).toContain('702,10')
    const file = await page.request.get(`${portal.origin}/briefe/${billId}/datei/0`)
    expect(file.headers()['content-type']).toBe('application/pdf')
    await page.locator('textarea[name="words"]').fill('Warum so viel?')
    await page.getByRole('button', { name: 'Frage senden' }).click()
    expect(await page.locator('main').innerText()).toContain('Ihre Frage ist da.')
    await page.context().close()
  })
})
