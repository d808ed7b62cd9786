import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { keepMoving, openTask } from './index.ts'

let house: TestHouse
let kim: Record<string, string>
let sam: Record<string, string>
let lead: Record<string, string>
let kimId: string
let samId: string
const now = Temporal.Instant.from('2026-11-22T09:00:00Z')
const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const

const on = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const get = async (url: string, headers = kim) => (await house.server.inject({ url, headers })).json()
const send = (method: 'POST' | 'PUT' | 'DELETE', url: string, headers: Record<string, string>, payload?: object) =>
  house.server.inject({ method, url, headers, ...(payload && { payload }) })

let count = 0
const open = async (wishes: { due?: string; group?: string; kind?: string; priority?: 1 | 2 | 3 } = {}) => {
  count += 1
  const id = await transaction(house.pools.worker, (tx) =>
    openTask(
      tx,
      {
        kind: wishes.kind ?? 'test.plain',
        customerId: null,
        contractId: null,
        subject: {},
        group: wishes.group ?? 'service',
        priority: wishes.priority ?? 2,
        dueOn: Temporal.PlainDate.from(wishes.due ?? '2026-11-25'),
        dedupeKey: `basket-${count}`,
      },
      context,
    ),
  )
  return id as string
}
const versionOf = async (id: string) => (await get(`/desk/api/tasks/${id}`)).task.rowVersion as number
const verb = async (id: string, name: string, headers: Record<string, string>, body: object = {}) =>
  send('POST', `/desk/api/tasks/${id}/${name}`, headers, { rowVersion: await versionOf(id), ...body })
const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
]

beforeAll(async () => {
  house = await testHouse()
  kim = await house.asStaff('agent')
  sam = await house.asStaff('agent')
  lead = await house.asStaff('manager')
  kimId = (await get('/desk/api/me', kim)).staffId
  samId = (await get('/desk/api/me', sam)).staffId
})
afterAll(() => house?.end())

describe('a second pair of eyes', () => {
  test('ends a task only when another person agrees, and who did the work cannot be that person', async () => {
    const id = await open({ kind: 'customers.complaint' })
    for (const step of ['receipt', 'cause', 'answer']) await verb(id, 'check', kim, { step, done: true })
    expect((await verb(id, 'finish', kim, { outcome: 'done' })).statusCode).toBe(200)
    expect((await get(`/desk/api/tasks/${id}`)).task).toMatchObject({
      state: 'open',
      proposedBy: kimId,
      ownerStaffId: null,
    })
    expect(codeOf(await verb(id, 'confirm', kim))).toEqual([409, 'tasks.needs-another'])
    expect(codeOf(await verb(id, 'take', kim))).toEqual([409, 'tasks.needs-another'])
    expect(codeOf(await verb(id, 'finish', kim, { outcome: 'done' }))).toEqual([409, 'tasks.wants-second'])
    expect((await get('/desk/api/tasks?toCheck=yes', kim)).tasks).toHaveLength(0)
    expect((await get('/desk/api/tasks?toCheck=yes', sam)).tasks).toHaveLength(1)
    expect((await verb(id, 'send-back', sam, { note: 'Ursache fehlt' })).statusCode).toBe(200)
    expect((await get(`/desk/api/tasks/${id}`)).task).toMatchObject({ ownerStaffId: kimId, proposedBy: null })
    await verb(id, 'finish', kim, { outcome: 'done' })
    expect((await verb(id, 'confirm', sam)).statusCode).toBe(200)
    const page = await get(`/desk/api/tasks/${id}`)
    expect(page.task).toMatchObject({ state: 'done', outcome: 'done' })
    expect(page.steps.map((step: { step: string }) => step.step)).toEqual([
      'opened',
      'step-checked',
      'step-checked',
      'step-checked',
      'proposed',
      'sent-back',
      'proposed',
      'done',
    ])
    expect(page.steps[5]).toMatchObject({ note: 'Ursache fehlt', staffName: 'Kim Test' })
  })

  test('required steps of the checklist come before the end', async () => {
    const id = await open({ kind: 'staying.fault-report', group: 'emergency' })
    expect(codeOf(await verb(id, 'finish', kim, { outcome: 'done' }))).toEqual([409, 'tasks.steps-missing'])
    expect((await verb(id, 'check', kim, { step: 'nonsense', done: true })).statusCode).toBe(404)
    await verb(id, 'check', kim, { step: 'danger', done: true })
    await verb(id, 'check', kim, { step: 'crew', done: true })
    expect((await verb(id, 'finish', kim, { outcome: 'done' })).statusCode).toBe(200)
  })
})

