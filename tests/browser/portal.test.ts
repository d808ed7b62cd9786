import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL_RULES, axeFindings, COLOUR_RULES, type PortalHouse, portalHouse, signIn, walk } from './portal-house.ts'

let portal: PortalHouse
beforeAll(async () => {
  portal = await portalHouse()
}, 120_000)
afterAll(() => portal?.end())

/** Pages that no link leads to: behind a mail, after a form, and where nothing is. */
const unlinked = () => [portal.readingLink, `/z/${'x'.repeat(43)}`, '/nirgends', '/zaehlerstand/gast/danke?nr=G-1']

async function pathsOf(signedIn: boolean): Promise<string[]> {
  const headers = signedIn ? await portal.house.asCustomer(portal.home.customerId) : {}
  const walked = await walk(portal.house, signedIn ? '/uebersicht' : '/start', headers)
  const pages = [...walked].filter(([, { status }]) => status === 200).map(([path]) => path)
  return signedIn ? pages : [...pages, ...unlinked()]
}

describe('every link', () => {
  test.each([false, true])('leads somewhere (signed in: %s)', async (signedIn) => {
    const headers = signedIn ? await portal.house.asCustomer(portal.home.customerId) : {}
    const walked = await walk(portal.house, signedIn ? '/uebersicht' : '/start', headers)
    expect([...walked].filter(([, { status }]) => status >= 400)).toEqual([])
    const paths = [...walked.keys()]
    expect(paths).toEqual(expect.arrayContaining(['/impressum', '/datenschutz', '/barrierefreiheit', '/beschwerde']))
    expect(paths).toEqual(
      expect.arrayContaining(
        signedIn
          ? ['/zaehlerstand', '/verbrauch', '/verlauf', '/konto', '/konto/sitzungen']
          : ['/anmelden', '/zugang-freischalten', '/zaehlerstand/gast', '/demo/postfach'],
      ),
    )
  })
})

const light = { colorScheme: 'light', contrast: null, forcedColors: 'none' } as const
const dark = { ...light, colorScheme: 'dark' } as const

/** Each look costs a second of a busy core. Colours do not depend on the language, nor the widths on the colours. */
const looks = (locale: 'de' | 'en') => [
  { said: '1280', width: 1280, rules: ALL_RULES, media: light },
  { said: '320', width: 320, rules: ALL_RULES, media: light },
  ...(locale === 'en'
    ? []
    : [
        { said: '320 dark', width: 320, rules: COLOUR_RULES, media: dark },
        { said: '1280 dark', width: 1280, rules: COLOUR_RULES, media: dark },
        { said: 'more contrast', width: 1280, rules: COLOUR_RULES, media: { ...light, contrast: 'more' } as const },
        { said: 'forced', width: 1280, rules: COLOUR_RULES, media: { ...light, forcedColors: 'active' } as const },
      ]),
]

/** What is wrong with the page as it stands: findings of axe, width, title, headings, language. */
async function faultsOf(page: Page, locale: 'de' | 'en'): Promise<string[]> {
  const faults: string[] = []
  for (const { said, width, rules, media } of looks(locale)) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia(media)
    faults.push(...(await axeFindings(page, rules)).map((finding) => `${said}: ${finding}`))
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number
    if (wide > width) faults.push(`At ${width} pixels the page is ${wide} wide.`)
  }
  const [lang, title, levels] = (await page.evaluate(
    `[document.documentElement.lang, document.title, [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))]`,
  )) as [string, string, number[]]
  if (lang !== locale) faults.push(`The language is ${lang}.`)
  if (levels.filter((level) => level === 1).length !== 1) faults.push('There is not one heading of level 1.')
  if (!/^.{3,75} – Stadtwerke Musterstadt$/.test(title)) faults.push(`The title is "${title}".`)
  return faults
}

/** The same at the end of the pages that follow from a mistake and from a doubt. */
const afterSending = [
  { path: '/anmelden', send: async (page: Page) => page.locator('main form button').first().click() },
  { path: '/zugang-freischalten', send: async (page: Page) => page.locator('main form button').click() },
  { path: '/zaehlerstand/gast', send: async (page: Page) => page.locator('main form button').click() },
  {
    path: '/zaehlerstand',
    send: async (page: Page) => {
      await page.locator('input[name="entries.0.value"]').fill('45000')
      await page.locator('main form button').click()
    },
  },
]

async function lookAtAll(locale: 'de' | 'en', signedIn: boolean): Promise<string[]> {
  const page = await portal.open()
  if (signedIn) await signIn(page, portal.origin)
  await page.goto(`${portal.origin}/sprache/${locale}`)
  const faults: string[] = []
  const look = async (said: string) => {
    faults.push(...(await faultsOf(page, locale)).map((fault) => `${locale} ${said} ${fault}`))
  }
  for (const path of await pathsOf(signedIn)) {
    await page.goto(portal.origin + path)
    await look(path)
  }
  for (const { path, send } of afterSending.filter((one) => (one.path === '/zaehlerstand') === signedIn)) {
    await page.goto(portal.origin + path)
    await send(page)
    await page.locator('#errors').waitFor()
    await look(`${path} after sending`)
  }
  await page.context().close()
  return faults
}

// Both languages at once, one a core.
test.each([false, true])(
  'no page has a finding of axe or a width of its own, in German and English (signed in: %s)',
  async (signedIn) => {
    const faults = await Promise.all([lookAtAll('de', signedIn), lookAtAll('en', signedIn)])
    expect(faults.flat()).toEqual([])
  },
  180_000,
)

test('the home page says what is to be done, how one is doing, and what happened, in this order', async () => {
  const page = await portal.open({ viewport: { width: 390, height: 844 } })
  await signIn(page, portal.origin)
  expect(await page.locator('main h2').allInnerTexts()).toEqual(['Zu erledigen', 'Ihr Verbrauch', 'Zuletzt geschehen'])
  const usage = page.locator('section[aria-labelledby="usage"]')
  // 2,500 kWh a year, spread over months and rounded.
  const shown = Number((await usage.locator('.kw-measure').innerText()).replaceAll(/\D/g, ''))
  expect(Math.abs(shown - 2_500)).toBeLessThan(130)
  expect(await usage.getByRole('img').getAttribute('aria-label')).toMatch(/^Strom, .+ – .+: .+/)
  await page.context().close()
})
