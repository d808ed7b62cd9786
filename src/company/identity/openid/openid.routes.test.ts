import { sql } from 'kysely'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { cookieNames } from '#platform/http'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { beginAt, finishAt, onwardFrom, TestBrowser } from './openid.fixtures.ts'
import { turnKeys } from './keys.ts'

const BACK = 'https://portal.example/back'
const AFTER = 'https://portal.example/bye'
let house: TestHouse
let home: TestHome
let origin: string
let ours: oidc.Configuration
let other: oidc.Configuration
let administrator: Record<string, string>
let browser: TestBrowser
const now = () => new Date().toISOString()

beforeAll(async () => {
  // Tokens are judged by real clocks on both sides.
  house = await testHouse(now())
  home = await settleIn(house.pools, { lastName: 'Portalfrau' })
  const address = await house.server.listen({ port: 0, host: '127.0.0.1' })
  origin = address.replace('127.0.0.1', 'localhost')
  administrator = await house.asStaff('administrator')
  ours = await register({ name: 'Eigenes Portal', isFirstParty: true })
  other = await register({ name: 'Bürgerportal', isFirstParty: false })
})
afterAll(() => house?.end())
beforeEach(async () => {
  browser = new TestBrowser(origin)
  await signIn(browser)
})

async function signIn(into: TestBrowser): Promise<void> {
  const { cookie = '' } = await house.asCustomer(home.customerId)
  into.cookies.set(cookieNames.portal, cookie.split('=')[1] ?? '')
  await rowsOf(sql`update account set name = 'Erika Portalfrau' where name = 'Test'`)
}

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

/** As an administrator registers a portal, and as the portal then finds everything by itself. */
async function register(client: { name: string; isFirstParty: boolean }): Promise<oidc.Configuration> {
  const made = await house.server.inject({
    method: 'POST',
    url: '/desk/api/openid-clients',
    headers: administrator,
    payload: { ...client, redirectUris: [BACK], postLogoutUris: [AFTER], keepsSecret: true },
  })
  expect(made.statusCode).toBe(201)
  const { clientId, clientSecret } = made.json()
  return oidc.discovery(new URL(`${origin}/openid`), clientId, clientSecret, undefined, {
    // The signature is checked against our published keys, which TLS would make unnecessary.
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  })
}

/** Signed in and agreed: one redirect. */
async function straightThrough(configuration = ours, more: Record<string, string> = {}) {
  const attempt = await beginAt(configuration, BACK, more)
  const answer = await browser.get(attempt.url)
  return { attempt, answer, to: answer.headers.get('location') ?? '' }
}

describe('a portal of the utility', () => {
  test('signs a person in who is signed in here, and learns what it asked for', async () => {
    const { attempt, to } = await straightThrough()
    const tokens = await finishAt(ours, to, attempt)
    const claims = tokens.claims()
    const [customer] = await rowsOf(
      sql<{ number: string }>`select customer_number as number from customer where id = ${home.customerId}`,
    )
    expect(claims).toMatchObject({
      iss: `${origin}/openid`,
      name: 'Erika Portalfrau',
      customer_numbers: [customer?.number],
    })
    expect(claims?.sub).toMatch(/^[\da-f-]{36}$/)
    const person = await oidc.fetchUserInfo(ours, tokens.access_token, claims?.sub as string)
    expect(person).toMatchObject({ sub: claims?.sub, customer_numbers: [customer?.number] })
    // The same person is the same the next time.
    const again = await straightThrough()
    expect((await finishAt(ours, again.to, again.attempt)).claims()?.sub).toBe(claims?.sub)
  })

  test('sends a person who is not signed in to the sign-in, and the way leads back by a page', async () => {
    browser.cookies.clear()
    const attempt = await beginAt(ours, BACK)
    const asked = (await browser.get(attempt.url)).headers.get('location') ?? ''
    expect(asked).toMatch(/^\/openid\/anmelden\?/)
    const door = (await browser.get(asked)).headers.get('location') ?? ''
    expect(door).toMatch(/^\/anmelden\?/)
    expect(new URLSearchParams(door.split('?')[1]).get('next')).toContain('/openid/anmelden?')
    await signIn(browser)
    const page = await browser.get(asked)
    expect(page.status).toBe(200)
    const tokens = await finishAt(ours, onwardFrom(await page.text()), attempt)
    expect(tokens.claims()?.['name']).toBe('Erika Portalfrau')
  })

  test('that asks without a page is told that nobody is signed in', async () => {
    browser.cookies.clear()
    const { to, attempt } = await straightThrough(ours, { prompt: 'none' })
    expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({
      error: 'login_required',
      state: attempt.state,
      iss: `${origin}/openid`,
    })
  })

  test('that asks for a new sign-in gets one: an old proof leads to the question who it is', async () => {
    await rowsOf(sql`update session set proved_at = now() - interval '1 hour'`)
    const asked = (await straightThrough(ours, { prompt: 'login' })).to
    expect(asked).toMatch(/^\/openid\/anmelden\?/)
    expect((await browser.get(asked)).headers.get('location')).toMatch(/^\/bestaetigen\?/)
    await rowsOf(sql`update session set proved_at = now()`)
    expect(onwardFrom(await (await browser.get(asked)).text())).toMatch(/^https:\/\/portal\.example\/back\?code=/)
  })
})