describe('time', () => {
  test('a deferred task is out of the basket until its follow-up date, and its due day stays', async () => {
    const id = await open({ group: 'billing', due: '2026-11-30' })
    await verb(id, 'defer', kim, { until: '2026-11-27' })
    expect((await get('/desk/api/tasks?group=billing')).tasks).toHaveLength(0)
    const [waiting] = (await get('/desk/api/tasks?group=billing&waiting=yes')).tasks
    expect(waiting).toMatchObject({ id, waitsUntil: '2026-11-27', dueOn: '2026-11-30' })
    expect(await keepMoving(house.pools.worker, Temporal.Instant.from('2026-11-26T22:59:00Z'))).toMatchObject({
      woken: 0,
    })
    // Midnight in Germany is 23:00 UTC in winter.
    expect(await keepMoving(house.pools.worker, Temporal.Instant.from('2026-11-26T23:00:00Z'))).toMatchObject({
      woken: 1,
    })
    expect((await get('/desk/api/tasks?group=billing')).tasks).toHaveLength(1)
  })

  test('what is not done in time moves up once by the rule of its kind, however often the job runs', async () => {
    // Rule of every kind without its own: 3 days after it was due, priority 1. 2026-12-01 + 3 = 2026-12-04.
    const id = await open({ group: 'metering', due: '2026-12-01', priority: 3 })
    await keepMoving(house.pools.worker, Temporal.Instant.from('2026-12-03T12:00:00Z'))
    expect((await get(`/desk/api/tasks/${id}`)).task).toMatchObject({ priority: 3, escalation: 0 })
    for (const day of ['2026-12-04', '2026-12-04', '2026-12-09'])
      await keepMoving(house.pools.worker, Temporal.Instant.from(`${day}T12:00:00Z`))
    const page = await get(`/desk/api/tasks/${id}`)
    expect(page.task).toMatchObject({ priority: 1, escalation: 1, dueOn: '2026-12-01' })
    expect(page.steps.filter((step: { step: string }) => step.step === 'escalated')).toMatchObject([
      { figures: { step: 1, priority: 1, group: 'metering' }, staffName: null },
    ])
  })

  test('a team lead changes the rule, and open tasks follow it', async () => {
    const id = await open({ kind: 'test.ruled', group: 'it', due: '2027-01-10' })
    const rule = {
      rowVersion: 0,
      skill: null,
      needsSecond: false,
      dueDays: 1,
      escalations: [{ afterDays: 1, priority: 1, toGroup: 'emergency' }],
      steps: [],
    }
    expect((await send('PUT', '/desk/api/task-kinds/test.ruled', kim, rule)).statusCode).toBe(404)
    expect((await send('PUT', '/desk/api/task-kinds/test.ruled', lead, rule)).statusCode).toBe(200)
    expect((await send('PUT', '/desk/api/task-kinds/test.ruled', lead, rule)).statusCode).toBe(409)
    await verb(id, 'take', kim)
    await keepMoving(house.pools.worker, Temporal.Instant.from('2027-01-11T12:00:00Z'))
    expect((await get(`/desk/api/tasks/${id}`)).task).toMatchObject({
      group: 'emergency',
      ownerStaffId: null,
      priority: 1,
    })
  })

  test('a changed checklist is a new version, and an open task keeps its own', async () => {
    const rule = { rowVersion: 1, skill: null, needsSecond: false, dueDays: 1, escalations: [] }
    const step = (key: string) => ({ key, de: 'Anrufen', en: 'Call', required: true })
    const first = (await send('PUT', '/desk/api/task-kinds/test.ruled', lead, { ...rule, steps: [step('a')] })).json()
    const id = await open({ kind: 'test.ruled' })
    const body = { ...rule, rowVersion: first.rowVersion, steps: [step('b'), step('c')] }
    const second = (await send('PUT', '/desk/api/task-kinds/test.ruled', lead, body)).json()
    expect([first.templateVersion, second.templateVersion]).toEqual([1, 2])
    const keys = (page: { checklist: { key: string }[] }) => page.checklist.map((one) => one.key)
    expect(keys(await get(`/desk/api/tasks/${id}`))).toEqual(['a'])
    expect(keys(await get(`/desk/api/tasks/${await open({ kind: 'test.ruled' })}`))).toEqual(['b', 'c'])
  })
})

