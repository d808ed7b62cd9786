import { describe, expect, it } from 'vitest'
import { leakedPasswords } from './common-passwords.ts'
import { weaknessOf } from './password-rule.ts'

describe('a new password', () => {
  it.each<[string, string | undefined]>([
    ['kurz', 'identity.password-too-short'],
    ['1234567', 'identity.password-too-short'],
    ['password', 'identity.password-common'],
    ['Passwort', 'identity.password-common'],
    ['P@ssw0rt', 'identity.password-common'],
    ['Passwort123!', 'identity.password-common'],
    ['Sommer2026!', 'identity.password-common'],
    ['  Sommer 2026', 'identity.password-common'],
    ['Zählerstand1', 'identity.password-common'],
    ['stadtwerke.musterstadt', 'identity.password-common'],
    ['Musterstadt2026', 'identity.password-common'],
    ['12345678', 'identity.password-pattern'],
    ['87654321', 'identity.password-pattern'],
    ['qwertzuiop', 'identity.password-pattern'],
    ['asdf1234', 'identity.password-pattern'],
    ['1qay2wsx', 'identity.password-pattern'],
    ['aaaaaaaaaaaa', 'identity.password-pattern'],
    ['abcabcabcabc', 'identity.password-pattern'],
    ['hallhallhallhall', 'identity.password-pattern'],
    // Long and unusual is enough; nothing asks for capitals, digits or signs.
    ['korrekt pferd batterie klammer', undefined],
    ['blaue tassen fliegen', undefined],
    ['lindgrüne Mütze', undefined],
    ['k7#mQ2vx', undefined],
    ['密码是一个很长的句子', undefined],
    [`${'lang und länger '.repeat(7)}x`, undefined],
  ])('%j: %s', async (password, weakness) => {
    expect(await weaknessOf(password, ['Stadtwerke Musterstadt'])).toBe(weakness)
  })

  it('is compared with more than the 3,000 most used ones that are long enough', async () => {
    const longEnough = [...(await leakedPasswords())].filter((password) => password.length >= 8)
    expect(longEnough.length).toBeGreaterThan(3_000)
    for (const password of longEnough.slice(0, 3_000)) expect(await weaknessOf(password)).toBeDefined()
  })
})