describe('another portal', () => {
  test('is asked about once, in words; the answer is kept and can be taken back', async () => {
    const first = await straightThrough(other)
    expect(first.to).toMatch(/^\/openid\/anmelden\?/)
    const html = await (await browser.get(first.to)).text()
    expect(html).toContain('Bei Bürgerportal anmelden?')
    expect(html).toContain('Ihre Kundennummern')
    expect(html).toContain('portal.example')
    const request = first.to.split('?')[1] as string
    const said = await browser.post('/openid/anmelden', { request, answer: 'yes' })
    expect((await finishAt(other, onwardFrom(await said.text()), first.attempt)).claims()?.sub).toBeDefined()
    const second = await straightThrough(other)
    expect(second.to).toContain(`${BACK}?code=`)
    const page = await (await browser.get('/konto/portale')).text()
    const id = /\/konto\/portale\/(\d+)\/trennen/.exec(page)?.[1]
    expect((await browser.post(`/konto/portale/${id}/trennen`, {})).status).toBe(303)
    expect((await straightThrough(other)).to).toMatch(/^\/openid\/anmelden\?/)
    await house.settle()
    expect(
      await rowsOf(
        sql`select name from journal where customer_id = ${home.customerId} and name like 'identity.portal-%' order by id`,
      ),
    ).toEqual([{ name: 'identity.portal-agreed' }, { name: 'identity.portal-withdrawn' }])
  })

  test('learns nothing from a person who says no', async () => {
    const first = await straightThrough(other)
    const request = first.to.split('?')[1] as string
    const said = await browser.post('/openid/anmelden', { request, answer: 'no' })
    expect(new URL(onwardFrom(await said.text())).searchParams.get('error')).toBe('access_denied')
  })
})

