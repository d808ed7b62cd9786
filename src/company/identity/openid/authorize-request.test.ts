import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerUri, isClientUri, judgeRequest, type OpenidClient } from './authorize-request.ts'

const client: OpenidClient = {
  id: '1',
  clientId: 'portal-1',
  name: 'Bürgerportal',
  redirectUris: ['https://portal.example/back'],
  postLogoutUris: [],
  isFirstParty: false,
}
const good = {
  client_id: 'portal-1',
  redirect_uri: 'https://portal.example/back',
  response_type: 'code',
  scope: 'openid email phone',
  state: 's',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}
const judge = (changes: Readonly<Record<string, string | undefined>>, known: OpenidClient | undefined = client) =>
  judgeRequest(
    new URLSearchParams(
      Object.entries({ ...good, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    known,
  )

test('a request by the book is asked on, with the scopes that there are', () => {
  expect(judge({})).toMatchObject({ kind: 'asked', request: { scopes: ['openid', 'email'], state: 's' } })
})

describe('an address that is not registered sign by sign gets nothing, not even a fault', () => {
  test.each([
    'https://portal.example/back/',
    'https://portal.example/back?x=1',
    'https://portal.example/BACK',
    'https://portal.example.evil/back',
    'https://portal.example@evil.example/back',
    'http://portal.example/back',
    '',
  ])('%s', (redirect_uri) => {
    expect(judge({ redirect_uri })).toEqual({ kind: 'refused', because: 'redirect' })
  })
  test('nor does a portal that is not known, or an address that is sent twice', () => {
    expect(judgeRequest(new URLSearchParams(good), undefined)).toEqual({ kind: 'refused', because: 'client' })
    const twice = new URLSearchParams(good)
    twice.append('redirect_uri', 'https://evil.example/')
    expect(judgeRequest(twice, client)).toEqual({ kind: 'refused', because: 'redirect' })
  })
})

test.each([
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ response_type: 'code id_token' }, 'unsupported_response_type'],
  [{ response_type: undefined }, 'invalid_request'],
  [{ response_mode: 'fragment' }, 'invalid_request'],
  [{ scope: 'email' }, 'invalid_scope'],
  [{ scope: undefined }, 'invalid_scope'],
  [{ code_challenge: undefined }, 'invalid_request'],
  [{ code_challenge_method: 'plain' }, 'invalid_request'],
  [{ code_challenge_method: undefined }, 'invalid_request'],
  [{ code_challenge: 'short' }, 'invalid_request'],
  [{ prompt: 'none login' }, 'invalid_request'],
  [{ max_age: 'soon' }, 'invalid_request'],
  [{ nonce: 'ä' }, 'invalid_request'],
  [{ request: 'eyJ' }, 'request_not_supported'],
  [{ request_uri: 'https://evil.example/' }, 'request_uri_not_supported'],
])('%j goes back as %s', (changes, error) => {
  expect(judge(changes)).toMatchObject({ kind: 'fault', fault: { error, state: 's', redirectUri: good.redirect_uri } })
})

test('whatever is sent, an answer goes to a registered address or nowhere', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(good), 'prompt', 'nonce'), fc.string()), (changes) => {
      const verdict = judge(changes)
      const to =
        verdict.kind === 'fault'
          ? verdict.fault.redirectUri
          : verdict.kind === 'asked'
            ? verdict.request.redirectUri
            : undefined
      return to === undefined || client.redirectUris.includes(to)
    }),
  )
})

test('an answer keeps what the address says already', () => {
  expect(
    answerUri('https://portal.example/back?tenant=7', { code: 'c', state: undefined }, 'https://ours.example/openid'),
  ).toBe('https://portal.example/back?tenant=7&code=c&iss=https%3A%2F%2Fours.example%2Fopenid')
})

test.each([
  ['https://portal.example/back', true],
  ['http://localhost:3000/back', true],
  ['http://portal.example/back', false],
  ['https://*.portal.example/back', false],
  ['https://portal.example/back#x', false],
  ['javascript:alert(1)', false],
  ['https://u:p@portal.example/', false],
  ['/back', false],
])('%s may be registered: %s', (uri, may) => {
  expect(isClientUri(uri)).toBe(may)
})
