import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, type TestAccount } from '../identity.fixtures.ts'
import { mailsTo, newestLink, ORIGIN, TestBrowser } from '../sign-in/ways.fixtures.ts'
import { seal, unseal } from '#platform/sealing'
import { codeAt, stepOf } from './totp.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse(undefined, { PUBLIC_URL: ORIGIN, NEW_BROWSER: 'code' })
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
let addresses = 0
const browser = () => {
  addresses += 1
  return new TestBrowser(house, `10.8.0.${addresses}`)
}
const person = async (): Promise<TestAccount> => anAccount(house.pools, [(await aCustomer(house.pools)).id])
const signIn = (by: TestBrowser, { email, password }: TestAccount, next = '/konto') =>
  by.send('/anmelden', { email, password, next })
const STEP = '/anmelden/zweiter-schritt'
/** Every code is good once, so each is of a step later than the one before. */
const later = (secret: string): string => {
  house.clock.moveTo(house.clock.now().add({ seconds: 60 }).toString())
  return codeAt(secret, stepOf(house.clock.now()))
}

type WithApp = { account: TestAccount; here: TestBrowser; secret: string; paper: readonly string[] }
async function withApp(): Promise<WithApp> {
  const account = await person()
  const here = browser()
  await signIn(here, account)
  const scan = await here.send('/konto/zweiter-schritt/beginnen')
  expect(scan.body).toContain('data:image/png;base64,')
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(scan.body)?.[1] ?? '').replaceAll(' ', '')
  const done = await here.send('/konto/zweiter-schritt/einschalten', { code: later(secret) })
  const paper = [...done.body.matchAll(/<code>([\w-]{14})<\/code>/g)].map((match) => match[1] as string)
  expect(paper).toHaveLength(10)
  return { account, here, secret, paper }
}

describe('an app as second factor', () => {
  test('is owed after the password and after a link, and lets in where one wanted to go', async () => {
    const { account, secret } = await withApp()
    const here = browser()
    const answer = await signIn(here, account, '/konto/sitzungen')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, STEP])
    expect(here.cookie('portal')).toBeUndefined()
    expect((await here.open(STEP)).statusCode).toBe(200)
    const done = await here.send(STEP, { code: later(secret) })
    expect([done.statusCode, done.headers.location]).toEqual([303, '/konto/sitzungen'])
    expect(await here.isIn()).toBe(true)
    expect(here.cookie('step')).toBeUndefined()

    const other = browser()
    await other.send('/anmelden/link', { email: account.email })
    const link = await newestLink(house, account.email)
    expect((await other.send(link)).headers.location).toBe(STEP)
    expect(await other.isIn()).toBe(false)
  })

  test('takes a code once, also from who looked over the shoulder', async () => {
    const { account, secret } = await withApp()
    const [here, thief] = [browser(), browser()]
    await signIn(here, account)
    await signIn(thief, account)
    const code = later(secret)
    expect((await here.send(STEP, { code })).statusCode).toBe(303)
    expect((await thief.send(STEP, { code })).statusCode).toBe(422)
    expect(await thief.isIn()).toBe(false)
  })

  test('is not shown by a step of another browser, and the step ends after five wrong codes', async () => {
    const { account, secret } = await withApp()
    const [here, elsewhere] = [browser(), browser()]
    await signIn(here, account)
    expect((await elsewhere.send(STEP, { code: later(secret) })).statusCode).toBe(422)
    for (let times = 0; times < 5; times += 1) expect((await here.send(STEP, { code: '000000' })).statusCode).toBe(422)
    expect((await here.send(STEP, { code: later(secret) })).body).toContain('von vorn')
    expect(await here.isIn()).toBe(false)
  })

  test('is not needed with one of ten codes on paper, each once', async () => {
    const { account, paper } = await withApp()
    const code = (paper[3] as string).toLowerCase().replaceAll('-', ' ')
    const [one, two] = [browser(), browser()]
    await signIn(one, account)
    expect((await one.send(STEP, { code })).statusCode).toBe(303)
    await signIn(two, account)
    expect((await two.send(STEP, { code })).statusCode).toBe(422)
    expect((await one.open('/konto/zweiter-schritt')).body).toContain('9 Notfallcodes')
  })

  test('is asked for when confirming who it is', async () => {
    const { account, here, secret } = await withApp()
    await run(sql`update session set proved_at = now() - interval '11 minutes' where account_id = ${account.id}`)
    expect((await here.open('/konto/zweiter-schritt')).headers.location).toContain('/bestaetigen')
    expect((await here.open('/bestaetigen')).body).toContain('name="code"')
    const { password } = account
    expect((await here.send('/bestaetigen', { password })).statusCode).toBe(422)
    expect((await here.send('/bestaetigen', { password, code: '000000' })).statusCode).toBe(422)
    expect((await here.send('/bestaetigen', { password, code: later(secret) })).statusCode).toBe(303)
    expect((await here.open('/konto/zweiter-schritt')).statusCode).toBe(200)
  })

  test('is on only after its first code; a wrong one shows the same key again', async () => {
    const account = await person()
    const here = browser()
    await signIn(here, account)
    const scan = await here.send('/konto/zweiter-schritt/beginnen')
    const key = /<code>([A-Z2-7 ]+)<\/code>/.exec(scan.body)?.[1]
    const wrong = await here.send('/konto/zweiter-schritt/einschalten', { code: '000000' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain(`<code>${key}</code>`)
    const other = browser()
    other.steal('browser', here)
    expect((await signIn(other, account)).headers.location).toBe('/konto')
  })

  test('is turned off by its person, told by mail both times', async () => {
    const { account, here } = await withApp()
    expect((await here.send('/konto/zweiter-schritt/ausschalten')).statusCode).toBe(303)
    expect((await mailsTo(house, account.email)).map((mail) => mail.subject)).toEqual([
      'Zweiter Schritt beim Anmelden eingeschaltet',
      'Zweiter Schritt beim Anmelden ausgeschaltet',
    ])
    expect((await signIn(here, account)).headers.location).toBe('/konto')
  })

  test('leaves no secret in the database', async () => {
    const { account, secret, paper } = await withApp()
    const kept = JSON.stringify([
      await run(sql`select * from account_totp where account_id = ${account.id}`),
      await run(sql`select * from recovery_code where account_id = ${account.id}`),
    ])
    expect(kept).not.toContain(secret)
    for (const code of paper) expect(kept).not.toContain(code.replaceAll('-', '').slice(4))
  })
})

