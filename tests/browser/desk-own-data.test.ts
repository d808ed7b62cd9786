import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let desk: DeskHouse
let home: TestHome

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
}, 120_000)
afterAll(() => desk?.end())

const at = (place: string) => `/desk/kunden/${home.customerId}/${place}`
const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(desk.house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

async function sayHow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Weg/ }).click()
  await page.getByRole('option', { name: 'am Telefon' }).click()
  await page.getByLabel('Wer war es, woran erkannt, was gesagt?').fill('Frau Kowalska, Fragen richtig beantwortet')
}

describe('an agent changes for a customer', () => {
  test('the bank account, with the mandate to be read out, and takes it back', async () => {
    const page = await desk.open(at('zahlungsweg'), ['agent'])
    await page.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 00')
    await page.getByRole('button', { name: 'Prüfen' }).click()
    // What is missing is said at its field, and nothing is lost.
    await page.getByText('Wählen Sie, wie die Person es gesagt hat.').waitFor()
    await sayHow(page)
    await page.getByRole('button', { name: 'Prüfen' }).click()
    await page.getByRole('heading', { name: 'Das ändert sich' }).waitFor()
    await page.getByText('SEPA-Lastschriftmandat').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Zahlungsweg speichern' }).click()
    await page.getByRole('heading', { name: 'Der Zahlungsweg ist geändert' }).waitFor()
    // The way and the reason were typed once: they stand there again.
    await page.getByRole('button', { name: /Zurücknehmen/ }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Wer war es, woran erkannt, was gesagt?').inputValue()).toContain('Kowalska')
    await dialog.getByRole('button', { name: 'Zurücknehmen' }).click()
    await page.getByText('Die Änderung ist zurückgenommen').waitFor()
    expect(await ask(sql`select state from mandate where customer_id = ${home.customerId}`)).toEqual([
      { state: 'revoked' },
    ])
    await page.context().close()
  })

  test('the name, while somebody else is quicker: both stand there, and the person decides', async () => {
    const page = await desk.open(at('name'), ['agent'])
    await page.getByLabel('Nachname').fill('Kowalska-Berg')
    await sayHow(page)
    await page.getByRole('button', { name: 'Prüfen' }).click()
    await page.getByRole('heading', { name: 'Das ändert sich' }).waitFor()
    await ask(
      sql`update customer set last_name = 'Kowalski', row_version = row_version + 1 where id = ${home.customerId}`,
    )
    await page.getByRole('button', { name: 'Namen speichern' }).click()
    await page.getByRole('cell', { name: 'Kowalski', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Meine Angaben speichern' }).click()
    await page.getByRole('heading', { name: 'Der Name ist geändert' }).waitFor()
    expect(await ask(sql`select last_name from customer where id = ${home.customerId}`)).toEqual([
      { last_name: 'Kowalska-Berg' },
    ])
    await page.context().close()
  })
})

const places = [
  'daten',
  'name',
  'anschrift',
  'zahlungsweg',
  'erreichbarkeit',
  'einwilligungen',
  'wuensche',
  'umzug',
  'aufbewahrung',
  'todesfall',
  'vollmachten',
]

test.each([
  [1280, 'light'],
  [320, 'dark'],
] as const)('every page is for everybody, at %i pixels, %s', async (width, colorScheme) => {
  const page = await desk.open(at('daten'), ['agent'], { viewport: { width, height: 800 }, colorScheme })
  for (const place of places) {
    await page.goto(desk.origin + at(place))
    await page.getByRole('link', { name: /Alle Angaben|Zurück zur Kundensicht/ }).waitFor()
    expect(await axeFindings(page), place).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), place).toBe(true)
  }
  await page.context().close()
})
