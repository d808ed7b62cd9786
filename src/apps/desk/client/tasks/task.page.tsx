import { Badge, DefinitionList, Notice, Timeline } from '#ui'
import { Pane, SplitView } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { longDay, moment } from '../format.ts'
import { useServe } from '../customer/serving.tsx'
import { useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import { DueBadge } from './basket.page.tsx'
import { CheckPower } from './check-power.tsx'
import { CheckReading } from './check-reading.tsx'
import { TaskSubject } from './task-subject.tsx'
import { TaskVerbs } from './task-verbs.tsx'
import { Checklist } from './checklist.tsx'
import { useGroupName } from './groups.ts'
import { kindName } from './words.ts'

type TaskPageAnswer = AnswerOf<typeof endpoints.task>

/** One task: what it is about, what was done on it, and what can be done. */
export function TaskPage({ id }: { readonly id: string }) {
  const { answer, problem, reload } = useResource(endpoints.task, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return <ShownTask answer={answer} reload={reload} />
}

function ShownTask({ answer, reload }: { readonly answer: TaskPageAnswer; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const { task } = answer
  useServe(task.customerId)
  const readingId = task.subject['readingId']
  const powerId = task.subject['powerId']
  const me = useMe()
  const isCheck = task.kind === 'staying.check-reading' && typeof readingId === 'string' && me.roles.includes('agent')
  return (
    <SplitView
      fixed="second"
      width={340}
      first={
        <Pane
          heading={typeof task.subject['title'] === 'string' ? task.subject['title'] : kindName(say, task.kind)}
          aside={<StateBadge task={task} />}
        >
          {isCheck ? <CheckReading readingId={readingId} task={task} reload={reload} /> : <TaskFacts task={task} />}
          {me.roles.includes('agent') && typeof powerId === 'string' && (
            <CheckPower powerId={powerId} reload={reload} />
          )}
          {me.roles.includes('agent') && <TaskSubject task={task} />}
          <Checklist task={task} steps={answer.checklist} reload={reload} />
          {task.state === 'open' && task.proposedOutcome && <Proposed task={task} />}
          {task.state === 'open' && <TaskVerbs task={task} reload={reload} withFinish={!answer.endsByDecision} />}
        </Pane>
      }
      second={
        <Pane heading={say('task.steps')} isRead>
          {isCheck && <TaskFacts task={task} />}
          <Steps steps={answer.steps} />
        </Pane>
      }
    />
  )
}

/** Somebody has done it, another person has to look. */
function Proposed({ task }: { readonly task: TaskPageAnswer['task'] }) {
  const say = useSay()
  const me = useMe()
  const outcome = sayOr(say, `outcome.${task.proposedOutcome}`, task.proposedOutcome ?? '')
  return (
    <Notice tone="note" title={say('check2.title', { outcome })}>
      {say(task.proposedBy === me.staffId ? 'check2.own' : 'check2.other')}
    </Notice>
  )
}

function StateBadge({ task }: { readonly task: TaskPageAnswer['task'] }) {
  const say = useSay()
  if (task.state === 'open') return <DueBadge dueOn={task.dueOn} />
  return <Badge tone="success">{say(`task.state.${task.state}` as ClientKey)}</Badge>
}

/** Owner, group, due day, and what the task's subject says that has words here. */
export function TaskFacts({ task }: { readonly task: TaskPageAnswer['task'] }) {
  const say = useSay()
  const locale = useLocale()
  const groupName = useGroupName()
  const subject = Object.entries(task.subject)
    .filter(([key, value]) => ['string', 'number'].includes(typeof value) && sayOr(say, `subject.${key}`, '') !== '')
    .map(([key, value]) => ({
      label: say(`subject.${key}` as ClientKey),
      value: sayOr(say, `cause.${String(value)}`, String(value)),
    }))
  return (
    <DefinitionList
      items={[
        { label: say('task.owner'), value: task.ownerName ?? say('task.nobody') },
        { label: say('task.group'), value: groupName(task.group) },
        { label: say('task.kind'), value: kindName(say, task.kind) },
        { label: say('task.priority'), value: say(`priority.${task.priority}` as ClientKey) },
        { label: say('task.due'), value: longDay(task.dueOn, locale) },
        ...(task.waitsUntil ? [{ label: say('task.waits'), value: longDay(task.waitsUntil, locale) }] : []),
        ...(task.escalation > 0 ? [{ label: say('task.escalated'), value: String(task.escalation) }] : []),
        { label: say('task.created'), value: moment(task.createdAt, locale) },
        ...(task.customerId
          ? [
              {
                label: say('task.customer'),
                value: (
                  <a className="kw-link" href={hrefOf('customer', task.customerId)}>
                    {say('task.openCustomer')}
                  </a>
                ),
              },
            ]
          : []),
        ...subject,
        ...(task.outcome
          ? [{ label: say('task.outcome'), value: sayOr(say, `outcome.${task.outcome}`, task.outcome) }]
          : []),
      ]}
    />
  )
}

/** What people did on the task, oldest first. */
export function Steps({ steps }: { readonly steps: TaskPageAnswer['steps'] }) {
  const say = useSay()
  const locale = useLocale()
  if (steps.length === 0) return <p className="kw-quiet">{say('task.noSteps')}</p>
  return (
    <Timeline
      label={say('task.steps')}
      items={steps.map((step) => ({
        time: step.happenedAt,
        when: moment(step.happenedAt, locale),
        title: `${sayOr(say, `step.${step.step}`, step.step)}${step.staffName ? `: ${step.staffName}` : ''}`,
        ...(step.note && { body: step.note }),
        icon: 'tasks' as const,
      }))}
    />
  )
}
