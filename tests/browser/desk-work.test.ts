import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTask } from '#company/tasks'
import { transaction } from '#platform/database'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let desk: DeskHouse
let home: TestHome

beforeAll(async () => {
  desk = await deskHouse()
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
}, 120_000)
afterAll(() => desk?.end())

const addTask = (key: string, kind = 'staying.guest-reading-unmatched') =>
  transaction(desk.house.pools.worker, (tx) =>
    openTask(
      tx,
      {
        kind,
        customerId: home.customerId,
        contractId: null,
        subject: {},
        group: 'service',
        priority: 2,
        dueOn: Temporal.PlainDate.from('2026-11-24'),
        dedupeKey: key,
      },
      { customerId: home.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: desk.house.clock.now() },
    ),
  )

describe('a call', () => {
  test('is noted in under ten seconds by keys alone: what is likely is proposed, a digit picks another topic', async () => {
    const page = await desk.open(`/desk/kunden/${home.customerId}`, ['agent'])
    await page.getByRole('button', { name: /^Kontakt/ }).waitFor()
    let keys = 0
    const press = async (key: string) => {
      keys += 1
      await page.keyboard.press(key)
    }
    const started = performance.now()
    await press('k')
    await page.getByRole('radio', { checked: true }).waitFor()
    await press('2')
    await press('Enter')
    await page.getByText('Kontakt gespeichert').waitFor()
    // Three keys; people need some 1.3 s for a key that they have to think about (Card, Moran, Newell 1980: M + K).
    expect(keys).toBe(3)
    expect(performance.now() - started).toBeLessThan(6_000)
    await page.getByRole('region', { name: 'Kontakte' }).getByText('Kim Test').first().waitFor()
    await page.keyboard.press('k')
    await page.getByRole('radio', { checked: true }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('checkbox', { name: 'Vorgang zur Nacharbeit anlegen' }).press('Space')
    await page.getByRole('radio', { checked: true }).press('Enter')
    await page.getByText('Kontakt gespeichert und Vorgang angelegt').waitFor()
    await page.context().close()
  })
})

describe('the work of a team', () => {
  test('is taken by one key, checked step by step, and ended by a second person', async () => {
    await addTask('complaint', 'customers.complaint')
    const page = await desk.open('/desk/vorgaenge?kind=customers.complaint', ['agent'])
    await page.locator('.kw-d-row').first().waitFor()
    await page.getByRole('columnheader').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('Ursache geklärt').waitFor()
    expect(await axeFindings(page)).toEqual([])
    for (const step of ['Eingang bestätigt', 'Ursache geklärt', /Antwort mit Hinweis/]) {
      await page.getByRole('checkbox', { name: step }).press('Space')
      await page.getByRole('checkbox', { name: step, checked: true }).waitFor()
    }
    await page.getByRole('heading', { name: 'Schritte' }).click()
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Vorgang abschließen' }).click()
    await page.getByText('Vorgeschlagenes Ergebnis: Erledigt').waitFor()
    expect(await page.getByRole('button', { name: /Freigeben/ }).count()).toBe(0)
    const second = await desk.open(new URL(page.url()).pathname, ['agent'])
    await second.getByRole('button', { name: /Freigeben/ }).waitFor()
    await second.keyboard.press('f')
    await second.getByText('Vorgang freigegeben und abgeschlossen').waitFor()
    await page.context().close()
    await second.context().close()
  })

  test('is seen and moved by the team lead, who also keeps the rules of each kind', async () => {
    await addTask('to-move')
    const page = await desk.open('/desk/team', ['manager'])
    await page.getByRole('heading', { name: 'Gruppen' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: /\bVon$/ }).click()
    await page.getByRole('option', { name: 'Freie Vorgänge: Kundenservice' }).click()
    await page.getByRole('button', { name: /\bZu$/ }).click()
    await page.getByRole('option', { name: 'Messwesen' }).click()
    await page.getByRole('button', { name: 'Vorgänge umverteilen' }).click()
    await page.getByText(/Vorgänge? verschoben/).waitFor()
    await page.getByRole('link', { name: 'Regeln und Schritte je Vorgangsart' }).click()
    await page.getByRole('button', { name: 'Ändern: Beschwerde' }).click()
    await page.getByRole('button', { name: 'Schritt hinzufügen' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.context().close()
  })

  test('is filtered by a view that one saves', async () => {
    const page = await desk.open('/desk/vorgaenge?view=overdue&group=metering', ['agent'])
    await page.getByRole('button', { name: 'Ansicht merken' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Spät im Messwesen')
    await page.keyboard.press('Enter')
    await page.getByText('Ansicht gespeichert').waitFor()
    await page.goto(`${desk.origin}/desk/vorgaenge`)
    await page.getByRole('link', { name: 'Spät im Messwesen' }).click()
    await page.waitForURL(/view=overdue&group=metering/)
    await page.context().close()
  })
})