describe('take next', () => {
  test('gives what is most urgent in the own groups and skills, and nothing that needs another skill', async () => {
    await on(sql`update task set state = 'void' where state = 'open'`)
    await send('PUT', `/desk/api/task-team/${kimId}`, lead, { groups: ['metering'], skills: ['plausibility'] })
    await send('PUT', `/desk/api/task-team/${samId}`, lead, { groups: ['metering'], skills: [] })
    const skilled = await open({
      group: 'metering',
      kind: 'staying.check-reading-list',
      due: '2026-11-23',
      priority: 1,
    })
    const plain = await open({ group: 'metering', due: '2026-11-24' })
    await open({ group: 'it', due: '2026-11-01', priority: 1 })
    const next = async (who: Record<string, string>) =>
      (await send('POST', '/desk/api/tasks/take-next', who, {})).json().taskId as string | null
    expect(await next(sam)).toBe(plain)
    expect(await next(sam)).toBeNull()
    expect(await next(kim)).toBe(skilled)
    expect((await get('/desk/api/tasks?mine=yes', sam)).tasks).toHaveLength(1)
  })

  test('never gives one task to two people', async () => {
    for (let n = 0; n < 20; n += 1) await open({ group: 'metering' })
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send('POST', '/desk/api/tasks/take-next', n % 2 ? kim : sam, {})),
    )
    const ids = taken.map((answer) => answer.json().taskId)
    expect(new Set(ids).size).toBe(20)
    expect(ids).not.toContain(null)
  })

  test('my groups are merged in the order of the basket, page by page', async () => {
    await on(sql`update task set state = 'void' where state = 'open'`)
    await send('PUT', `/desk/api/task-team/${kimId}`, lead, { groups: ['metering', 'service'], skills: [] })
    for (let n = 1; n <= 9; n += 1) await open({ group: n % 2 ? 'metering' : 'service', due: `2026-12-0${n}` })
    await open({ group: 'it' })
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = await get(`/desk/api/tasks?myGroups=yes&limit=2${after}`)
      seen.push(...page.tasks.map((task: { dueOn: string }) => task.dueOn))
      if (!page.next) break
      after = `&after=${page.next}`
    }
    expect(seen).toEqual(Array.from({ length: 9 }, (_, n) => `2026-12-0${n + 1}`))
  })
})

describe('the team lead', () => {
  test('sees load and age, and moves work so that each task remembers it', async () => {
    await on(sql`update task set state = 'void' where state = 'open'`)
    for (let n = 0; n < 5; n += 1) await open({ group: 'billing', due: '2026-11-20' })
    await on(
      sql`update task set created_at = '2026-10-01T10:00:00Z' where state = 'open' and id = (select max(id) from task)`,
    )
    const before = await get('/desk/api/task-team', lead)
    expect(before.groups.find((group: { code: string }) => group.code === 'billing')).toMatchObject({
      open: 5,
      overdue: 5,
      over7: 1,
      over30: 1,
      oldest: '2026-10-01T10:00:00Z',
    })
    const moved = await send('POST', '/desk/api/task-team/redistribute', lead, {
      fromGroup: 'billing',
      toStaffId: samId,
      count: 3,
    })
    expect(moved.json()).toEqual({ moved: 3 })
    const after = await get('/desk/api/task-team', lead)
    expect(after.people.find((one: { staffId: string }) => one.staffId === samId)).toMatchObject({
      open: 3,
      overdue: 3,
    })
    const [task] = (await get('/desk/api/tasks?mine=yes', sam)).tasks
    expect((await get(`/desk/api/tasks/${task.id}`)).steps.at(-1)).toMatchObject({
      step: 'handed-over',
      figures: { toStaffId: samId },
    })
    expect(
      codeOf(
        await send('POST', '/desk/api/task-team/redistribute', lead, {
          fromGroup: 'billing',
          toGroup: 'nowhere',
          count: 1,
        }),
      ),
    ).toEqual([404, 'tasks.no-such-group'])
    expect((await send('POST', '/desk/api/task-team/redistribute', lead, { count: 1 })).statusCode).toBe(422)
  })
})

