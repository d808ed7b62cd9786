import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../launch/chromium.mjs'

/**
 * Starts the system's Chromium without a window. Close it in `afterAll`.
 *
 * @throws Error when there is none; `npm test` then leaves out the project `browser`.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium({ install: false })
  if (executablePath === undefined) throw new Error('There is no Chromium here; KW_CHROMIUM may name one.')
  return chromium.launch({
    executablePath,
    args: [
      // Containers and root have no user namespaces to build a sandbox from; only our own pages are opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
