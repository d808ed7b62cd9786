import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
const post = async (url: string, payload: object) =>
  (await house.server.inject({ method: 'POST', url, headers: agent, payload })).json()
const found = async (q: string, headers = agent) => {
  const answer = await house.server.inject({ url: `/desk/api/search/work?q=${encodeURIComponent(q)}`, headers })
  return answer.statusCode === 200
    ? (answer.json().hits as { kind: string; id: string; title: string }[])
    : answer.statusCode
}

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

test('tasks and contacts are found by what was written in them, folded, and while it is being typed', async () => {
  const task = {
    kind: 'tasks.by-hand',
    title: 'Zählerplatz in der Lindenstraße klären',
    group: 'metering',
    priority: 2,
  }
  const { taskId } = await post('/desk/api/tasks', {
    ...task,
    customerId: home.customerId,
    note: 'Hausmeister Özgür fragen',
  })
  const contact = {
    channel: 'phone',
    direction: 'in',
    topic: 'bill',
    outcome: 'answered',
    solved: true,
    verification: 'name',
  }
  const { contactId } = await post('/desk/api/contacts', {
    ...contact,
    customerId: home.customerId,
    note: 'Wünscht Ratenzahlung',
  })
  expect(await found('ratenzahlung')).toEqual([])
  await house.settle()
  expect(await found('zaehlerplatz linden')).toMatchObject([{ kind: 'task', id: taskId, title: task.title }])
  expect(await found('ozgur')).toMatchObject([{ kind: 'task', id: taskId }])
  expect(await found('Ratenza')).toMatchObject([{ kind: 'contact', id: contactId, title: 'Wünscht Ratenzahlung' }])
  expect(await found('ratenzahlung lindenstrasse')).toEqual([])
})

test.each(["'", "a' | 'b", ':*', '\\', '&|!<->', ''])('%j is searched for and breaks nothing', async (typed) => {
  expect(Array.isArray(await found(typed))).toBe(true)
})

test('who does not work on tasks finds none', async () => {
  expect(await found('ratenzahlung', await house.asStaff('technician'))).toBe(404)
})
