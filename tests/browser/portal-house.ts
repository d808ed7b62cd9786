import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { grantAccount, hashPassword, insertAccount } from '#company/identity'
import { requestReadings } from '#journey/staying'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import { launchChromium } from '../setup/chromium.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The structure of a page is the same in every appearance: only its colours are looked at again. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

export const EMAIL = 'erika@kunden.example'
export const PASSWORD = 'Regen Tasse Bahnhof'

/** The portal on a port, with one customer who is asked for a reading and can sign in, and a browser. */
export type PortalHouse = {
  readonly house: TestHouse
  readonly home: TestHome
  readonly origin: string
  /** Where the mail leads that asks for a reading: `/z/...`. */
  readonly readingLink: string
  readonly open: (options?: BrowserContextOptions) => Promise<Page>
  readonly end: () => Promise<void>
}

export async function portalHouse(): Promise<PortalHouse> {
  // Browsers keep cookies by the real clock, so the house stands at the same time.
  const house = await testHouse(Temporal.Now.instant().toString(), { KW_DEMO: 'yes' })
  const address = await house.server.listen({ port: 0, host: '127.0.0.1' })
  const origin = address.replace('127.0.0.1', 'localhost')
  const home = await readEachYear(house)
  const readingLink = await signUpAndAsk(house, home, origin)
  const browser = await launchChromium()
  return {
    house,
    home,
    origin,
    readingLink,
    open: (options) => openPage(browser, origin, options),
    end: async () => {
      await browser.close()
      await house.end()
    },
  }
}

/** 2,500 kWh a year, the last time a year ago at 17,500: 20,000 is what is expected today. */
const readEachYear = (house: TestHouse): Promise<TestHome> => {
  const yearsAgo = (years: number) => legalDay(house.clock.now()).subtract({ years }).toString()
  return settleIn(house.pools, {
    readings: [
      [yearsAgo(3), '12500'],
      [yearsAgo(2), '15000'],
      [yearsAgo(1), '17500'],
    ],
  })
}

function signUpAndAsk(house: TestHouse, home: TestHome, origin: string): Promise<string> {
  return transaction(house.pools.worker, async (tx) => {
    const passwordHash = await hashPassword(PASSWORD)
    const account = { email: EMAIL, name: 'Erika Musterfrau', passwordHash, emailConfirmed: true }
    const accountId = (await insertAccount(tx, account)) as string
    await grantAccount(tx, { accountId, customerId: home.customerId, level: 'open', shownAs: 'Erika Musterfrau' })
    const { link } = await requestReadings(tx, {
      customerId: home.customerId,
      marketLocationIds: [],
      due: legalDay(house.clock.now()).add({ days: 9 }),
      reason: 'regular',
      origin,
      channel: 'system',
      actor: { kind: 'system' },
      now: house.clock.now(),
    })
    return new URL(link).pathname
  })
}

/**
 * What fails the test wherever it happens: an error on the console, a script that throws, a request to another host, a file
 * that is not there.
 */
async function openPage(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => console.error(error.message))
  page.on('console', (message) => {
    // Chromium reports the status of a page that is meant to be 404 or 422; those of files are looked at below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      console.error(message.text())
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) console.error(`A request to ${request.url()}.`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document')
      console.error(`${response.status()} for ${response.url()}.`)
  })
  return page
}

/** Signs in as a person does. */
export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/anmelden`)
  await page.locator('#field-email').fill(EMAIL)
  await page.locator('#field-password').fill(PASSWORD)
  await page.locator('main form button').first().click()
  await page.waitForURL(`${origin}/uebersicht`)
}

/** What axe finds on the page as it is, as one line each. */
export async function axeFindings(page: Page, rules: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE)
  return (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then((result) => result.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`,
  )) as string[]
}

/**
 * Walks all links from a page on, without a browser: who is at the start page reaches every page of the portal.
 *
 * @returns the status of each path, and on which page the path was found
 */
export async function walk(
  house: TestHouse,
  from: string,
  headers: Readonly<Record<string, string>>,
): Promise<Map<string, { readonly status: number; readonly foundOn: string }>> {
  const seen = new Map<string, { status: number; foundOn: string }>()
  const open = [{ path: from, foundOn: '' }]
  for (let next = open.shift(); next; next = open.shift()) {
    const { path, foundOn } = next
    if (seen.has(path)) continue
    const answer = await house.server.inject({ url: path, headers: { accept: 'text/html', ...headers } })
    seen.set(path, { status: answer.statusCode, foundOn })
    const target = answer.headers.location
    const links = target
      ? [String(target)]
      : [...answer.body.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href)
    for (const href of links) {
      const url = new URL(href.replaceAll('&amp;', '&'), `http://localhost${path}`)
      // Changing the language leads back to the same page, and the staff's rooms have walls of their own.
      if (url.hostname === 'localhost' && url.protocol === 'http:' && !/^\/(sprache|desk|oidc)\//.test(url.pathname))
        open.push({ path: url.pathname + url.search, foundOn: path })
    }
  }
  return seen
}
