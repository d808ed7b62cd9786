import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readSettings, SettingsRefused, settingsSchema } from './settings.ts'

const own = { DATABASE_URL: 'postgres://owner@db.example/kundenwerk' }
const production = { ...own, NODE_ENV: 'production' }
const refusalOf = (environment: Record<string, string>): string => {
  try {
    readSettings(environment)
    return ''
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    return error.message
  }
}

test('a wrong setting is named with what it must be, all of them at once', () => {
  const said = refusalOf({ DATABASE_URL: 'mysql://x', PORT: '70000', UTILITY_BRAND: 'blue' })
  expect(said).toContain('DATABASE_URL: must begin with postgres://')
  expect(said).toContain('PORT: ')
  expect(said).toContain('UTILITY_BRAND: a colour such as #0b6e99')
})

describe('addresses in production', () => {
  const cases: readonly (readonly [string, Record<string, string>, string])[] = [
    ['only this machine comes and nothing leaves', {}, ''],
    ['other machines come', { HOST: '0.0.0.0' }, 'PUBLIC_URL: is missing, and other machines reach this server'],
    ['a proxy stands before it', { TRUST_PROXY: '10.0.0.0/8' }, 'PUBLIC_URL: is missing'],
    [
      'mails leave with links',
      { SMTP_URL: 'smtp://mail.example' },
      'PUBLIC_URL: is missing, and messages leave the house',
    ],
    [
      'without https nobody could sign in',
      { HOST: '0.0.0.0', PUBLIC_URL: 'http://portal.example' },
      'PUBLIC_URL: must begin with https://',
    ],
    [
      'the desk needs a host of its own',
      { HOST: '0.0.0.0', PUBLIC_URL: 'https://portal.example' },
      'STAFF_URL: is missing',
    ],
    [
      'one host for both',
      { HOST: '::', PUBLIC_URL: 'https://one.example', STAFF_URL: 'https://one.example' },
      'STAFF_URL: must have another host name',
    ],
    ['a demo may share one host', { HOST: '0.0.0.0', KW_DEMO: 'yes', PUBLIC_URL: 'https://demo.example' }, ''],
    [
      'this machine with its own name',
      { HOST: '127.0.0.1', SMTP_URL: 'smtp://localhost', PUBLIC_URL: 'http://localhost:3000' },
      '',
    ],
    [
      'as it should be',
      { HOST: '0.0.0.0', PUBLIC_URL: 'https://portal.example', STAFF_URL: 'https://desk.example' },
      '',
    ],
  ]
  test.each(cases)('%s', (_name, more, said) => {
    const refusal = refusalOf({ ...production, ...more })
    if (said === '') expect(refusal).toBe('')
    else expect(refusal).toContain(said)
  })

  test('elsewhere nothing of this is asked', () => {
    expect(refusalOf({ ...own, HOST: '0.0.0.0' })).toBe('')
  })
})

test('every setting stands in docs/running.md', () => {
  const told = readFileSync(new URL('../../../docs/running.md', import.meta.url), 'utf8')
  expect(Object.keys(settingsSchema.shape).filter((name) => !told.includes(`\`${name}\``))).toEqual([])
})
