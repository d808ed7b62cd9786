import { createElement, Fragment } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { methodOf } from '#platform/http'
import { routes } from '../../../house.ts'
import { dangerAhead } from '../danger-ahead.ts'
import { findTopics, topicKeys, topics } from './topics.ts'

describe('what somebody types leads to a page', () => {
  test.each([
    ['Zählerstand eingeben', 'reading'],
    ['wie kann ich meinen zaehlerstand melden', 'reading'],
    ['Zählrstand', 'reading'],
    ['Ich ziehe um: Umzug', 'move'],
    ['moving house', 'move'],
    ['Passwort vergesen', 'password'],
    ['meine Rechnung', 'letters'],
    ['iban ändern', 'bank'],
    ['Vollmacht für meine Mutter', 'power'],
    ['submit meter reading', 'reading'],
  ])('%s', (typed, key) => {
    expect(findTopics(typed)[0]?.key).toBe(key)
  })

  test('and to none where nothing fits; without a word to all', () => {
    expect(findTopics('xylophon')).toEqual([])
    expect(findTopics('  ')).toHaveLength(topicKeys.length)
    expect(topics.map((one) => one.key)).toEqual([...topicKeys])
  })

  test('and every page that is named is there', () => {
    const paths = routes.filter((route) => methodOf(route) === 'GET').map((route) => route.path)
    expect(topics.map((one) => one.href).filter((href) => !paths.includes(href))).toEqual([])
  })
})

test('a form that answers with a page shows the number above it; one that leads on leads past the number', () => {
  const settings = { EMERGENCY_PHONE: '0800 1234567' } as never
  const call = {
    url: '/kontakt',
    locale: 'de',
    settings,
    input: { body: { text: 'hier riecht es nach gas' } },
  } as never
  const shown = dangerAhead(call, { page: { title: 'Danke', body: 'Danke' } })
  const html = 'page' in shown ? renderToStaticMarkup(createElement(Fragment, null, shown.page.body)) : ''
  expect(html.indexOf('tel:08001234567')).toBeGreaterThan(0)
  expect(html.indexOf('tel:08001234567')).toBeLessThan(html.indexOf('Danke'))
  expect(dangerAhead(call, { to: '/danke' })).toEqual({ to: '/notfall?grund=gas&weiter=%2Fdanke' })
})

describe('the help page', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await testHouse()
  })
  afterAll(() => house?.end())
  const mainOf = (body: string) => body.slice(body.indexOf('<main'), body.indexOf('</main>'))
  const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    house.server.inject({ url, headers })

  test.each([
    ['Gasgeruch', 'Verlassen Sie das Haus'],
    ['es richt nach gas', 'Verlassen Sie das Haus'],
    ['kein Strom', 'Kein Strom'],
    ['Rohrbuch im Keller', 'Rohrbruch?'],
    ['I smell gas', 'Verlassen Sie das Haus'],
    ['burst pipe', 'Rohrbruch?'],
    ['power cut since this morning', 'Kein Strom'],
  ])('puts the number first for “%s”, before the form and without script', async (typed, said) => {
    const page = await get(`/hilfe?q=${encodeURIComponent(typed)}`)
    const main = mainOf(page.body)
    const number = main.indexOf('tel:08001234567')
    expect(main).toContain(said)
    expect(number).toBeGreaterThan(0)
    expect(number).toBeLessThan(main.indexOf('<form'))
  })

  test('has no alarm where there is none, and says so where nothing fits', async () => {
    const page = await get('/hilfe?q=Gaspreis')
    const main = mainOf(page.body)
    expect(main.indexOf('tel:08001234567')).toBe(-1)
    expect((await get('/hilfe?q=xylophon')).body).toContain('haben wir keine Seite')
    expect((await get('/hilfe?q=%3Cscript%3E')).body).not.toContain('<script>')
    expect((await get('/hilfe?q=smell+of+gas', { accept: 'text/html', 'accept-language': 'en' })).body).toContain(
      'Leave the house',
    )
  })

  test('is in the navigation of who is signed in, and stands behind the sign-in there', async () => {
    const home = await settleIn(house.pools)
    const customer = await house.asCustomer(home.customerId)
    const page = await get('/meine-hilfe?q=gasgeruch', customer)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('href="/meine-hilfe"')
    expect(page.body).toContain('href="/uebersicht"')
    expect(mainOf(page.body)).toContain('tel:08001234567')
    expect((await get('/meine-hilfe')).statusCode).toBe(303)
  })
})
