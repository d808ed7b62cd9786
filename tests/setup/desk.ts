import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { buildPages } from '../../launch/pages.ts'
import { setLiveHub } from '../../src/apps/live/live-hub.ts'
import { openKeys } from '../../src/apps/live/open-keys.ts'
import { feedReader } from '../../src/house.ts'
import { FEED_CHANNEL } from '#company/journal'
import { connectionOf } from '#platform/database'
import type { StaffRole } from '#platform/http'
import { LiveHub } from '#platform/realtime'
import { launchChromium } from './chromium.ts'
import { type TestHouse, testHouse } from './house.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"

/** The house on a port with its built staff apps and live streams, and a browser. */
export type DeskHouse = {
  readonly house: TestHouse
  readonly origin: string
  /** A page of somebody with these roles; what it writes to the console as an error fails the test. */
  readonly open: (path: string, roles: readonly StaffRole[], options?: BrowserContextOptions) => Promise<Page>
  readonly end: () => Promise<void>
}

export async function deskHouse(now?: string): Promise<DeskHouse> {
  await buildPages(AbortSignal.timeout(60_000))
  const house = await testHouse(now)
  const feed = feedReader(house.pools)
  const hub = new LiveHub({
    connection: connectionOf(house.settings, 'worker'),
    channel: FEED_CHANNEL,
    read: feed.read,
    oldest: feed.oldest,
    openKeys: openKeys(house.pools),
    onError: (error) => console.error(error),
  })
  await hub.start(await feed.last())
  setLiveHub(hub)
  const address = await house.server.listen({ port: 0, host: '127.0.0.1' })
  const origin = address.replace('127.0.0.1', 'localhost')
  const browser = await launchChromium()
  return {
    house,
    origin,
    open: (path, roles, options) => openPage(browser, house, origin + path, roles, options),
    end: async () => {
      await browser.close()
      await hub.stop()
      await house.end()
    },
  }
}

async function openPage(
  browser: Browser,
  house: TestHouse,
  url: string,
  roles: readonly StaffRole[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'de-DE',
    reducedMotion: 'reduce',
    ...options,
  })
  const { cookie = '' } = await house.asStaff(...roles)
  const [name = '', value = ''] = cookie.split('=')
  const page = await context.newPage()
  await setSession(page, new URL(url).origin, name, value)
  page.setDefaultTimeout(8_000)
  page.on('console', (message) => {
    // A refusal that the page shows is no fault, although the browser writes it down as one.
    if (message.type() === 'error' && !/status of (401|409|422)/.test(message.text())) console.error(message.text())
  })
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(url)
  return page
}

/** By the protocol itself: Playwright names the domain, which a `__Host-` cookie must not have. */
async function setSession(page: Page, origin: string, name: string, value: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCookie', { name, value, url: origin, path: '/', secure: true, httpOnly: true })
}

/** Ends the session of a page as its time limit does. @returns what signs in again */
export async function endSession(page: Page): Promise<() => Promise<void>> {
  const { origin } = new URL(page.url())
  const cookie = (await page.context().cookies()).find((one) => one.name.includes('staff'))
  await page.context().clearCookies()
  return () => setSession(page, origin, cookie?.name ?? '', cookie?.value ?? '')
}

/** What axe finds on the page as it is, as one line each. */
export async function axeFindings(page: Page, except: readonly string[] = []): Promise<string[]> {
  await page.evaluate(AXE)
  const rules = JSON.stringify(Object.fromEntries(except.map((rule) => [rule, { enabled: false }])))
  return (await page.evaluate(
    `axe.run(document, { runOnly: ${RULES}, resultTypes: ['violations'], rules: ${rules} }).then((result) => result.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`,
  )) as string[]
}
