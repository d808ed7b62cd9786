import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { useSay } from '../texts.tsx'
import type { DeskLetter } from './customer-letters.tsx'

/** Takes a wrong letter back: it stays in the letter centre, marked; what was meant for somebody else is closed. */
export function WithdrawLetter(props: {
  readonly customerId: string
  readonly letter: DeskLetter
  readonly onClose: () => void
}) {
  const { customerId, letter, onClose } = props
  const say = useSay()
  const [because, setBecause] = useState('')
  const [cutOff, setCutOff] = useState(false)
  const [error, setError] = useState<string>()
  const send = async () => {
    try {
      await call(endpoints.withdrawLetter, {
        params: { id: letter.id },
        body: { rowVersion: letter.rowVersion, because: because.trim(), cutOff },
      })
      announce({ tone: 'success', title: say('letterEnd.done') })
      refreshAll(`/desk/api/customers/${customerId}`, '/desk/api/tasks/load')
      onClose()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <DeskDialog isOpen onOpenChange={onClose} title={say('letterEnd.title', { title: letter.title })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {error && <Notice tone="danger">{error}</Notice>}
        <DeskTextField label={say('letterEnd.because')} value={because} onChange={setBecause} rows={2} autoFocus />
        <DeskCheckbox label={say('letterEnd.cutOff')} isSelected={cutOff} onChange={setCutOff} />
        <ActionBar label={say('letters.withdraw')}>
          <DeskButton tone="primary" type="submit">
            {say('letterEnd.confirm')}
          </DeskButton>
        </ActionBar>
      </form>
    </DeskDialog>
  )
}