describe('a code', () => {
  const redeem = (code: string, verifier: string, redirectUri = BACK, configuration = ours) =>
    fetch(`${origin}/openid/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${configuration.clientMetadata().client_id}:${configuration.clientMetadata()['client_secret']}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    })
  const fresh = async () => {
    const { attempt, to } = await straightThrough()
    return { code: new URL(to).searchParams.get('code') as string, verifier: attempt.verifier }
  }
  const errorOf = async (answer: Response) => [answer.status, ((await answer.json()) as { error?: string }).error]

  test('is good once; the second time what the first has got is worthless, too', async () => {
    const { code, verifier } = await fresh()
    const first = (await (await redeem(code, verifier)).json()) as { access_token: string }
    const headers = { authorization: `Bearer ${first.access_token}` }
    expect((await fetch(`${origin}/openid/userinfo`, { headers })).status).toBe(200)
    expect(await errorOf(await redeem(code, verifier))).toEqual([400, 'invalid_grant'])
    expect((await fetch(`${origin}/openid/userinfo`, { headers })).status).toBe(401)
  })

  test('of two who come with it at the same moment one gets through', async () => {
    const { code, verifier } = await fresh()
    const both = await Promise.all([redeem(code, verifier), redeem(code, verifier)])
    expect(both.map((one) => one.status).sort()).toEqual([200, 400])
  })

  test('needs the verifier of its own request', async () => {
    const { code } = await fresh()
    expect(await errorOf(await redeem(code, oidc.randomPKCECodeVerifier()))).toEqual([400, 'invalid_grant'])
    const { code: second } = await fresh()
    expect(await errorOf(await redeem(second, ''))).toEqual([400, 'invalid_request'])
  })

  test('needs the address of its own request', async () => {
    const { code, verifier } = await fresh()
    expect(await errorOf(await redeem(code, verifier, AFTER))).toEqual([400, 'invalid_grant'])
  })

  test('of one portal is nothing to another', async () => {
    const { code, verifier } = await fresh()
    expect(await errorOf(await redeem(code, verifier, BACK, other))).toEqual([400, 'invalid_grant'])
  })

  test('ends after a minute, and with the session of the person', async () => {
    const late = await fresh()
    await rowsOf(sql`update openid_code set ends_at = now() - interval '1 second'`)
    expect(await errorOf(await redeem(late.code, late.verifier))).toEqual([400, 'invalid_grant'])
    const left = await fresh()
    await rowsOf(sql`update session set ended_at = now()`)
    expect(await errorOf(await redeem(left.code, left.verifier))).toEqual([400, 'invalid_grant'])
  })

  test('needs the secret of the portal', async () => {
    const { code, verifier } = await fresh()
    const wrong = await fetch(`${origin}/openid/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: ours.clientMetadata().client_id,
        client_secret: 'guessed',
        code,
        redirect_uri: BACK,
        code_verifier: verifier,
      }),
    })
    expect(await errorOf(wrong)).toEqual([401, 'invalid_client'])
  })
})

describe('a token', () => {
  const tokenNow = async () => {
    const { attempt, to } = await straightThrough()
    return finishAt(ours, to, attempt)
  }
  const ask = async (token: string) =>
    (await fetch(`${origin}/openid/userinfo`, { headers: { authorization: `Bearer ${token}` } })).status

  test('is worthless when the session, the account or the portal has ended', async () => {
    const first = await tokenNow()
    expect(await ask(first.access_token)).toBe(200)
    await browser.get('/abmelden')
    await rowsOf(sql`update session set ended_at = now()`)
    expect(await ask(first.access_token)).toBe(401)
    await signIn(browser)
    const second = await tokenNow()
    await rowsOf(sql`update account set disabled_at = now()`)
    expect(await ask(second.access_token)).toBe(401)
    await rowsOf(sql`update account set disabled_at = null`)
    expect(await ask('x'.repeat(43))).toBe(401)
  })

  test('signed by the former key is still good while the next signs, and none is after a replacement', async () => {
    const { attempt, to } = await straightThrough()
    await finishAt(ours, to, attempt)
    const keysNow = async () =>
      ((await (await fetch(`${origin}/openid/jwks`)).json()) as { keys: { kid: string; d?: string }[] }).keys
    const [first] = await keysNow()
    expect(first).not.toHaveProperty('d')
    // Eighty-four days later the next key is published, a week before it signs.
    const later = house.clock.now().add({ hours: 24 * 84 })
    await turnKeys(house.pools.worker, house.settings, later)
    await turnKeys(house.pools.worker, house.settings, later)
    expect((await keysNow()).map((key) => key.kid)).toEqual([first?.kid, expect.any(String)])
    const replaced = await house.server.inject({
      method: 'POST',
      url: '/desk/api/openid-keys/replacement',
      headers: administrator,
      payload: {},
    })
    expect(replaced.statusCode).toBe(200)
    const after = (await keysNow()).map((key) => key.kid)
    expect(after).toHaveLength(1)
    expect(after).not.toContain(first?.kid)
  })
})

