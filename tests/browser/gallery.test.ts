import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderGallery } from '../../src/ui/gallery/gallery.tsx'
import { serveGallery } from '../../src/ui/gallery/serve-gallery.ts'
import { launchChromium } from '../setup/chromium.ts'

const gallery = renderGallery()

/** Structure is the same in every appearance, so only its colours are looked at again. */
const ALL_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
const CONTRAST_ONLY = "['color-contrast', 'link-in-text-block']"

type AxeFinding = {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function findAxeViolations(page: Page, rules: string): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${rules}, resultTypes: ['violations'] }).then((result) => result.violations)`,
  )) as AxeFinding[]
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)}\n${node.failureSummary}`),
  )
}

describe('the gallery', () => {
  let browser: Browser
  let server: Server
  let origin: string
  beforeAll(async () => {
    browser = await launchChromium()
    ;({ origin, server } = await serveGallery(gallery))
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function open(name: string, options: Parameters<Browser['newPage']>[0]): Promise<Page> {
    const page = await browser.newPage(options)
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(message.text())
    })
    await page.goto(`${origin}/${name}.html`)
    return page
  }

  test.each([320, 1280])('no page has a finding of axe at %d pixels, whichever appearance', async (width) => {
    const findings: string[] = []
    // Without motion, so that no colour is read halfway between two appearances.
    const page = await browser.newPage({ viewport: { width, height: 800 }, reducedMotion: 'reduce' })
    for (const name of gallery.pages.keys()) {
      await page.emulateMedia({ colorScheme: 'light', contrast: null, forcedColors: 'none' })
      await page.goto(`${origin}/${name}.html`)
      await page.evaluate(AXE)
      const look = async (said: string, rules: string) => {
        findings.push(...(await findAxeViolations(page, rules)).map((finding) => `${name} ${said}: ${finding}`))
      }
      await look('light', ALL_RULES)
      await page.emulateMedia({ colorScheme: 'dark' })
      await look('dark', CONTRAST_ONLY)
      await page.emulateMedia({ contrast: 'more' })
      await look('dark, more contrast', CONTRAST_ONLY)
      await page.emulateMedia({ colorScheme: 'light' })
      await look('light, more contrast', CONTRAST_ONLY)
      await page.emulateMedia({ contrast: null, forcedColors: 'active' })
      await look('forced colours', CONTRAST_ONLY)
    }
    await page.close()
    expect(findings).toEqual([])
  })

  test('no page is wider than 320 pixels', async () => {
    for (const name of gallery.pages.keys()) {
      const page = await open(name, { viewport: { width: 320, height: 800 } })
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, 320])
      await page.close()
    }
  })

  test('what can be tapped is at least 44 pixels high, links in sentences excepted', async () => {
    for (const name of gallery.pages.keys()) {
      const page = await open(name, { viewport: { width: 320, height: 800 } })
      const low =
        await page.evaluate(`[...document.querySelectorAll('button, .kw-button, input:not([type=hidden]):not(.kw-choice-control), select, summary, nav a, .kw-choice-label')]
        .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 44)
        .map((one) => one.className + ' ' + one.textContent + ' ' + one.getBoundingClientRect().height)`)
      expect([name, low]).toEqual([name, []])
      await page.close()
    }
  })

  test('an error summary has the focus when the page opens, without script too', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open('reading-wrong', { javaScriptEnabled })
      await page.locator('#errors').waitFor()
      expect(await page.locator('#errors:focus').count()).toBe(1)
      await page.close()
    }
  })

  test('nothing moves when the font arrives', async () => {
    const page = await open('home', { viewport: { width: 390, height: 800 } })
    const shift = await page.evaluate(`new Promise((resolve) => {
      let sum = 0
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value }).observe({ type: 'layout-shift', buffered: true })
      document.fonts.ready.then(() => setTimeout(() => resolve(sum), 300))
    })`)
    expect(shift).toBeLessThan(0.01)
    await page.close()
  })

  test('the windows of the meter fill while a value is typed', async () => {
    const page = await open('reading', {})
    await page.locator('#field-value').fill('42317,5')
    expect(await page.locator('.kw-meter-windows').innerText()).toMatch(/^0\s*4\s*2\s*3\s*1\s*7\s*5$/)
    await page.close()
  })

  test('the menu opens on a narrow page without script', async () => {
    const page = await open('home', { viewport: { width: 320, height: 800 }, javaScriptEnabled: false })
    const link = page.locator('.kw-menu a', { hasText: 'Rechnungen' })
    expect(await link.isVisible()).toBe(false)
    await page.locator('.kw-menu summary').click()
    expect(await link.isVisible()).toBe(true)
    await page.close()
  })
})
