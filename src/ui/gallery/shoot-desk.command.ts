/** Takes screenshots of the desk's sample: `node --import ./launch/tsx-hook.mjs src/ui/gallery/shoot-desk.command.ts FOLDER`. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { launchChromium } from '../../../tests/setup/chromium.ts'
import { buildDeskSample } from './build-desk-sample.ts'
import { serveGallery } from './serve-gallery.ts'

const [folder = 'test-results/gallery'] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const sample = await buildDeskSample()
const nonce = 'c2FtcGxlLW5vbmNl'
const { origin, server } = await serveGallery(
  { files: sample.files, pages: new Map([['desk', sample.html(nonce)]]) },
  nonce,
)
const browser = await launchChromium()
for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [768, 1440]) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
    page.on('console', (message) => process.stdout.write(`${message.text()}\n`))
    page.on('pageerror', (error) => process.stdout.write(`${error.message}\n`))
    const shoot = (name: string) => page.screenshot({ path: join(folder, `desk-${name}-${width}-${colorScheme}.png`) })
    await page.goto(`${origin}/desk.html`)
    await page.locator('.kw-d-row').first().waitFor({ timeout: 8_000 })
    await shoot('page')
    await page.getByRole('button', { name: 'Zählerstand eintragen' }).click()
    await shoot('dialog')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await shoot('palette')
    await page.keyboard.type('anruf')
    await page.getByRole('menuitem').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.keyboard.type('kowal')
    await page.getByRole('option').first().waitFor({ timeout: 8_000 })
    await shoot('search')
    await page.close()
  }
await browser.close()
server.close()
