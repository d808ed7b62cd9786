import { Pane } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useGroupName } from '../tasks/groups.ts'
import { kindName } from '../tasks/words.ts'
import { EditGroups } from './edit-groups.tsx'
import { EditRule } from './edit-rule.tsx'

export type Rule = AnswerOf<typeof endpoints.taskRules>['kinds'][number]
export type Skills = AnswerOf<typeof endpoints.taskRules>['skills']

/** What holds for each kind of task, as data that the team lead keeps. */
export function RulesPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.taskRules, {})
  const locale = useLocale()
  const nameOf = (one: { nameDe: string; nameEn: string }) => (locale === 'de' ? one.nameDe : one.nameEn)
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={say('nav.taskKinds')}>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('rules.title')}>
        <table className="desk-readings desk-wrapped">
          <caption className="kw-unseen">{say('rules.title')}</caption>
          <thead>
            <tr>
              {(['kind', 'due', 'skill', 'second', 'escalations', 'steps', 'edit'] as const).map((key) => (
                <th key={key} scope="col">
                  {say(`rules.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.kinds.map((rule) => (
              <RuleRow key={rule.kind} rule={rule} skills={answer.skills} reload={reload} />
            ))}
          </tbody>
        </table>
      </div>
      <EditGroups what="group" list={answer.groups} nameOf={nameOf} onDone={reload} />
      <EditGroups what="skill" list={answer.skills} nameOf={nameOf} onDone={reload} />
    </Pane>
  )
}

function RuleRow(props: { readonly rule: Rule; readonly skills: Skills; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const groupName = useGroupName()
  const { rule, skills, reload } = props
  const escalations = rule.escalations.map((one) =>
    [
      say('rules.escalation', { days: one.afterDays }),
      ...(one.priority ? [say(`priority.${one.priority}` as ClientKey)] : []),
      ...(one.toGroup ? [groupName(one.toGroup)] : []),
    ].join(', '),
  )
  return (
    <tr>
      <th scope="row">{nameOfKind(say, rule.kind)}</th>
      <td className="kw-number">{rule.dueDays}</td>
      <td>{skills.find((one) => one.code === rule.skill)?.nameDe ?? say('rules.noSkill')}</td>
      <td>{rule.needsSecond ? '✓' : '–'}</td>
      <td>{escalations.join('; ') || '–'}</td>
      <td>{rule.endsByDecision ? say('rules.decision') : rule.steps.length || say('rules.noSteps')}</td>
      <td>
        <EditRule key={rule.rowVersion} rule={rule} skills={skills} onDone={reload} />
      </td>
    </tr>
  )
}

export const nameOfKind = (say: ReturnType<typeof useSay>, kind: string): string =>
  kind === '*' ? say('rules.default') : kindName(say, kind)
