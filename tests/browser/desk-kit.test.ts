import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDeskSample } from '../../src/ui/gallery/build-desk-sample.ts'
import { serveGallery } from '../../src/ui/gallery/serve-gallery.ts'
import { launchChromium } from '../setup/chromium.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
const NONCE = 'c2FtcGxlLW5vbmNl'

describe('the desk kit', () => {
  let browser: Browser
  let server: Server
  let origin: string

  beforeAll(async () => {
    const sample = await buildDeskSample()
    ;({ origin, server } = await serveGallery(
      { files: sample.files, pages: new Map([['desk', sample.html(NONCE)]]) },
      NONCE,
    ))
    browser = await launchChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  // What breaks the policy is written to the console, and what is written there fails the test.
  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options })
    page.setDefaultTimeout(8_000)
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(message.text())
    })
    page.on('pageerror', (error) => console.error(error.message))
    await page.goto(`${origin}/desk.html`)
    await page.locator('.kw-d-row').first().waitFor()
    return page
  }

  async function findAxeViolations(page: Page, except: readonly string[] = []): Promise<string[]> {
    await page.evaluate(AXE)
    return (await page.evaluate(
      `axe.run(document, { runOnly: ${RULES}, resultTypes: ['violations'], rules: ${JSON.stringify(Object.fromEntries(except.map((rule) => [rule, { enabled: false }])))} }).then((result) => result.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`,
    )) as string[]
  }

  test.each(['light', 'dark'] as const)(
    'has no finding of axe in %s, also with a dialog, a menu and hits open',
    async (colorScheme) => {
      const page = await open({ colorScheme })
      const findings = { page: await findAxeViolations(page) } as Record<string, string[]>
      await page.getByRole('button', { name: 'Zählerstand eintragen' }).click()
      await page.getByRole('dialog').waitFor()
      const value = page.getByRole('textbox', { name: 'Stand' })
      expect(await page.getByText('Das ist dreimal so viel wie erwartet').isVisible()).toBe(true)
      expect(await value.getAttribute('aria-invalid')).toBe('true')
      expect(await value.inputValue()).toBe('42.317,5') // as German writes it
      findings['dialog'] = await findAxeViolations(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Mehr' }).click()
      findings['menu'] = await findAxeViolations(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('/')
      await page.keyboard.type('kowal')
      await page.getByRole('option').first().waitFor()
      // While hits are open the rest is hidden from screen readers; Tab closes them first, so nothing hidden gets the focus.
      findings['search'] = await findAxeViolations(page, ['aria-hidden-focus'])
      expect(findings).toEqual({ page: [], dialog: [], menu: [], search: [] })
      await page.close()
    },
  )

  test('keeps only the rows in sight of ten thousand in the page, and tells their number', async () => {
    const page = await open()
    expect(await page.locator('.kw-d-row').count()).toBeLessThan(80)
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001')
    await page.close()
  })

  test('sorts by a column that is pressed', async () => {
    const page = await open()
    await page.getByRole('columnheader', { name: /Jahr/ }).click()
    await page.getByRole('columnheader', { name: /Jahr/ }).click()
    const shown = await page.locator('.kw-d-row .kw-number').first().textContent()
    expect(shown).toBe('5.199') // the largest of 1,200 + (37 i mod 4,000)
    await page.close()
  })

  test('opens the palette with Ctrl+K, finds a command by another word, runs it, and gives the focus back', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Mehr' }).focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Befehle' }).waitFor()
    await page.keyboard.type('anruf')
    await page.keyboard.press('Enter')
    await page.locator('.kw-d-toast').waitFor()
    expect(await page.locator('.kw-d-toast').textContent()).toContain('Zählerstand gespeichert')
    await expect.poll(() => page.locator('button:focus').textContent()).toBe('Mehr')
    // The message is an alert dialog to the browser; shortcuts work all the same.
    await page.keyboard.press('/')
    await page.locator('input[role=combobox]:focus').waitFor()
    await page.close()
  })

  test('moves the border between panes with the arrow keys', async () => {
    const page = await open()
    const border = page.getByRole('separator').first()
    await border.focus()
    await page.keyboard.press('ArrowRight')
    expect(await border.getAttribute('aria-valuenow')).toBe('576') // 560 + 16
    await page.close()
  })
})
