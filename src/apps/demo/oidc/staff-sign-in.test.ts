import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { insertInvite } from '#company/identity'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let origin: string
beforeAll(async () => {
  house = await testHouse(undefined, { KW_DEMO: 'yes' })
  await house.server.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://localhost:${(house.server.server.address() as AddressInfo).port}`
})
afterAll(() => house?.end())

/** A browser as far as this needs one: keeps cookies, follows nothing by itself. */
class Browser {
  readonly cookies = new Map<string, string>()

  async ask(path: string, form?: Record<string, string>): Promise<Response> {
    const answer = await fetch(new URL(path, origin), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        // As a browser asks: a page, or whatever there is.
        accept: 'text/html,*/*;q=0.8',
        'sec-fetch-site': 'same-origin',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form && { body: new URLSearchParams(form) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  /** Follows redirects to the first page. @returns the addresses on the way, the page's last */
  async follow(path: string, form?: Record<string, string>): Promise<{ way: string[]; page: Response }> {
    const way = [path]
    let page = await this.ask(path, form)
    while (page.status >= 300 && page.status < 400 && way.length < 12) {
      const to = page.headers.get('location') as string
      way.push(to)
      page = await this.ask(to)
    }
    return { way, page }
  }

  /** From the sign-in page to the list of people, and back as one of them. */
  async signInAs(subject: string, next = '/desk/api/me'): Promise<{ way: string[]; page: Response }> {
    const { way } = await this.follow(`/desk/anmelden/weiter?next=${encodeURIComponent(next)}`)
    return this.follow(way.at(-1) as string, { subject })
  }
}

const sessions = async () =>
  (
    await transaction(house.pools.worker, (tx) =>
      sql<{ name: string; roles: string[]; issuer: string; ended: boolean }>`
        select f.name, f.roles, f.issuer, s.ended_at is not null as ended
          from staff_session s join staff f on f.id = s.staff_id order by s.id`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
  ).rows

describe('staff signs in by OpenID Connect', () => {
  test('with the roles that the issuer says, and goes to where it wanted to', async () => {
    const browser = new Browser()
    const { way } = await browser.signInAs('agent', '/desk/abmelden?')
    expect(way.at(-2)).toMatch(/^http:\/\/localhost:\d+\/desk\/anmelden\/zurueck\?code=/)
    expect(way.at(-1)).toBe('/desk/abmelden')
    expect(browser.cookies.get('__Host-kw-staff')).toMatch(/^[\w-]{43}$/)
    expect(browser.cookies.has('__Host-kw-oidc')).toBe(false)
    expect((await sessions()).at(-1)).toEqual({
      name: 'Merve Aydın',
      roles: ['agent'],
      issuer: `${origin}/oidc`,
      ended: false,
    })
  })

  test('with a token of its own each time, and the former session of the browser ends', async () => {
    const browser = new Browser()
    await browser.signInAs('manager')
    const first = browser.cookies.get('__Host-kw-staff')
    await browser.signInAs('manager')
    expect(browser.cookies.get('__Host-kw-staff')).not.toBe(first)
    expect((await sessions()).slice(-2).map((session) => session.ended)).toEqual([true, false])
  })

  test('in the browser that began, and in no other', async () => {
    const attacker = new Browser()
    const { way } = await attacker.follow('/desk/anmelden/weiter')
    const chosen = await attacker.ask(way.at(-1) as string, { subject: 'administrator' })
    const resumed = await attacker.ask(chosen.headers.get('location') as string)
    const back = resumed.headers.get('location') as string
    const victim = new Browser()
    const answer = await victim.ask(back)
    expect(answer.status).toBe(422)
    expect(victim.cookies.has('__Host-kw-staff')).toBe(false)
    // The code itself is good, and is good once.
    expect((await attacker.ask(back)).status).toBe(303)
    expect((await attacker.ask(back)).status).toBe(422)
  })

  test.each([
    ['a state of somebody else', (url: URL) => url.searchParams.set('state', 'x')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['a code that nobody gave', (url: URL) => url.searchParams.set('code', 'x')],
    ['an error of the issuer', (url: URL) => url.searchParams.set('error', 'access_denied')],
  ])('not with %s', async (_what, change) => {
    const browser = new Browser()
    const { way } = await browser.follow('/desk/anmelden/weiter')
    const chosen = await browser.ask(way.at(-1) as string, { subject: 'agent' })
    const resumed = await browser.ask(chosen.headers.get('location') as string)
    const back = new URL(resumed.headers.get('location') as string)
    change(back)
    const answer = await browser.ask(back.href)
    expect(answer.status).toBe(422)
    expect(browser.cookies.has('__Host-kw-staff')).toBe(false)
  })

  test('not when disabled here, whatever the issuer says', async () => {
    await new Browser().signInAs('editor')
    await transaction(house.pools.worker, (tx) =>
      sql`update staff set disabled_at = now() where subject = 'editor'`.execute(tables<Record<string, never>>(tx)),
    )
    const browser = new Browser()
    const { page } = await browser.signInAs('editor')
    expect(page.status).toBe(403)
    expect(browser.cookies.has('__Host-kw-staff')).toBe(false)
  })

  test('and out: the token is worthless afterwards, for a thief, too', async () => {
    const browser = new Browser()
    await browser.signInAs('auditor')
    const stolen = browser.cookies.get('__Host-kw-staff') as string
    expect((await browser.ask('/desk/abmelden', {})).headers.get('location')).toBe('/desk/anmelden?hinweis=abgemeldet')
    const thief = new Browser()
    thief.cookies.set('__Host-kw-staff', stolen)
    expect((await thief.ask('/desk/api/machines')).status).toBe(401)
    expect((await sessions()).at(-1)?.ended).toBe(true)
  })
})

describe('the one-time link of the command line', () => {
  test('signs in once as administrator, and opening it uses nothing up', async () => {
    const token = await transaction(house.pools.worker, (tx) =>
      insertInvite(tx, { name: 'Paul Schreiber', roles: ['administrator'], hours: 24 }),
    )
    const browser = new Browser()
    for (let round = 0; round < 2; round += 1) expect((await browser.ask(`/desk/einladung/${token}`)).status).toBe(200)
    expect((await browser.ask(`/desk/einladung/${token}`, {})).status).toBe(303)
    expect((await browser.ask('/desk/api/machines')).status).toBe(200)
    const second = new Browser()
    expect((await second.ask(`/desk/einladung/${token}`, {})).status).toBe(422)
    expect(second.cookies.has('__Host-kw-staff')).toBe(false)
  })
})

describe('outside of the demo', () => {
  test('there is no issuer, no list of people and no mailbox', async () => {
    const other = await testHouse()
    for (const url of ['/oidc/.well-known/openid-configuration', '/oidc/waehlen/abcdefghijklm', '/demo/postfach'])
      expect((await other.server.inject({ url, headers: { accept: 'text/html' } })).statusCode).toBe(404)
    const page = await other.server.inject({ url: '/desk/anmelden', headers: { accept: 'text/html' } })
    expect(page.body).toContain('kein Anmeldedienst')
    await other.end()
  })
})

test('the mailbox of the demo shows what was sent, with links that can be clicked', async () => {
  const browser = new Browser()
  await transaction(house.pools.worker, (tx) =>
    sql`insert into outbox (idempotency_key, channel, kind, recipient, subject, body_text)
        values ('m1', 'e-mail', 'test', 'a@post.example', 'Ein <b>Betreff</b>', 'Hier: https://portal.example/x und javascript:alert(1)')`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  const list = await (await browser.ask('/demo/postfach')).text()
  expect(list).toContain('Ein &lt;b&gt;Betreff&lt;/b&gt;')
  const path = /href="(\/demo\/postfach\/\d+)"/.exec(list)?.[1] as string
  const message = await (await browser.ask(path)).text()
  expect(message).toContain('<a href="https://portal.example/x">')
  expect(message).not.toContain('href="javascript')
})
