import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

/** Facts of a task carry its id, so its history is read from them; a note stands beside the task, never in the journal. */
const ofTask = { taskId: id(), kind: z.string(), noteId: id().optional() }
const quiet = { phase: 'any', onTimeline: false } as const

export const taskOpened = defineFact({
  ...quiet,
  name: 'tasks.task-opened',
  meaning: 'There is a piece of work for staff.',
  figures: [8, 10],
  payload: ofTask,
})

export const taskTaken = defineFact({
  ...quiet,
  name: 'tasks.task-taken',
  meaning: 'Somebody took a piece of work.',
  figures: [10],
  payload: ofTask,
})

export const taskHandedOver = defineFact({
  ...quiet,
  name: 'tasks.task-handed-over',
  meaning: 'A piece of work went to another group or person.',
  figures: [10],
  payload: { ...ofTask, group: z.string(), toStaffId: id().optional() },
})

export const taskDeferred = defineFact({
  ...quiet,
  name: 'tasks.task-deferred',
  meaning: 'A piece of work waits until its follow-up date.',
  figures: [10],
  payload: { ...ofTask, until: z.iso.date() },
})

export const taskEscalated = defineFact({
  ...quiet,
  name: 'tasks.task-escalated',
  meaning: 'A piece of work was not done in time and moved up by the rule of its kind.',
  figures: [10],
  payload: { ...ofTask, step: z.number().int(), priority: z.number().int(), group: z.string() },
})

export const taskProposed = defineFact({
  ...quiet,
  name: 'tasks.task-proposed',
  meaning: 'A piece of work is done as far as one person may; another one has to look at it.',
  figures: [10],
  payload: { ...ofTask, outcome: z.string() },
})

export const taskSentBack = defineFact({
  ...quiet,
  name: 'tasks.task-sent-back',
  meaning: 'The second person did not agree and gave a piece of work back.',
  figures: [10],
  payload: ofTask,
})

export const taskStepChecked = defineFact({
  ...quiet,
  name: 'tasks.task-step-checked',
  meaning: 'A step of the checklist was ticked or unticked.',
  figures: [],
  payload: { ...ofTask, step: z.string(), done: z.boolean() },
})

export const taskNoted = defineFact({
  ...quiet,
  name: 'tasks.task-noted',
  meaning: 'Somebody wrote a note beside a piece of work.',
  figures: [],
  payload: ofTask,
})

export const taskDone = defineFact({
  ...quiet,
  name: 'tasks.task-done',
  meaning: 'A piece of work of staff is done.',
  figures: [9, 10],
  payload: { ...ofTask, outcome: z.string() },
})

export const taskVoided = defineFact({
  ...quiet,
  name: 'tasks.task-voided',
  meaning: 'A piece of work went away by itself.',
  figures: [10],
  payload: { ...ofTask, outcome: z.string() },
})

export const taskKindRuled = defineFact({
  ...quiet,
  name: 'tasks.kind-ruled',
  meaning: 'A team lead changed the rules or the checklist of a kind of work.',
  figures: [],
  payload: { kind: z.string(), version: z.number().int() },
})

export const teamChanged = defineFact({
  ...quiet,
  name: 'tasks.team-changed',
  meaning: 'A team lead changed the groups and skills of a person.',
  figures: [],
  payload: { memberStaffId: id(), groups: z.array(z.string()).max(50), skills: z.array(z.string()).max(50) },
})

export const groupsChanged = defineFact({
  ...quiet,
  name: 'tasks.groups-changed',
  meaning: 'A team lead made or renamed a group or a skill of the basket.',
  figures: [],
  payload: { what: z.enum(['group', 'skill']), code: z.string().max(30) },
})