describe('signing out at a portal', () => {
  test('asks here, ends the session and leads back to a registered address only', async () => {
    // A portal that has asked for the keys after they were replaced.
    const portal = await register({ name: 'Abmelden', isFirstParty: true })
    const { attempt, to } = await straightThrough(portal)
    const tokens = await finishAt(portal, to, attempt)
    const url = oidc.buildEndSessionUrl(portal, {
      id_token_hint: tokens.id_token as string,
      post_logout_redirect_uri: AFTER,
      state: 'bye',
    })
    const asked = (await browser.get(url.href)).headers.get('location') ?? ''
    expect(await (await browser.get(asked)).text()).toContain('Auch hier abmelden?')
    const left = await browser.post('/openid/abmelden', { request: asked.split('?')[1] as string })
    expect(onwardFrom(await left.text())).toBe(`${AFTER}?state=bye`)
    expect((await browser.get('/uebersicht')).headers.get('location')).toMatch(/^\/anmelden/)
    // Nobody is signed in any more: straight back, and never to an address of somebody else.
    expect((await browser.get(url.href)).headers.get('location')).toBe(`${AFTER}?state=bye`)
    url.searchParams.set('post_logout_redirect_uri', 'https://evil.example/')
    expect((await browser.get(url.href)).headers.get('location')).toBe('/anmelden?hinweis=abgemeldet')
  })
})

test('a portal that cannot keep a secret signs people in by the verifier alone, and cannot invent one', async () => {
  const made = await house.server.inject({
    method: 'POST',
    url: '/desk/api/openid-clients',
    headers: administrator,
    payload: { name: 'App', isFirstParty: true, redirectUris: [BACK], postLogoutUris: [], keepsSecret: false },
  })
  const { clientId, clientSecret } = made.json()
  expect(clientSecret).toBeNull()
  const app = (authentication: oidc.ClientAuth) =>
    oidc.discovery(new URL(`${origin}/openid`), clientId, undefined, authentication, {
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    })
  const plain = await app(oidc.None())
  const good = await straightThrough(plain)
  expect((await finishAt(plain, good.to, good.attempt)).claims()?.sub).toBeDefined()
  const posing = await app(oidc.ClientSecretPost('invented'))
  const bad = await straightThrough(posing)
  await expect(finishAt(posing, bad.to, bad.attempt)).rejects.toThrow()
})

test('a wrong address and an unknown portal lead nowhere', async () => {
  const { url } = await beginAt(ours, 'https://evil.example/')
  for (const wrong of [url, url.replace(/client_id=[^&]+/, 'client_id=%00'), `${origin}/openid/authorize`]) {
    const answer = await browser.get(wrong)
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  }
})

test('a portal that was ended, and somebody of the staff who looks as the customer does, sign nobody in', async () => {
  const portal = await register({ name: 'Kurz', isFirstParty: true })
  const attempt = await beginAt(portal, BACK)
  const [row] = await rowsOf(sql<{ id: string }>`select id from openid_client where name = 'Kurz'`)
  const url = `/desk/api/openid-clients/${row?.id}`
  expect((await house.server.inject({ method: 'DELETE', url, headers: administrator })).statusCode).toBe(200)
  expect((await browser.get(attempt.url)).status).toBe(400)
  const agent = await house.asStaff('agent')
  const { link } = (
    await house.server.inject({
      method: 'POST',
      url: `/desk/api/customers/${home.customerId}/viewing`,
      headers: agent,
      payload: { reason: 'Die Kundin fragt, was sie sieht' },
    })
  ).json()
  const viewer = new TestBrowser(origin)
  const page = await viewer.get(new URL(link, origin).pathname)
  const html = await page.text()
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? new URL(link, origin).pathname
  await viewer.post(action, {})
  const begun = await beginAt(ours, BACK)
  const first = (await viewer.get(begun.url)).headers.get('location') ?? ''
  expect(first).not.toContain('code=')
  expect((await viewer.get(first)).status).not.toBe(200)
})

test('only an administrator registers portals, with whole addresses', async () => {
  const payload = {
    name: 'X',
    redirectUris: ['https://x.example/*'],
    postLogoutUris: [],
    isFirstParty: false,
    keepsSecret: true,
  }
  const refused = await house.server.inject({
    method: 'POST',
    url: '/desk/api/openid-clients',
    headers: administrator,
    payload,
  })
  expect(refused.json().fields).toMatchObject([{ code: 'identity.openid-uri' }])
  const list = await house.server.inject({ url: '/desk/api/openid-clients', headers: administrator })
  expect(list.body).not.toContain('secret_hash')
  expect(list.json().issuer).toContain('/openid')
})
