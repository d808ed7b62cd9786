import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let desk: DeskHouse
let home: TestHome
let portal: Record<string, string>

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
  portal = await desk.house.asCustomer(home.customerId)
  await ask(sql`update account set email = 'erika.kowalska@post.example', name = 'Erika Kowalska'
                 where id = (select account_id from account_grant where customer_id = ${home.customerId})`)
  await ask(sql`insert into outbox (idempotency_key, channel, kind, recipient, subject, body_text, customer_id, state, attempts, last_error)
    values ('lost-1', 'e-mail', 'staying.reading-request', 'weg@post.example', 'Bitte lesen Sie ab', 'GEHEIM', ${home.customerId}, 'failed', 12, '550 no such mailbox'),
           ('lost-2', 'sms', 'x', '+49 170 1', 'Kurz', 'GEHEIM', null, 'failed', 3, null)`)
}, 120_000)
afterAll(() => desk?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(desk.house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const isSignedIn = async () =>
  (await desk.house.server.inject({ url: '/api/readings', headers: portal })).statusCode === 200

describe('accounts', () => {
  test('are found by the beginning of the address, whatever its case, and blocked and opened again', async () => {
    const page = await desk.open('/desk/zugaenge', ['agent', 'administrator'])
    await page.getByLabel('E-Mail-Adresse oder Kundennummer').fill('Erika.KOW')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'erika.kowalska@post.example' }).waitFor()
    await page.getByText('eine Sitzung').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await isSignedIn()).toBe(true)
    await page.getByRole('button', { name: /Zugang sperren/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Diesen Zugang sperren?' })
    await dialog.getByRole('button', { name: 'Abbrechen' }).click()
    expect(await isSignedIn()).toBe(true)
    await page.getByRole('button', { name: /Zugang sperren/ }).click()
    await dialog.getByRole('button', { name: 'Zugang sperren' }).click()
    await page.getByText(/gesperrt seit/).waitFor()
    expect(await isSignedIn()).toBe(false)
    await page.getByRole('button', { name: /Sperre aufheben/ }).click()
    await page.getByText('Sperre aufgehoben').waitFor()
    await page.context().close()
  })

  test('of a customer: an agent ends the sessions and sends the letter once more, and cannot block', async () => {
    portal = await desk.house.asCustomer(home.customerId)
    const page = await desk.open(`/desk/zugaenge?customer=${home.customerId}`, ['agent'])
    await page
      .getByRole('button', { name: /Sitzungen beenden/ })
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: /Zugang sperren/ }).count()).toBe(0)
    for (const button of await page.getByRole('button', { name: /Sitzungen beenden/ }).all()) {
      await button.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Sitzungen beenden' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    expect(await isSignedIn()).toBe(false)
    await page.getByRole('button', { name: 'Brief zum Freischalten senden' }).click()
    await page.getByText(/Der Code gilt bis/).waitFor()
    await page.context().close()
  })

  test('an agent is shown no hash and nobody by two letters; a manager sees no accounts', async () => {
    const headers = await desk.house.asStaff('agent')
    const two = await desk.house.server.inject({ url: '/desk/api/accounts?typed=er', headers })
    expect(two.json()).toEqual({ accounts: [] })
    const found = await desk.house.server.inject({ url: '/desk/api/accounts?typed=erika', headers })
    expect(found.json().accounts).toHaveLength(1)
    expect(found.body).not.toMatch(/hash|argon/)
    const manager = await desk.house.asStaff('manager')
    expect(
      (await desk.house.server.inject({ url: '/desk/api/accounts?typed=erika', headers: manager })).statusCode,
    ).toBe(404)
  })
})

describe('machines', () => {
  const tokenFor = async (clientId: string, secret: string) =>
    desk.house.server.inject({
      method: 'POST',
      url: '/api/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      },
      payload: 'grant_type=client_credentials',
    })
  const reads = async (token: string) =>
    (
      await desk.house.server.inject({
        url: '/api/machine/readings',
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      })
    ).statusCode

  test('an administrator makes one, changes what it may, and ends it', async () => {
    const page = await desk.open('/desk/maschinen', ['administrator'])
    await page.getByText('Noch keine Maschine').waitFor()
    await page.getByRole('button', { name: 'Maschine anlegen' }).click()
    const form = page.getByRole('dialog', { name: 'Maschine anlegen' })
    await form.getByLabel('Wofür sie ist').fill('Messdienst')
    await form.getByText('readings:read').click()
    expect(await axeFindings(page)).toEqual([])
    await form.getByRole('button', { name: 'Maschine anlegen' }).click()
    const secretOf = async () => {
      const shown = page.getByRole('alertdialog', { name: 'Das Geheimnis von Messdienst' })
      const values = [
        await shown.getByLabel('Kennung').inputValue(),
        await shown.getByLabel('Geheimnis').inputValue(),
      ] as const
      await shown.getByRole('button', { name: 'Ich habe es gesichert' }).click()
      return values
    }
    const [clientId, first] = await secretOf()
    const token = (await tokenFor(clientId, first)).json().access_token as string
    expect(await reads(token)).not.toBe(401)
    await page.getByRole('button', { name: /Rechte ändern/ }).click()
    await page.getByRole('dialog').getByText('readings:write').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rechte speichern' }).click()
    await page.getByText('readings:read, readings:write').waitFor()
    // A token keeps what it was given; what is taken away ends at once.
    expect(await reads(token)).not.toBe(401)
    expect((await tokenFor(clientId, first)).json().scope).toBe('readings:read readings:write')
    await page.getByRole('button', { name: /Maschine beenden/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Maschine beenden' }).click()
    await page.getByText(/beendet am/).waitFor()
    expect((await tokenFor(clientId, first)).statusCode).toBe(401)
    expect(await reads(token)).toBe(401)
    expect(
      await ask(
        sql`select payload ->> 'change' as change from journal where name = 'identity.machine-changed' order by id`,
      ),
    ).toEqual(['scopes', 'ended'].map((change) => ({ change })))
    await page.context().close()
  })
})

describe('messages that did not arrive', () => {
  test('are shown with their reason and without their text, and are sent again', async () => {
    const page = await desk.open('/desk/nicht-zugestellt', ['agent'])
    await page.getByText('550 no such mailbox').waitFor()
    expect(await page.content()).not.toContain('GEHEIM')
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Noch einmal senden Bitte lesen Sie ab' }).click()
    await page.getByText('Eine Nachricht wird noch einmal gesendet').waitFor()
    await expect.poll(() => page.getByRole('heading', { name: 'Bitte lesen Sie ab' }).count()).toBe(0)
    expect(await ask(sql`select state, attempts from outbox where idempotency_key = 'lost-1'`)).toEqual([
      { state: 'waiting', attempts: 0 },
    ])
    await page.context().close()
  })
})
