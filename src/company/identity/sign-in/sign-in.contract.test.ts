import { describe, expect, it } from 'vitest'
import { email, safeNext } from './sign-in.contract.ts'

describe('where to go after signing in', () => {
  it.each<[string | undefined, string]>([
    ['/zaehlerstand?x=1', '/zaehlerstand?x=1'],
    ['/', '/'],
    [undefined, '/home'],
    ['', '/home'],
    ['https://evil.example/', '/home'],
    ['//evil.example/', '/home'],
    ['/\\evil.example/', '/home'],
    ['/a/..//evil.example', '/home'],
    ['/\t/evil.example', '/home'],
    ['javascript:alert(1)', '/home'],
    ['zaehlerstand', '/home'],
  ])('%j leads to %j', (next, expected) => {
    expect(safeNext(next, '/home')).toBe(expected)
  })
})

describe('an e-mail address', () => {
  it.each([
    [' Elif@Post.Example ', 'elif@post.example'],
    ['a.b+c@d.example', 'a.b+c@d.example'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(email().parse(typed)).toBe(kept)
  })
  it.each(['', 'a', 'a@', '@b', 'a b@c.example', 'a@b\r\nBcc: c@d.example'])('%j is none', (typed) => {
    expect(email().safeParse(typed).success).toBe(false)
  })
})
