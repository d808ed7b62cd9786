/**
 * Takes screenshots of the gallery: `node --import ./launch/tsx-hook.mjs src/ui/gallery/shoot.command.ts FOLDER [PAGE ...]`.
 * Widths 320, 768 and 1280, light and dark. Look at them before you land a change of `src/ui`.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { launchChromium } from '../../../tests/setup/chromium.ts'
import { renderGallery, SAMPLE_BRAND } from './gallery.tsx'
import { serveGallery } from './serve-gallery.ts'

const [folder = 'test-results/gallery', ...wanted] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const gallery = renderGallery(process.env['BRAND'] ?? SAMPLE_BRAND)
const { origin, server } = await serveGallery(gallery)
const browser = await launchChromium()
for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [320, 768, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    for (const name of wanted.length > 0 ? wanted : gallery.pages.keys()) {
      await page.goto(`${origin}/${name}.html`)
      await page.evaluate('document.fonts.ready')
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
    }
    await page.close()
  }
await browser.close()
server.close()
