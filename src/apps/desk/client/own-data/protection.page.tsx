import { type CalendarDate, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDateField, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay } from '../format.ts'
import { attempt, Confirmed } from '../logins/confirm.tsx'
import { Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import { OwnDataPage } from './page.tsx'
import { useOwnSay } from './texts.ts'

type Answer = AnswerOf<typeof endpoints.protection>
const kinds = ['address-block', 'other'] as const
/** As the contract asks for it. */
const NOTE_LENGTH_MIN = 5

/** Who may not open this record: everybody but team leads, or the employee whom it is about. */
export function ProtectionPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const { answer, problem, reload } = useResource(endpoints.protection, { params: { id } })
  const done = async (title: string) => {
    announce({ tone: 'success', title })
    refreshAll(`/desk/api/customers/${id}`)
  }
  return (
    <OwnDataPage id={id} title={say('protect.title')} lead={say('protect.lead')}>
      {() => {
        if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
        return (
          <>
            {answer.protection ? (
              <Protected id={id} protection={answer.protection} done={done} />
            ) : (
              <Protect id={id} done={done} />
            )}
            <Employees id={id} answer={answer} done={done} />
          </>
        )
      }}
    </OwnDataPage>
  )
}

type Done = (title: string) => Promise<void>

function Protected(props: {
  readonly id: string
  readonly protection: NonNullable<Answer['protection']>
  readonly done: Done
}) {
  const say = useOwnSay()
  const locale = useLocale()
  const { id, protection, done } = props
  const [reason, setReason] = useState('')
  const end = (close: () => void) =>
    attempt(async () => {
      await call(endpoints.unprotect, { params: { id }, body: { reason: reason.trim() } })
      close()
      await done(say('protect.ended'))
    })
  return (
    <div className="own-line">
      <p>
        <Badge tone="warning">{say(`protect.kind.${protection.kind}`)}</Badge> {protection.note}
        {protection.grantedUntil && `, ${say('protect.until', { day: longDay(protection.grantedUntil, locale) })}`}
      </p>
      <DeskDialog trigger={<DeskButton>{say('protect.end')}</DeskButton>} title={say('protect.endTitle')}>
        {(close) => (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void end(close)
            }}
          >
            <p>{say('protect.endText')}</p>
            <DeskTextField label={say('protect.endReason')} value={reason} onChange={setReason} />
            <ActionBar label={say('protect.end')}>
              <DeskButton tone="danger" type="submit" isDisabled={reason.trim().length < NOTE_LENGTH_MIN}>
                {say('protect.end')}
              </DeskButton>
            </ActionBar>
          </form>
        )}
      </DeskDialog>
    </div>
  )
}

function Protect({ id, done }: { readonly id: string; readonly done: Done }) {
  const say = useOwnSay()
  const [kind, setKind] = useState<(typeof kinds)[number]>('address-block')
  const [note, setNote] = useState('')
  const [until, setUntil] = useState<CalendarDate | null>(null)
  const [isTried, setTried] = useState(false)
  const isShort = note.trim().length < NOTE_LENGTH_MIN
  const send = async () => {
    setTried(true)
    if (isShort) return
    await attempt(async () => {
      const body = { kind, note: note.trim(), ...(until && { grantedUntil: until.toString() }) }
      await call(endpoints.protect, { params: { id }, body })
      await done(say('protect.done'))
    })
  }
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <DeskSelect
        label={say('protect.kind')}
        value={kind}
        onChange={(picked) => setKind(picked as typeof kind)}
        choices={kinds.map((one) => ({ id: one, label: say(`protect.kind.${one}`) }))}
      />
      <DeskTextField
        label={say('protect.note')}
        hint={say('protect.noteHint')}
        value={note}
        onChange={setNote}
        error={isTried && isShort ? say('protect.noteMissing') : undefined}
      />
      <DeskDateField
        label={say('protect.grantedUntil')}
        value={until}
        onChange={(day) => setUntil(day && parseDate(day.toString().slice(0, 10)))}
      />
      <Notice tone="note">{say('protect.then')}</Notice>
      <ActionBar label={say('protect.save')}>
        <DeskButton tone="primary" type="submit">
          {say('protect.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

/** Which of the staff this customer is; that person is kept out by the house itself. */
function Employees({ id, answer, done }: { readonly id: string; readonly answer: Answer; readonly done: Done }) {
  const say = useOwnSay()
  const [picked, setPicked] = useState<string | null>(null)
  const note = () =>
    attempt(async () => {
      if (picked === null) return
      await call(endpoints.noteEmployee, { params: { id }, body: { staffId: picked } })
      setPicked(null)
      await done(say('employee.done'))
    })
  return (
    <section className="own-form own-heading">
      <h3 className="kw-h-s">{say('employee.title')}</h3>
      <p>{say('employee.lead')}</p>
      <ul className="own-list">
        {answer.employees.map((one) => (
          <li key={one.staffId} className="own-line">
            {one.name}
            <Confirmed
              label={say('employee.end')}
              about={one.name}
              title={say('employee.end')}
              text={say('employee.endText', { name: one.name })}
              act={async () => {
                await call(endpoints.endEmployee, { params: { id, staff: one.staffId } })
                await done(say('employee.ended'))
              }}
            />
          </li>
        ))}
      </ul>
      <DeskSelect
        label={say('employee.who')}
        value={picked}
        onChange={setPicked}
        choices={answer.staff.map((one) => ({ id: one.staffId, label: one.name }))}
      />
      <ActionBar label={say('employee.note')}>
        <DeskButton isDisabled={picked === null} onPress={() => void note()}>
          {say('employee.note')}
        </DeskButton>
      </ActionBar>
    </section>
  )
}
