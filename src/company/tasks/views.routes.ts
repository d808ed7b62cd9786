import { id, z } from '#platform/contract'
import { apiAct, type Route, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { goneAnswer, viewBody, viewMadeAnswer, viewsAnswer } from './tasks.contract.ts'
import { deleteView, insertView, readViews } from './views.sql.ts'

const workers = staffMay('tasks.work')

const views = apiAct({
  method: 'GET',
  path: '/desk/api/task-views',
  who: workers,
  contract: {},
  answer: viewsAnswer,
  says: 'Saved views of the basket: own ones and those for everybody.',
  act: async (tx, { who }) => ({ views: await readViews(tx, who.staffId) }),
})

const save = apiAct({
  method: 'POST',
  path: '/desk/api/task-views',
  who: workers,
  contract: { body: viewBody },
  answer: viewMadeAnswer,
  says: 'Saves a filter of the basket under a name; only a team lead saves one for everybody.',
  act: async (tx, { input, who, now }) => {
    const { name, filter, shared } = input.body
    if (shared && !who.roles.includes('manager')) throw notFound()
    return { id: await insertView(tx, { staffId: shared ? null : who.staffId, name, filter, at: now }) }
  },
})

const drop = apiAct({
  method: 'DELETE',
  path: '/desk/api/task-views/:id',
  who: workers,
  contract: { params: z.strictObject({ id: id() }) },
  answer: goneAnswer,
  says: 'Deletes a saved view.',
  act: async (tx, { input, who }) => {
    if (!(await deleteView(tx, input.params.id, who.staffId, who.roles.includes('manager')))) throw notFound()
    return { gone: true }
  },
})

export const viewRoutes: readonly Route[] = [views, save, drop]
