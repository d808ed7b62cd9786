import { apiAct, type Route, staffMay } from '#platform/http'
import { makeGroup, makeSkill, renameGroup, renameSkill } from './change-groups.ts'
import { codeAnswer, groupParams, namesBody, skillParams } from './team.contract.ts'

const arrangers = staffMay('tasks.arrange')

const newGroup = apiAct({
  method: 'POST',
  path: '/desk/api/task-groups',
  who: arrangers,
  contract: { body: namesBody },
  answer: codeAnswer,
  status: 201,
  says: 'Makes a group of the basket.',
  act: async (tx, { input, who: { staffId }, now }) => ({ code: await makeGroup(tx, input.body, { staffId, now }) }),
})

const nameGroup = apiAct({
  method: 'PUT',
  path: '/desk/api/task-groups/:group',
  who: arrangers,
  contract: { params: groupParams, body: namesBody },
  answer: codeAnswer,
  says: 'Names a group anew.',
  act: async (tx, { input, who: { staffId }, now }) => {
    await renameGroup(tx, input.params.group, input.body, { staffId, now })
    return { code: input.params.group }
  },
})

const newSkill = apiAct({
  method: 'POST',
  path: '/desk/api/task-skills',
  who: arrangers,
  contract: { body: namesBody },
  answer: codeAnswer,
  status: 201,
  says: 'Makes a skill that a kind of task may ask for.',
  act: async (tx, { input, who: { staffId }, now }) => ({ code: await makeSkill(tx, input.body, { staffId, now }) }),
})

const nameSkill = apiAct({
  method: 'PUT',
  path: '/desk/api/task-skills/:skill',
  who: arrangers,
  contract: { params: skillParams, body: namesBody },
  answer: codeAnswer,
  says: 'Names a skill anew.',
  act: async (tx, { input, who: { staffId }, now }) => {
    await renameSkill(tx, input.params.skill, input.body, { staffId, now })
    return { code: input.params.skill }
  },
})

/** What team leads and administrators do with groups and skills. */
export const groupRoutes: readonly Route[] = [newGroup, nameGroup, newSkill, nameSkill]