describe('a browser that the account has never used', () => {
  test('needs a mailed code after the password, is told by mail, and is known from then on', async () => {
    const account = await person()
    const [home, office] = [browser(), browser()]
    expect((await signIn(home, account)).headers.location).toBe('/konto')
    expect(await mailsTo(house, account.email)).toEqual([])
    expect((await signIn(office, account)).headers.location).toBe(STEP)
    expect(await office.isIn()).toBe(false)
    const code = /\d{4} \d{4}/.exec((await mailsTo(house, account.email)).at(-1)?.text ?? '')?.[0] ?? ''
    expect((await office.send(STEP, { code: '1234 5678' })).statusCode).toBe(422)
    expect((await office.send(STEP, { code })).headers.location).toBe('/konto')
    expect(await office.isIn()).toBe(true)
    expect((await mailsTo(house, account.email)).map((mail) => mail.subject)).toContain(
      'Anmeldung in einem neuen Browser',
    )
    for (const known of [home, office]) {
      known.forget('portal')
      expect((await signIn(known, account)).headers.location).toBe('/konto')
    }
  })

  test('gets nothing with the code of another browser, and the code stands nowhere', async () => {
    const account = await person()
    const [home, thief, owner] = [browser(), browser(), browser()]
    await signIn(home, account)
    await signIn(thief, account)
    await signIn(owner, account)
    const code = /\d{4} \d{4}/.exec((await mailsTo(house, account.email)).at(-1)?.text ?? '')?.[0] ?? ''
    expect((await thief.send(STEP, { code })).statusCode).toBe(422)
    expect((await owner.send(STEP, { code })).statusCode).toBe(303)
    expect((await owner.send(STEP, { code })).statusCode).toBe(422)
  })

  test('is let in by a link at once, because that has proved the mailbox', async () => {
    const account = await person()
    const [home, office] = [browser(), browser()]
    await signIn(home, account)
    await office.send('/anmelden/link', { email: account.email })
    const link = await newestLink(house, account.email)
    expect((await office.send(link)).headers.location).toBe('/')
    expect((await mailsTo(house, account.email)).map((mail) => mail.subject)).toContain(
      'Anmeldung in einem neuen Browser',
    )
  })
})

test('what is sealed opens with the same key in the same place only', async () => {
  const settings = { KW_FILES: house.settings.KW_FILES }
  const sealed = await seal(settings as never, 'GEHEIM', 'row:1')
  expect(sealed).not.toContain('GEHEIM')
  expect(await unseal(settings as never, sealed, 'row:1')).toBe('GEHEIM')
  await expect(unseal(settings as never, sealed, 'row:2')).rejects.toThrow()
  await expect(unseal({ ...settings, SECRETS_KEY: 'x'.repeat(32) } as never, sealed, 'row:1')).rejects.toThrow()
  expect(await seal(settings as never, 'GEHEIM', 'row:1')).not.toBe(sealed)
})
