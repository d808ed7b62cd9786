import { id, z } from '#platform/contract'
import { legalDay } from '#platform/calendar'
import { apiAct, apiRead, type Route, staffMay } from '#platform/http'
import { changeRule } from './change-rule.ts'
import { changeMember, redistribute } from './manage-team.ts'
import { type RuleRow, rulesStatement } from './rules.sql.ts'
import {
  memberAnswer,
  memberBody,
  redistributeAnswer,
  redistributeBody,
  ruleAnswer,
  ruleBody,
  ruleParams,
  rulesAnswer,
  teamAnswer,
} from './team.contract.ts'
import {
  type GroupLoadRow,
  groupLoadsStatement,
  groupNamesStatement,
  type NamedRow,
  peopleLoadsStatement,
  type PersonLoadRow,
  skillsStatement,
} from './team.sql.ts'

/** Team leads; figures of a person are for load only and nobody else sees them. */
const leads = staffMay('tasks.lead')
/** How work is arranged: kinds, steps, groups, skills; no figures of persons. */
const arrangers = staffMay('tasks.arrange')

const toNamed = (row: NamedRow) => ({ code: row.code, nameDe: row.name_de, nameEn: row.name_en })

const team = apiRead({
  path: '/desk/api/task-team',
  who: leads,
  contract: {},
  answer: teamAnswer,
  says: 'Groups, skills and people of the basket, with load and age of their open tasks.',
  reads: ({ now }) => [groupLoadsStatement(legalDay(now)), skillsStatement(), peopleLoadsStatement(legalDay(now))],
  give: ([groups, skills, people]) => ({
    groups: (groups as GroupLoadRow[]).map(({ name_de: nameDe, name_en: nameEn, oldest, ...row }) => ({
      ...row,
      nameDe,
      nameEn,
      oldest: oldest?.toString() ?? null,
    })),
    skills: (skills as NamedRow[]).map(toNamed),
    people: (people as PersonLoadRow[]).map(({ staff_id: staffId, oldest, ...row }) => ({
      ...row,
      staffId,
      oldest: oldest?.toString() ?? null,
    })),
  }),
})

const member = apiAct({
  method: 'PUT',
  path: '/desk/api/task-team/:id',
  who: leads,
  contract: { params: z.strictObject({ id: id() }), body: memberBody },
  answer: memberAnswer,
  says: 'Sets groups and skills of a person.',
  act: (tx, { input, who, now }) =>
    changeMember(tx, { staffId: input.params.id, ...input.body }, { staffId: who.staffId, now }),
})

const move = apiAct({
  method: 'POST',
  path: '/desk/api/task-team/redistribute',
  who: leads,
  contract: { body: redistributeBody },
  answer: redistributeAnswer,
  says: 'Gives the most urgent tasks of a person or group to another.',
  act: async (tx, { input, who, now }) => ({
    moved: await redistribute(tx, input.body, { staffId: who.staffId, now }),
  }),
})

const rules = apiRead({
  path: '/desk/api/task-kinds',
  who: arrangers,
  contract: {},
  answer: rulesAnswer,
  says: 'What holds for each kind of task: skill, days, second pair of eyes, escalations, checklist.',
  reads: () => [rulesStatement(), groupNamesStatement(), skillsStatement()],
  give: ([rows, groups, skills]) => ({
    kinds: rows as RuleRow[],
    groups: (groups as NamedRow[]).map(toNamed),
    skills: (skills as NamedRow[]).map(toNamed),
  }),
})

const rule = apiAct({
  method: 'PUT',
  path: '/desk/api/task-kinds/:kind',
  who: arrangers,
  contract: { params: ruleParams, body: ruleBody },
  answer: ruleAnswer,
  says: 'Changes what holds for a kind of task; a changed checklist is a new version for new tasks.',
  act: (tx, { input, who, now }) => changeRule(tx, input.params.kind, input.body, { staffId: who.staffId, now }),
})

export const teamRoutes: readonly Route[] = [team, member, move, rules, rule]
