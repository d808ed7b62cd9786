import { type ReactNode, useState } from 'react'
import { ActionBar, announce, DeskButton, DeskDialog } from '#ui/desk'
import { CallRefused } from '../api/call.ts'
import { useSay } from '../texts.tsx'

/** A button whose deed is asked about first, with what it means; Escape and the second button leave everything as it is. */
export function Confirmed(props: {
  readonly label: string
  /** Names the thing for screen readers, where several of the same buttons stand in a list. */
  readonly about: string
  readonly title: string
  readonly text: string
  readonly act: () => Promise<void>
  readonly children?: ReactNode
}) {
  const say = useSay()
  const [isBusy, setBusy] = useState(false)
  const run = async (close: () => void) => {
    setBusy(true)
    await attempt(props.act)
    setBusy(false)
    close()
  }
  return (
    <DeskDialog
      trigger={
        <DeskButton>
          {props.label}
          <span className="kw-unseen"> {props.about}</span>
        </DeskButton>
      }
      title={props.title}
    >
      {(close) => (
        <>
          <p>{props.text}</p>
          <ActionBar label={props.title}>
            <DeskButton tone="primary" isDisabled={isBusy} onPress={() => void run(close)}>
              {props.label}
            </DeskButton>
            <DeskButton tone="quiet" onPress={close}>
              {say('dialog.cancel')}
            </DeskButton>
          </ActionBar>
        </>
      )}
    </DeskDialog>
  )
}

/** Does it, and says what the server refused. */
export async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (refused) {
    if (!(refused instanceof CallRefused)) throw refused
    announce({ tone: 'danger', title: refused.problem.detail })
  }
}
