import * as oidc from 'openid-client'

/** A browser as far as signing in needs one: cookies, and redirects one at a time. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  readonly origin: string
  constructor(origin: string) {
    this.origin = origin
  }

  async get(address: string): Promise<Response> {
    return this.send(address, {})
  }

  async post(address: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.send(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  }

  private async send(address: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin', cookie, ...init.headers }
    const answer = await fetch(new URL(address, this.origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }
}

/** Where a page leads on to, by itself. */
export const onwardFrom = (html: string): string =>
  (/http-equiv="refresh" content="0;url=([^"]+)"/i.exec(html)?.[1] ?? '').replaceAll('&amp;', '&')

/** What the page of a portal keeps while the browser is away. */
export type Attempt = {
  readonly url: string
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}

export async function beginAt(
  configuration: oidc.Configuration,
  redirectUri: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Attempt> {
  const verifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email customers',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  })
  return { url: url.href, verifier, state, nonce }
}

/** What the portal does when the browser is back. */
export const finishAt = (configuration: oidc.Configuration, at: string, { verifier, state, nonce }: Attempt) =>
  oidc.authorizationCodeGrant(configuration, new URL(at), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
