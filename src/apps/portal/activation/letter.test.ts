import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

let addresses = 0
const send = (url: string, fields: Record<string, string>, cookie = '') => {
  addresses += 1
  return house.server.inject({
    method: 'POST',
    url,
    remoteAddress: `10.6.${Math.floor(addresses / 250)}.${addresses % 250}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      host: 'localhost:3000',
      ...(cookie && { cookie }),
    },
    payload: new URLSearchParams(fields).toString(),
  })
}
const open = (url: string, cookie = '') =>
  house.server.inject({ url, headers: { accept: 'text/html', ...(cookie && { cookie }) } })
type Answer = Awaited<ReturnType<typeof send>>
const cookieOf = (answer: Answer, name: 'link' | 'portal') =>
  `__Host-kw-${name}=${answer.cookies.find((one) => one.name === `__Host-kw-${name}`)?.value}`

type Customer = { readonly id: string; readonly number: string }
let numbers = 60_000_000
/** A customer in 12341 Musterstadt with a number of eight digits. */
async function customer(): Promise<Customer> {
  const { customerId } = await settleIn(house.pools)
  numbers += 1
  await run(sql`update customer set customer_number = ${String(numbers)} where id = ${customerId}`)
  return { id: customerId, number: String(numbers) }
}

type Letter = { readonly recipient: string; readonly body_text: string; readonly file_sha256: Buffer }
const letters = ({ id }: Customer) =>
  run<Letter>(
    sql`select array_to_string(j.recipient, e'\n') as recipient, c.reading::text as body_text, f.sha256 as file_sha256
          from print_job j join letter_content c using (letter_id) join letter_file f using (letter_id)
         where j.customer_id = ${id} and j.because = 'nature' order by j.id`,
  )
const codeIn = (letter: Letter | undefined) => /\b\w{4}-\w{4}\b/.exec(letter?.body_text ?? '')?.[0] ?? ''
const order = async (of: { number: string }, postalCode = '12341') => {
  const answer = await send('/zugang-freischalten/brief', { customerNumber: of.number, postalCode })
  await house.settle()
  return answer
}
const PASSWORD = 'lindgrüne Mütze am Haken'
const enter = (of: Customer, code: string, email: string) =>
  send('/zugang-freischalten/code', { customerNumber: of.number, code, email, password: PASSWORD })
const mailedLink = async (email: string) => {
  const rows = await run<{ body_text: string }>(
    sql`select body_text from outbox where recipient = ${email} order by id desc limit 1`,
  )
  return /http:\/\/localhost:3000(\/[\w/-]+)/.exec(rows[0]?.body_text ?? '')?.[1] ?? ''
}
const levelOf = async ({ id }: Customer) =>
  (await run<{ level: string }>(sql`select level from account_grant where customer_id = ${id}`)).map((row) => row.level)

describe('a letter with a code', () => {
  test('makes an account with all of it open: order, letter, code, mailbox', async () => {
    const holder = await customer()
    const ordered = await order({ number: ` ${holder.number.slice(0, 4)} ${holder.number.slice(4)}` })
    expect(ordered.statusCode).toBe(200)
    const [letter] = await letters(holder)
    expect(letter?.recipient).toBe('Erika Musterfrau\nLindenweg 7\n12341 Musterstadt')
    expect(letter?.file_sha256).toHaveLength(32)
    const code = codeIn(letter)
    const answer = await enter(holder, ` ${code.toLowerCase().replace('-', ' ')} `, 'erika@letter.example')
    expect(answer.statusCode).toBe(200)
    expect(await levelOf(holder)).toEqual([])
    const link = await mailedLink('erika@letter.example')
    const done = await send(link, {}, cookieOf(answer, 'link'))
    expect(done.statusCode).toBe(303)
    expect(await levelOf(holder)).toEqual(['open'])
    expect((await open('/meine-daten', cookieOf(done, 'portal'))).statusCode).toBe(200)
  })

  test('opens from its QR code with number and code filled in, which looks nothing up and uses nothing up', async () => {
    const holder = await customer()
    await order(holder)
    const code = codeIn((await letters(holder))[0])
    for (let times = 0; times < 8; times += 1) {
      const page = await open(`/brief/${holder.number}/${code}`)
      expect(page.body).toContain(`value="${holder.number}"`)
      expect(page.body).toContain(`value="${code}"`)
    }
    expect((await open('/brief/1/ZZZZ-ZZZZ')).statusCode).toBe(200)
    expect((await enter(holder, code, 'qr@letter.example')).statusCode).toBe(200)
  })

  test('is good once: after the link another person with the same code gets nothing', async () => {
    const holder = await customer()
    await order(holder)
    const code = codeIn((await letters(holder))[0])
    const first = await enter(holder, code, 'one@letter.example')
    const second = await enter(holder, code, 'two@letter.example')
    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    const links = [await mailedLink('one@letter.example'), await mailedLink('two@letter.example')]
    expect((await send(links[0] as string, {}, cookieOf(first, 'link'))).statusCode).toBe(303)
    expect((await send(links[1] as string, {}, cookieOf(second, 'link'))).statusCode).toBe(422)
    expect((await enter(holder, code, 'three@letter.example')).statusCode).toBe(422)
    expect(await levelOf(holder)).toEqual(['open'])
  })

  test('ends after five wrong codes, and right ones do not count', async () => {
    const holder = await customer()
    await order(holder)
    const code = codeIn((await letters(holder))[0])
    expect((await enter(holder, code, 'a@right.example')).statusCode).toBe(200)
    for (let times = 0; times < 5; times += 1)
      expect((await enter(holder, 'AAAA-AAAA', `w${times}@wrong.example`)).statusCode).toBe(422)
    expect((await enter(holder, code, 'b@right.example')).statusCode).toBe(422)
  })

  test('ends after its term and when a newer one is written', async () => {
    const holder = await customer()
    await order(holder)
    const first = codeIn((await letters(holder))[0])
    await order(holder)
    const second = codeIn((await letters(holder))[1])
    expect((await enter(holder, first, 'first@letter.example')).statusCode).toBe(422)
    await run(sql`update activation_letter set ends_at = now() where customer_id = ${holder.id}`)
    expect((await enter(holder, second, 'second@letter.example')).statusCode).toBe(422)
  })

  test('answers the same for an unknown number, another postal code, and a known pair', async () => {
    const holder = await customer()
    const answers = [await order(holder), await order(holder, '99999'), await order({ number: '11111111' })]
    const seen = answers.map(({ statusCode, body }) => ({ statusCode, body }))
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    expect(await letters(holder)).toHaveLength(1)
    const wrong = [
      await enter(holder, 'AAAA-AAAA', 'same@letter.example'),
      await enter({ id: '', number: '11111111' }, 'AAAA-AAAA', 'same@letter.example'),
    ].map(({ statusCode, body }) => ({ statusCode, body: body.replaceAll(/11111111|\b6\d{7}\b/g, 'N') }))
    expect(wrong[1]).toEqual(wrong[0])
  })

  test('is written to a customer three times in thirty days for guests; staff may send one more', async () => {
    const holder = await customer()
    for (let times = 0; times < 5; times += 1) await order(holder)
    expect(await letters(holder)).toHaveLength(3)
    const answer = await house.server.inject({
      method: 'POST',
      url: `/desk/api/customers/${holder.id}/activation-letter`,
      headers: { ...(await house.asStaff('agent')), host: 'localhost:3000' },
      payload: {},
    })
    expect([answer.statusCode, answer.json()]).toEqual([200, { until: '2026-12-22' }])
    await house.settle()
    const all = await letters(holder)
    expect(all).toHaveLength(4)
    expect((await enter(holder, codeIn(all[3]), 'staff@letter.example')).statusCode).toBe(200)
  })

  test('leaves no code behind but in the letter', async () => {
    const holder = await customer()
    await order(holder)
    const code = codeIn((await letters(holder))[0])
    const kept = await run(sql`select * from activation_letter where customer_id = ${holder.id}`)
    expect(JSON.stringify(kept)).not.toContain(code)
    expect(JSON.stringify(kept)).toContain('$argon2id$')
  })

  test('joins the account that the mailbox has already, with its own password', async () => {
    const [one, two] = [await customer(), await customer()]
    for (const holder of [one, two]) {
      await order(holder)
      const answer = await enter(holder, codeIn((await letters(holder))[0]), 'both@letter.example')
      await send(await mailedLink('both@letter.example'), {}, cookieOf(answer, 'link'))
    }
    const accounts = await run<{ account_id: string }>(
      sql`select distinct account_id from account_grant where customer_id in (${one.id}, ${two.id})`,
    )
    expect(accounts).toHaveLength(1)
  })
})
