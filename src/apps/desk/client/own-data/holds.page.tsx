import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { moment } from '../format.ts'
import { attempt, Confirmed } from '../logins/confirm.tsx'
import { useLocale } from '../texts.tsx'
import { OwnDataPage } from './page.tsx'
import { useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

type Hold = OnFile['holds'][number]
const kinds = ['open-balance', 'dispute', 'authority'] as const
/** As the contract asks for it. */
const NOTE_LENGTH_MIN = 5

/** What keeps data of a customer beyond its terms, and the demand to be forgotten. */
export function HoldsPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('holds.title')} lead={say('holds.lead')}>
      {(data) => (
        <>
          {data.holds.length === 0 && <p className="kw-quiet">{say('holds.none')}</p>}
          <ul className="own-list">
            {data.holds.map((hold) => (
              <HoldItem key={hold.id} id={id} hold={hold} />
            ))}
          </ul>
          <NewHold id={id} />
          <Erasure id={id} />
        </>
      )}
    </OwnDataPage>
  )
}

function HoldItem({ id, hold }: { readonly id: string; readonly hold: Hold }) {
  const say = useOwnSay()
  const locale = useLocale()
  const kind = say(`hold.${hold.kind}`)
  return (
    <li className="own-line">
      <p>
        <strong>{kind}</strong>: {hold.note}{' '}
        <span className="kw-quiet">{say('holds.since', { when: moment(hold.setAt, locale) })}</span>
      </p>
      <Confirmed
        label={say('holds.end')}
        about={kind}
        title={say('holds.endTitle')}
        text={say('holds.endText')}
        act={async () => {
          await call(endpoints.endHold, { params: { id, hold: hold.id } })
          announce({ tone: 'success', title: say('holds.ended') })
          refreshAll(`/desk/api/customers/${id}`)
        }}
      />
    </li>
  )
}

function NewHold({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const [kind, setKind] = useState<(typeof kinds)[number]>('open-balance')
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const isShort = note.trim().length < NOTE_LENGTH_MIN
  const send = async () => {
    setTried(true)
    if (isShort) return
    await attempt(async () => {
      await call(endpoints.setHold, { params: { id }, body: { kind, note: note.trim() } })
      announce({ tone: 'success', title: say('holds.done') })
      setNote('')
      setTried(false)
    })
    refreshAll(`/desk/api/customers/${id}`)
  }
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h3 className="kw-h-s">{say('holds.new')}</h3>
      <DeskSelect
        label={say('holds.kind')}
        value={kind}
        onChange={(picked) => setKind(picked as typeof kind)}
        choices={kinds.map((one) => ({ id: one, label: say(`hold.${one}`) }))}
      />
      <DeskTextField
        label={say('holds.note')}
        hint={say('holds.noteHint')}
        value={note}
        onChange={setNote}
        rows={2}
        error={isTried && isShort ? say('holds.noteMissing') : undefined}
      />
      <ActionBar label={say('holds.new')}>
        <DeskButton tone="primary" type="submit">
          {say('holds.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

/** The demand is taken down here and becomes a task; a team lead looks at the plan and releases it. */
function Erasure({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isShort = reason.trim().length < NOTE_LENGTH_MIN
  const ask = async () => {
    setTried(true)
    if (isShort) return
    await attempt(async () => {
      await call(endpoints.askErasure, { params: { id }, body: { reason: reason.trim() } })
      announce({ tone: 'success', title: say('forget.done') })
      setReason('')
      setTried(false)
    })
    refreshAll(`/desk/api/customers/${id}`)
  }
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <h3 className="kw-h-s">{say('forget.title')}</h3>
      <p>{say('forget.text')}</p>
      <DeskTextField
        label={say('forget.reason')}
        value={reason}
        onChange={setReason}
        rows={2}
        error={isTried && isShort ? say('asked.reasonMissing') : undefined}
      />
      <ActionBar label={say('forget.title')}>
        <DeskButton type="submit">{say('forget.ask')}</DeskButton>
      </ActionBar>
    </form>
  )
}
