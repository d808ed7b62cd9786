import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { openTask } from './index.ts'

let house: TestHouse
let kim: Record<string, string>
let sam: Record<string, string>
const now = Temporal.Instant.from('2026-11-22T09:00:00Z')
const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const

beforeAll(async () => {
  house = await testHouse()
  kim = await house.asStaff('agent')
  sam = await house.asStaff('agent')
})
afterAll(() => house?.end())

const open = (key: string, due: string, group = 'metering', kind = 'test.kind') =>
  transaction(house.pools.worker, (tx) =>
    openTask(
      tx,
      {
        kind,
        customerId: null,
        contractId: null,
        subject: {},
        group,
        priority: 2,
        dueOn: Temporal.PlainDate.from(due),
        dedupeKey: key,
      },
      context,
    ),
  )
const get = async (url: string, headers = kim) => (await house.server.inject({ url, headers })).json()
const post = (url: string, payload: object, headers = kim) =>
  house.server.inject({ method: 'POST', url, headers, payload })

test('the same cause opens one task, however often it is met', async () => {
  const first = await open('cause-1', '2026-11-25')
  expect(first).toBeDefined()
  expect(await open('cause-1', '2026-11-25')).toBeUndefined()
})

test('the basket shows what is due first, and goes on where it ended', async () => {
  await open('cause-2', '2026-11-23')
  await open('cause-3', '2026-11-24', 'billing')
  const first = await get('/desk/api/tasks?limit=2')
  expect(first.tasks.map((task: { dueOn: string }) => task.dueOn)).toEqual(['2026-11-23', '2026-11-24'])
  const rest = await get(`/desk/api/tasks?limit=2&after=${first.next}`)
  expect(rest.tasks.map((task: { dueOn: string }) => task.dueOn)).toEqual(['2026-11-25'])
  expect(rest.next).toBeNull()
  expect((await get('/desk/api/tasks?group=billing')).tasks).toHaveLength(1)
})

test('a taken task is nobody else’s, and who saw an old version is told', async () => {
  const { tasks } = await get('/desk/api/tasks?group=billing')
  const { id, rowVersion } = tasks[0]
  expect((await post(`/desk/api/tasks/${id}/take`, { rowVersion })).statusCode).toBe(200)
  const late = await post(`/desk/api/tasks/${id}/take`, { rowVersion }, sam)
  expect(late.statusCode).toBe(409)
  expect(late.json().code).toBe('tasks.changed-meanwhile')
  expect((await post(`/desk/api/tasks/${id}/take`, { rowVersion: rowVersion + 1 }, sam)).json().code).toBe(
    'tasks.taken',
  )
  expect((await get('/desk/api/tasks?mine=yes')).tasks).toHaveLength(1)
  expect((await get('/desk/api/tasks?mine=yes', sam)).tasks).toHaveLength(0)
})

test('a finished task leaves the basket, with its steps and its fact', async () => {
  const { tasks } = await get('/desk/api/tasks?mine=yes')
  const { id, rowVersion } = tasks[0]
  expect(
    (await post(`/desk/api/tasks/${id}/finish`, { rowVersion, outcome: 'called', note: 'Rief zurück' })).statusCode,
  ).toBe(200)
  const page = await get(`/desk/api/tasks/${id}`)
  expect(page.task).toMatchObject({ state: 'done', outcome: 'called', ownerName: 'Kim Test' })
  expect(page.steps.map((step: { step: string }) => step.step)).toEqual(['opened', 'taken', 'done'])
  const facts = await transaction(
    house.pools.worker,
    async (tx) =>
      (await sql`select name from journal where name = 'tasks.task-done'`.execute(tables<Record<string, never>>(tx)))
        .rows,
  )
  expect(facts).toHaveLength(1)
  expect(
    (await post(`/desk/api/tasks/${id}/finish`, { rowVersion: rowVersion + 1, outcome: 'again' })).json().code,
  ).toBe('tasks.not-open')
})

test('a reading in check is decided about; its task cannot be finished past the decision', async () => {
  const id = await open('check-1', '2026-11-26', 'metering', 'staying.check-reading')
  const { task } = await get(`/desk/api/tasks/${id}`)
  const answer = await post(`/desk/api/tasks/${id}/finish`, { rowVersion: task.rowVersion, outcome: 'done' })
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'tasks.decide-instead'])
  expect((await get(`/desk/api/tasks/${id}`)).task.state).toBe('open')
})
