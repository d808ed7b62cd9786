import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCampaigns } from '#journey/staying'
import { axeFindings, type DeskHouse, deskHouse } from '../setup/desk.ts'
import { settleIn, type TestHome } from '../setup/people.ts'
import { addSites } from '../setup/sites.ts'

let desk: DeskHouse
let home: TestHome
beforeAll(async () => {
  // Fields of the desk begin with the browser's own day.
  desk = await deskHouse(Temporal.Now.instant().toString())
  home = await settleIn(desk.house.pools, { lastName: 'Kowalska' })
  await addSites(desk.house.pools, home, 3)
  await settleIn(desk.house.pools)
}, 120_000)
afterAll(() => desk?.end())

const run = () => runCampaigns(desk.house.pools.worker, { origin: desk.origin, now: desk.house.clock.now() })

test('a team lead makes a campaign from whom it reaches, starts, stops and resumes it, and reads what it costs', async () => {
  const page = await desk.open('/desk/kampagnen', ['team-lead'])
  await page.getByText('Noch keine Kampagne').waitFor()
  await page.getByRole('button', { name: 'Neue Kampagne' }).click()
  const form = page.getByRole('dialog', { name: 'Neue Kampagne' })
  await form.getByLabel('Name').fill('Ablesung Lindenweg')
  await form.getByRole('textbox', { name: 'Ort' }).fill('12341')
  expect(await axeFindings(page)).toEqual([])
  await form.getByRole('button', { name: 'Auswahl prüfen' }).click()
  await form.getByText('2 Kunden mit 5 Zählern').waitFor()
  await form.getByRole('button', { name: 'Als Entwurf anlegen' }).click()
  await page.getByRole('heading', { name: 'Ablesung Lindenweg' }).waitFor()
  await page.getByText('Noch niemand gefragt').waitFor()
  const step = async (name: string, done: string) => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
    await page.getByText(done).first().waitFor()
  }
  await step('Starten', 'Kampagne gestartet')
  await step('Anhalten', 'Kampagne angehalten')
  expect(await run()).toBe(0)
  await step('Fortsetzen', 'Kampagne läuft weiter')
  // On a Saturday or Sunday nobody is asked: the plan begins on Monday.
  desk.house.clock.moveTo(desk.house.clock.now().add({ hours: 72 }).toString())
  expect(await run()).toBe(2)
  await page.reload()
  await page.getByText('0 % haben geantwortet, Ziel 80 %').waitFor()
  // Two letters at 95 cents: nobody has confirmed an address for mail.
  await page.getByRole('row', { name: /^Brief 2 0 0 0 1,90/ }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

test('an agent sees campaigns and terms, narrows the list and cannot start anything', async () => {
  const page = await desk.open('/desk/kampagnen', ['agent'], { viewport: { width: 360, height: 800 } })
  await page.getByRole('link', { name: 'Ablesung Lindenweg' }).waitFor()
  expect(await page.getByRole('button', { name: 'Neue Kampagne' }).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Eichfristen' }).click()
  await page.getByText('Nichts wird fällig').waitFor()
  await page.goto(`${desk.origin}/desk/eichfristen?until=2036-12-31&place=Hausweg`)
  await page.getByText('3 von 3 Zählern').waitFor()
  await page.getByText('nach Regel').first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})
