import { type CalendarDate, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskDateField, DeskDialog } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { today } from '../format.ts'
import { type ClientKey, useSay } from '../texts.tsx'

type Asking = {
  readonly customerId: string
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

/** Two weeks: a letter takes three days there, and a weekend lies in between. */
const DAYS_TO_READ = 14

/** Asks the customer for readings; a link goes by mail, or on paper where there is no address. */
export function AskForReadings({ customerId, isOpen, onOpenChange }: Asking) {
  const say = useSay()
  const [due, setDue] = useState<CalendarDate | null>(() => parseDate(today()).add({ days: DAYS_TO_READ }))
  const [error, setError] = useState<string>()
  const send = async () => {
    if (!due) return
    try {
      const body = { marketLocationIds: [], due: due.toString(), reason: 'regular' as const }
      const { sentBy } = await call(endpoints.askForReadings, { params: { id: customerId }, body })
      setError(undefined)
      onOpenChange(false)
      announce({ tone: sentBy === 'nothing' ? 'warning' : 'success', title: say(`ask.sent.${sentBy}` as ClientKey) })
      refreshAll(`/desk/api/customers/${customerId}`)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.field('due') ?? refused.problem.detail)
    }
  }
  return (
    <DeskDialog isOpen={isOpen} onOpenChange={onOpenChange} title={say('ask.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <p>{say('ask.text')}</p>
        <DeskDateField
          label={say('ask.due')}
          value={due}
          onChange={(value) => setDue(value && parseDate(value.toString().slice(0, 10)))}
          error={error}
        />
        <ActionBar label={say('ask.title')}>
          <DeskButton tone="primary" type="submit" isDisabled={!due}>
            {say('ask.send')}
          </DeskButton>
        </ActionBar>
      </form>
    </DeskDialog>
  )
}