test('the counts are those of the table after whatever happened, folded or not', async () => {
  const groups = ['service', 'metering', 'billing'] as const
  const doing = fc.record({
    what: fc.constantFrom('open', 'void', 'move', 'own', 'due', 'delete', 'fold'),
    at: fc.nat(40),
    group: fc.constantFrom(...groups),
    day: fc.integer({ min: 1, max: 28 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 5, maxLength: 25 }), async (list) => {
      for (const { what, at, group, day } of list) {
        const due = `2027-02-${String(day).padStart(2, '0')}`
        const one = sql`(select id from task order by id desc offset ${at} limit 1)`
        if (what === 'open') await open({ group, due })
        if (what === 'void') await on(sql`update task set state = 'void' where id = ${one}`)
        if (what === 'move') await on(sql`update task set group_name = ${group}, state = 'open' where id = ${one}`)
        if (what === 'own') await on(sql`update task set owner_staff_id = ${at % 2 ? kimId : null} where id = ${one}`)
        if (what === 'due') await on(sql`update task set due_on = ${due}::date where id = ${one}`)
        if (what === 'delete')
          await on(
            sql`delete from task where id = ${one} and kind = 'test.plain' and not exists (select from task_step s where s.task_id = task.id)`,
          )
        if (what === 'fold') await keepMoving(house.pools.worker, Temporal.Instant.from('2026-11-01T00:00:00Z'))
      }
      const wrong = await on(sql`
        with real as (
          select 'group-due' as tally, group_name as of, due_on as day, count(*)::int as n from task where state = 'open' group by 2, 3
          union all select 'owner-made', coalesce(owner_staff_id, 0)::text, legal_day(created_at), count(*)::int from task where state = 'open' group by 2, 3),
        told as (select tally, of, day, sum(n)::int as n from task_count where tally in ('group-due', 'owner-made') group by 1, 2, 3 having sum(n) <> 0)
        select * from real full join told using (tally, of, day, n) where (select count(*) from real) <> (select count(*) from told) or real is null or told is null`)
      expect(wrong).toEqual([])
    }),
    { numRuns: 12 },
  )
})

describe('saved views', () => {
  test('are kept for oneself; for everybody only by a team lead', async () => {
    const view = { name: 'Eilig', filter: { overdue: 'yes', group: 'billing' }, shared: false }
    const made = await send('POST', '/desk/api/task-views', kim, view)
    expect(made.statusCode).toBe(200)
    expect((await send('POST', '/desk/api/task-views', kim, { ...view, shared: true })).statusCode).toBe(404)
    await send('POST', '/desk/api/task-views', lead, { ...view, name: 'Für alle', shared: true })
    expect((await get('/desk/api/task-views', kim)).views).toMatchObject([view, { name: 'Für alle', shared: true }])
    expect((await get('/desk/api/task-views', sam)).views).toMatchObject([{ name: 'Für alle' }])
    expect((await send('DELETE', `/desk/api/task-views/${made.json().id}`, sam)).statusCode).toBe(404)
    expect((await send('DELETE', `/desk/api/task-views/${made.json().id}`, kim)).statusCode).toBe(200)
  })
})

test('a task opened by hand has the days of its kind, its note and who opened it', async () => {
  const body = {
    kind: 'tasks.by-hand',
    title: 'Zählerplatz klären',
    note: 'Kunde rief an',
    group: 'metering',
    priority: 2,
  }
  const made = await send('POST', '/desk/api/tasks', kim, body)
  expect(made.statusCode).toBe(201)
  const page = await get(`/desk/api/tasks/${made.json().taskId}`)
  // 22 November + 3 days of the kind.
  expect(page.task).toMatchObject({ dueOn: '2026-11-25', subject: { title: 'Zählerplatz klären' } })
  expect(page.steps).toMatchObject([
    { step: 'opened', staffName: 'Kim Test' },
    { step: 'noted', note: 'Kunde rief an' },
  ])
})
