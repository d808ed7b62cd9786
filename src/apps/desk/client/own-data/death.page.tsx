import { type CalendarDate, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, DeskButton, DeskDateField, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay } from '../format.ts'
import { hrefOf } from '../router.ts'
import { kindName } from '../tasks/words.ts'
import { useLocale, useSay } from '../texts.tsx'
import { useFocused } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

/** As the contract asks for it. */
const REASON_LENGTH_MIN = 3

/** A customer has died: what happens by itself, and the task that leads to the heirs. */
export function DeathPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('death.title')} lead={say('death.lead')}>
      {(data) => {
        if (data.customer.kind !== 'person') return <p>{say('death.onlyPeople')}</p>
        return data.diedOn ? <Estate id={id} data={data} /> : <RecordDeath id={id} data={data} />
      }}
    </OwnDataPage>
  )
}

function RecordDeath({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const locale = useLocale()
  const [day, setDay] = useState<CalendarDate | null>(null)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const [isChecking, setChecking] = useState(false)
  const [refused, setRefused] = useState<CallRefused>()
  const isShort = reason.trim().length < REASON_LENGTH_MIN
  const shownDay = day && longDay(day.toString(), locale)
  const record = async () => {
    if (!day) return
    try {
      const { rowVersion } = data.customer
      await call(endpoints.recordDeath, { params: { id }, body: { diedOn: day.toString(), rowVersion, reason } })
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      setChecking(false)
    }
    refreshAll(`/desk/api/customers/${id}`)
  }
  if (isChecking && shownDay)
    return <ConfirmDeath day={shownDay} save={() => void record()} back={() => setChecking(false)} />
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (day && !isShort) setChecking(true)
      }}
    >
      {refused && (
        <Notice tone="warning" announce>
          {refused.problem.detail}
        </Notice>
      )}
      <DeskDateField
        label={say('death.day')}
        value={day}
        onChange={(picked) => setDay(picked && parseDate(picked.toString().slice(0, 10)))}
        error={refused?.field('diedOn') ?? (isTried && !day ? say('death.dayMissing') : undefined)}
      />
      <DeskTextField
        label={say('death.reason')}
        hint={say('death.reasonHint')}
        value={reason}
        onChange={setReason}
        rows={2}
        error={isTried && isShort ? say('asked.reasonMissing') : undefined}
      />
      <ActionBar label={say('flow.check')}>
        <DeskButton tone="primary" type="submit">
          {say('flow.check')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function ConfirmDeath({
  day,
  save,
  back,
}: {
  readonly day: string
  readonly save: () => void
  readonly back: () => void
}) {
  const say = useOwnSay()
  const heading = useFocused()
  return (
    <div className="own-form">
      <h3 className="kw-h-s" tabIndex={-1} ref={heading}>
        {say('death.checkTitle', { day })}
      </h3>
      <ul className="own-points">
        {(['letters', 'logins', 'mails', 'task'] as const).map((what) => (
          <li key={what}>{say(`death.then.${what}`)}</li>
        ))}
      </ul>
      <Notice tone="warning">{say('death.noUndo')}</Notice>
      <ActionBar label={say('flow.checkTitle')}>
        <DeskButton tone="danger" onPress={save}>
          {say('death.save')}
        </DeskButton>
        <DeskButton onPress={back}>{say('flow.back')}</DeskButton>
      </ActionBar>
    </div>
  )
}

/** From death to heir: who stands in, and the task with its steps. */
function Estate({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const sayDesk = useSay()
  const locale = useLocale()
  const { answer } = useResource(endpoints.customerTasks, { params: { id } })
  const task = answer?.tasks.find((one) => one.kind === 'customers.estate')
  return (
    <div className="own-form">
      <Notice tone="note" title={say('death.known', { day: longDay(data.diedOn ?? '', locale) })}>
        <p>
          {data.estateContact ? say('death.heir', { name: data.estateContact }) : say('death.noHeir')}{' '}
          <a className="kw-link" href={hrefOf('powers', id)}>
            {say('powers.title')}
          </a>
        </p>
      </Notice>
      {task && (
        <p>
          <a className="kw-link" href={hrefOf('task', task.id)}>
            {kindName(sayDesk, task.kind)}
          </a>{' '}
          <span className="kw-quiet">{say(task.state === 'open' ? 'death.taskOpen' : 'death.taskDone')}</span>
        </p>
      )}
      <p>{say('death.steps')}</p>
    </div>
  )
}
