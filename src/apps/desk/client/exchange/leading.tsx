import { type DateValue, parseDate } from '@internationalized/date'
import { useState } from 'react'
import type { SystemsAnswer } from '#company/exchange/web'
import { DeskButton, DeskDateField, DeskSelect, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay, moment, today } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'
import { attempt } from './attempt.ts'
import { fieldWord, objectWord, systemWord } from './words.ts'

/** Which system leads which field, from when on. */
export function Leading() {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.leadingSystems, {})
  const [from, setFrom] = useState<DateValue | null>(() => parseDate(today()))
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={say('leading.title')}>
      <p className="kw-quiet">{say('leading.text')}</p>
      <DeskDateField label={say('leading.from')} hint={say('leading.fromText')} value={from} onChange={setFrom} />
      {answer.systems
        .filter((one) => one.waiting + one.refused > 0)
        .map((one) => (
          <p key={one.key}>
            <strong>{systemWord(say, one.key, one.name)}</strong>:{' '}
            {say('leading.waiting', { waiting: one.waiting, refused: one.refused })}
            {one.waitingSince && `, ${say('leading.since', { when: moment(one.waitingSince, locale) })}`}
          </p>
        ))}
      {answer.objects.map((object) => (
        <LeadOfObject
          key={object.object}
          object={object}
          systems={answer.systems}
          fromDay={from?.toString()}
          reload={reload}
        />
      ))}
    </Pane>
  )
}

function LeadOfObject(props: {
  readonly object: SystemsAnswer['objects'][number]
  readonly systems: SystemsAnswer['systems']
  readonly fromDay: string | undefined
  readonly reload: () => Promise<void>
}) {
  const say = useSay()
  const { object, systems, fromDay, reload } = props
  const choices = systems.map((one) => ({ id: one.key, label: systemWord(say, one.key, one.name) }))
  const lead = (field: string, system: string | null) =>
    void attempt(say('leading.done'), async () => {
      await call(endpoints.lead, { body: { object: object.object, field, system, ...(fromDay && { fromDay }) } })
      refreshAll('/desk/api/leading-systems')
      await reload()
    })
  const own = new Map(object.fields.map((one) => [one.field, one.system]))
  const free = object.columns.filter((column) => !own.has(column))
  return (
    <section className="desk-place">
      <h3 className="kw-h-s">{objectWord(say, object.object)}</h3>
      <DeskSelect
        label={say('leading.all')}
        value={object.otherwise}
        choices={choices}
        onChange={(system) => lead('*', system)}
      />
      <Planned object={object} systems={systems} reload={reload} />
      {[...own].map(([field, system]) => (
        <div key={field} className="desk-row">
          <DeskSelect
            label={fieldWord(say, field)}
            value={system}
            choices={choices}
            onChange={(next) => lead(field, next)}
          />
          <DeskButton tone="quiet" icon="close" onPress={() => lead(field, null)}>
            {say('leading.follow')}
            <span className="kw-unseen"> {fieldWord(say, field)}</span>
          </DeskButton>
        </div>
      ))}
      <DeskSelect
        label={say('leading.add')}
        value={null}
        choices={free.map((column) => ({ id: column, label: fieldWord(say, column) }))}
        onChange={(field) => lead(field, object.otherwise)}
      />
    </section>
  )
}

/** What changes on a day to come, and how to leave it as it is. */
function Planned(props: {
  readonly object: SystemsAnswer['objects'][number]
  readonly systems: SystemsAnswer['systems']
  readonly reload: () => Promise<void>
}) {
  const say = useSay()
  const locale = useLocale()
  const { object, systems, reload } = props
  const nameOf = (key: string) => systemWord(say, key, systems.find((one) => one.key === key)?.name ?? key)
  return object.planned.map(({ field, system, fromDay }) => {
    const values = {
      field: field === '*' ? say('leading.all') : fieldWord(say, field),
      when: longDay(fromDay, locale),
      system: system ? nameOf(system) : '',
    }
    return (
      <p key={`${field} ${fromDay}`} className="desk-question">
        {say(system ? 'leading.planned' : 'leading.plannedFollow', values)}{' '}
        <DeskButton
          tone="quiet"
          icon="close"
          onPress={() =>
            void attempt(say('leading.unplanned'), async () => {
              await call(endpoints.unplanLead, { body: { object: object.object, field, fromDay } })
              await reload()
            })
          }
        >
          {say('leading.unplan')}
          <span className="kw-unseen"> {values.field}</span>
        </DeskButton>
      </p>
    )
  })
}
