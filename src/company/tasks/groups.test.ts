import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { codeOf } from './change-groups.ts'
import { keepMoving } from './keep-moving.job.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const call = (headers: Record<string, string>, method: string, url: string, payload?: object) =>
  house.server.inject({ method: method as 'PUT', url, headers, ...(payload && { payload }) })

test.each([
  ['Störungsdienst Nord', 'stoerungsdienst-nord'],
  ['Große Kunden & Verträge 24', 'grosse-kunden-vertraege'],
  ['É', 'g-e'],
  ['42', 'g-x'],
  ['Ein sehr langer Name für eine Gruppe', 'ein-sehr-langer-name-fuer-eine'],
])('the code of %j is %s', (name, code) => {
  expect(codeOf(name)).toBe(code)
})

test('a team lead makes a group and a skill, puts people into them, and a kind of task asks for the skill', async () => {
  const lead = await house.asStaff('team-lead')
  await house.asStaff('agent')
  const names = { nameDe: 'Großkunden', nameEn: 'Key accounts' }
  const group = await call(lead, 'POST', '/desk/api/task-groups', names)
  expect([group.statusCode, group.json()]).toEqual([201, { code: 'grosskunden' }])
  expect((await call(lead, 'POST', '/desk/api/task-groups', names)).statusCode).toBe(409)
  const skill = await call(lead, 'POST', '/desk/api/task-skills', { nameDe: 'Lastgang lesen', nameEn: 'Load profiles' })
  expect(skill.json()).toEqual({ code: 'lastgang-lesen' })
  const team = (await call(lead, 'GET', '/desk/api/task-team')).json()
  expect(team.groups.at(-2)).toMatchObject({ code: 'grosskunden', nameDe: 'Großkunden', open: 0 })
  const person = team.people[0]
  const member = await call(lead, 'PUT', `/desk/api/task-team/${person.staffId}`, {
    groups: ['grosskunden'],
    skills: ['lastgang-lesen'],
  })
  expect(member.json()).toEqual({ groups: ['grosskunden'], skills: ['lastgang-lesen'] })
  const renamed = await call(lead, 'PUT', '/desk/api/task-groups/grosskunden', {
    nameDe: 'Firmen',
    nameEn: 'Companies',
  })
  expect(renamed.statusCode).toBe(200)
  const rules = (await call(lead, 'GET', '/desk/api/task-kinds')).json()
  expect(rules.groups).toContainEqual({ code: 'grosskunden', nameDe: 'Firmen', nameEn: 'Companies' })
  const rule = rules.kinds.find((one: { kind: string }) => one.kind === 'tasks.by-hand')
  const { kind: _kind, endsByDecision: _ends, templateVersion: _version, ...body } = rule
  const steps = [{ key: 'look', de: 'Lastgang ansehen', en: 'Look at the profile', required: true }]
  const changed = await call(lead, 'PUT', '/desk/api/task-kinds/tasks.by-hand', {
    ...body,
    skill: 'lastgang-lesen',
    steps,
  })
  expect(changed.json()).toMatchObject({ skill: 'lastgang-lesen', steps })
})

test('an administrator arranges work, too, and sees no figures of persons; an agent does neither', async () => {
  const administrator = await house.asStaff('administrator')
  expect((await call(administrator, 'GET', '/desk/api/task-kinds')).statusCode).toBe(200)
  expect((await call(administrator, 'GET', '/desk/api/task-team')).statusCode).toBe(404)
  expect(
    (await call(administrator, 'PUT', '/desk/api/task-groups/nobody', { nameDe: 'Nie', nameEn: 'No' })).statusCode,
  ).toBe(404)
  const agent = await house.asStaff('agent')
  expect((await call(agent, 'POST', '/desk/api/task-groups', { nameDe: 'Xy', nameEn: 'Xy' })).statusCode).toBe(404)
})

test('very many late tasks move up in short transactions, a run that ends early goes on, and nothing moves twice', async () => {
  await run(sql`
    insert into task (kind, group_name, priority, due_on, dedupe_key)
    select 'tasks.by-hand', 'service', 3, date '2026-01-01' + n % 200, 'many/' || n from generate_series(1, 2500) n`)
  const now = house.clock.now()
  const first = await keepMoving(house.pools.worker, now, { runMsMax: 0 })
  expect(first).toEqual({ woken: 0, escalated: 0, isDone: false })
  const second = await keepMoving(house.pools.worker, now)
  expect(second).toEqual({ woken: 0, escalated: 2500, isDone: true })
  expect(await keepMoving(house.pools.worker, now)).toEqual({ woken: 0, escalated: 0, isDone: true })
  const [facts] = await run(
    sql<{ n: number; tasks: number }>`select count(*)::int as n, count(distinct payload->>'taskId')::int as tasks
      from journal where name = 'tasks.task-escalated'`,
  )
  expect(facts).toEqual({ n: 2500, tasks: 2500 })
  const [tally] = await run(
    sql<{ waiting: number; counted: number; open: number }>`
      select (select count(*)::int from task_tally_change) as waiting,
             (select sum(n)::int from task_tally where tally = 'group-due') as counted,
             (select count(*)::int from task where state = 'open') as open`,
  )
  expect(tally).toEqual({ waiting: 0, counted: tally?.open, open: tally?.open })
})
