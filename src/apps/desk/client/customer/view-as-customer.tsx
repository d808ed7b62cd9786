import { useState } from 'react'
import { ActionBar, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { useSay } from '../texts.tsx'

type Viewing = {
  readonly customerId: string
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

const REASON_LENGTH_MIN = 3

/** Asks why, then gives a link to the portal as this customer sees it; it works once and for a minute. */
export function ViewAsCustomer({ customerId, isOpen, onOpenChange }: Viewing) {
  const say = useSay()
  const [reason, setReason] = useState('')
  const [link, setLink] = useState<string>()
  const [error, setError] = useState<string>()
  const close = (open: boolean) => {
    setLink(undefined)
    setReason('')
    onOpenChange(open)
  }
  const ask = async () => {
    try {
      setLink((await call(endpoints.viewAsCustomer, { params: { id: customerId }, body: { reason } })).link)
      setError(undefined)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.field('reason') ?? refused.problem.detail)
    }
  }
  return (
    <DeskDialog isOpen={isOpen} onOpenChange={close} title={say('viewing.title')}>
      {link ? (
        <p>
          <a
            className="kw-button kw-button-primary"
            href={link}
            target="_blank"
            rel="noreferrer"
            onClick={() => close(false)}
          >
            {say('viewing.open')}
          </a>
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void ask()
          }}
        >
          <p>{say('viewing.text')}</p>
          <DeskTextField label={say('viewing.reason')} value={reason} onChange={setReason} rows={2} error={error} />
          <ActionBar label={say('viewing.title')}>
            <DeskButton tone="primary" type="submit" isDisabled={reason.trim().length < REASON_LENGTH_MIN}>
              {say('viewing.ask')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
