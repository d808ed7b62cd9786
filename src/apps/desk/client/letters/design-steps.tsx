import { CalendarDate, type DateValue, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, DeskButton, DeskDateField, DeskDialog, DeskTextField } from '#ui/desk'
import { CallRefused } from '../api/call.ts'
import { today } from '../format.ts'
import { useLetterSay } from './texts.ts'

type Doing = (close: () => void) => Promise<void>

/** A dialog of one decision; what the server refuses is said inside of it. */
export function Decision(props: {
  readonly label: string
  readonly tone?: 'primary' | 'danger' | 'quiet'
  readonly onSend: () => Promise<void>
  readonly children: React.ReactNode
}) {
  const [error, setError] = useState<string>()
  const send: Doing = async (close) => {
    try {
      await props.onSend()
      close()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  const { label, tone = 'primary' } = props
  return (
    <DeskDialog
      trigger={<DeskButton tone={tone === 'primary' ? 'secondary' : 'quiet'}>{label}</DeskButton>}
      title={label}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void send(close)
          }}
        >
          {error && <Notice tone="danger">{error}</Notice>}
          {props.children}
          <ActionBar label={label}>
            <DeskButton tone={tone === 'danger' ? 'danger' : 'primary'} type="submit">
              {label}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}

export function ReleaseStep({ onRelease }: { readonly onRelease: (validFrom: string) => Promise<void> }) {
  const say = useLetterSay()
  const [day, setDay] = useState<DateValue | null>(() => parseDate(today()))
  return (
    <Decision
      label={say('design.release')}
      onSend={() => onRelease(day instanceof CalendarDate ? day.toString() : today())}
    >
      <p>{say('design.releaseText')}</p>
      <DeskDateField label={say('design.releaseFrom')} value={day} onChange={setDay} />
    </Decision>
  )
}

export function SendBackStep({ onSendBack }: { readonly onSendBack: (reason: string) => Promise<void> }) {
  const say = useLetterSay()
  const [reason, setReason] = useState('')
  return (
    <Decision label={say('design.sendBack')} onSend={() => onSendBack(reason)}>
      <DeskTextField label={say('design.sendBackWhy')} value={reason} onChange={setReason} rows={3} autoFocus />
    </Decision>
  )
}

export function DropStep({ onDrop }: { readonly onDrop: () => Promise<void> }) {
  const say = useLetterSay()
  return (
    <Decision label={say('design.drop')} tone="danger" onSend={onDrop}>
      <p>{say('design.dropSure')}</p>
    </Decision>
  )
}
