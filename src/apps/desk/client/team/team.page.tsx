import { useState } from 'react'
import {
  ActionBar,
  announce,
  DeskButton,
  DeskCheckbox,
  DeskDialog,
  DeskNumberField,
  DeskSelect,
  IconButton,
  Pane,
} from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

type Team = AnswerOf<typeof endpoints.team>
type Load = Pick<Team['groups'][number], 'open' | 'overdue' | 'over7' | 'over30' | 'oldest'>

/** How much each group and person has and how old it is; groups, skills, and moving work. */
export function TeamPage() {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.team, {})
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const nameOf = (one: { nameDe: string; nameEn: string }) => (locale === 'de' ? one.nameDe : one.nameEn)
  return (
    <Pane
      heading={say('nav.team')}
      aside={
        <a className="kw-link" href={hrefOf('taskKinds')}>
          {say('team.rules')}
        </a>
      }
    >
      <div className="desk-check">
        <LoadTable
          label={say('team.groups')}
          first={say('team.group')}
          rows={answer.groups.map((group) => ({ id: group.code, name: nameOf(group), load: group }))}
        />
        <LoadTable
          label={say('team.people')}
          first={say('team.person')}
          rows={answer.people.map((person) => ({
            id: person.staffId,
            name: person.name,
            load: person,
            more: <Member team={answer} person={person} nameOf={nameOf} onDone={reload} />,
          }))}
        />
        <Redistribute team={answer} nameOf={nameOf} onDone={reload} />
      </div>
    </Pane>
  )
}

function LoadTable(props: {
  readonly label: string
  readonly first: string
  readonly rows: readonly { id: string; name: string; load: Load; more?: React.ReactNode }[]
}) {
  const say = useSay()
  const locale = useLocale()
  const hasMore = props.rows.some((row) => row.more)
  return (
    <div>
      <h3 className="kw-h-s">{props.label}</h3>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={props.label}>
        <table className="desk-readings">
          <thead>
            <tr>
              <th scope="col">{props.first}</th>
              {(['open', 'overdue', 'over7', 'over30'] as const).map((key) => (
                <th key={key} scope="col" className="kw-number">
                  {say(`team.${key}`)}
                </th>
              ))}
              <th scope="col">{say('team.oldest')}</th>
              {hasMore && <th scope="col">{say('team.member')}</th>}
            </tr>
          </thead>
          <tbody>
            {props.rows.map(({ id, name, load, more }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {([load.open, load.overdue, load.over7, load.over30] as const).map((count, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- four columns that never move
                  <td key={at} className="kw-number">
                    {count}
                  </td>
                ))}
                <td>{load.oldest ? moment(load.oldest, locale) : '–'}</td>
                {hasMore && <td>{more}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

type Named = { readonly nameDe: string; readonly nameEn: string }

function Member(props: {
  readonly team: Team
  readonly person: Team['people'][number]
  readonly nameOf: (one: Named) => string
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  const { team, person, nameOf } = props
  const [groups, setGroups] = useState<readonly string[]>(person.groups)
  const [skills, setSkills] = useState<readonly string[]>(person.skills)
  const named = [
    ...team.groups.filter((one) => person.groups.includes(one.code)),
    ...team.skills.filter((one) => person.skills.includes(one.code)),
  ]
  const toggled = (list: readonly string[], code: string, isIn: boolean) =>
    isIn ? [...list, code] : list.filter((one) => one !== code)
  const save = async (close: () => void) => {
    await call(endpoints.changeMember, {
      params: { id: person.staffId },
      body: { groups: [...groups], skills: [...skills] },
    })
    announce({ tone: 'success', title: say('team.saved') })
    close()
    refreshAll('/desk/api/tasks/load')
    await props.onDone()
  }
  return (
    <span className="desk-aside">
      {named.map(nameOf).join(', ')}
      <DeskDialog
        trigger={<IconButton icon="edit" label={say('team.changeOf', { name: person.name })} />}
        title={say('team.changeOf', { name: person.name })}
      >
        {(close) => (
          <>
            <h3 className="kw-h-s">{say('team.groups')}</h3>
            {team.groups.map((one) => (
              <DeskCheckbox
                key={one.code}
                label={nameOf(one)}
                isSelected={groups.includes(one.code)}
                onChange={(isIn) => setGroups(toggled(groups, one.code, isIn))}
              />
            ))}
            <h3 className="kw-h-s">{say('team.skills')}</h3>
            {team.skills.map((one) => (
              <DeskCheckbox
                key={one.code}
                label={nameOf(one)}
                isSelected={skills.includes(one.code)}
                onChange={(isIn) => setSkills(toggled(skills, one.code, isIn))}
              />
            ))}
            <ActionBar label={say('team.save')}>
              <DeskButton tone="primary" onPress={() => void save(close)}>
                {say('team.save')}
              </DeskButton>
            </ActionBar>
          </>
        )}
      </DeskDialog>
    </span>
  )
}

/** Moves the most urgent tasks of a person, or the free ones of a group, to another. */
function Redistribute(props: {
  readonly team: Team
  readonly nameOf: (one: Named) => string
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  const { team, nameOf } = props
  const [from, setFrom] = useState<string>()
  const [to, setTo] = useState<string>()
  const [count, setCount] = useState(10)
  const people = team.people.map((one) => ({ id: `staff:${one.staffId}`, label: one.name }))
  const send = async () => {
    if (!from || !to) return
    const [fromKind, fromId = ''] = from.split(':')
    const [toKind, toId = ''] = to.split(':')
    const { moved } = await call(endpoints.redistribute, {
      body: {
        count,
        ...(fromKind === 'staff' ? { fromStaffId: fromId } : { fromGroup: fromId }),
        ...(toKind === 'staff' ? { toStaffId: toId } : { toGroup: toId }),
      },
    })
    announce({ tone: 'success', title: say('team.moved', { count: moved }) })
    refreshAll('/desk/api/tasks/load')
    await props.onDone()
  }
  return (
    <section className="desk-decision" aria-label={say('team.move')}>
      <h3 className="kw-h-s">{say('team.move')}</h3>
      <p className="kw-quiet">{say('team.moveText')}</p>
      <div className="desk-row">
        <DeskSelect
          label={say('team.from')}
          value={from ?? null}
          onChange={setFrom}
          choices={[
            ...team.groups.map((one) => ({
              id: `group:${one.code}`,
              label: say('team.freeOf', { name: nameOf(one) }),
            })),
            ...people,
          ]}
        />
        <DeskSelect
          label={say('team.to')}
          value={to ?? null}
          onChange={setTo}
          choices={[...people, ...team.groups.map((one) => ({ id: `group:${one.code}`, label: nameOf(one) }))]}
        />
        <DeskNumberField label={say('team.count')} value={count} onChange={setCount} min={1} max={500} />
      </div>
      <ActionBar label={say('team.move')}>
        <DeskButton tone="primary" icon="forward" isDisabled={!from || !to || from === to} onPress={() => void send()}>
          {say('team.move')}
        </DeskButton>
      </ActionBar>
    </section>
  )
}
