import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskDialog } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay } from '../format.ts'
import { attempt } from '../logins/confirm.tsx'
import { useLocale } from '../texts.tsx'
import { AskedFields, askedOf, useAsked } from './asked.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'

export type OnFile = AnswerOf<typeof endpoints.ownData>
export type ChangeOfData = OnFile['changes'][number]

/** Takes a change back, with how the customer asked for it. */
export function UndoButton({ id, change }: { readonly id: string; readonly change: ChangeOfData }) {
  const say = useOwnSay()
  const locale = useLocale()
  const [asked, setAsked] = useAsked(id)
  const [isTried, setTried] = useState(false)
  if (change.undoUntil === null) return null
  const what = say(`change.${change.kind}` as OwnDataKey)
  const until = longDay(change.undoUntil.slice(0, 10), locale)
  const undo = async (close: () => void) => {
    setTried(true)
    const body = askedOf(asked)
    if (!body) return
    await attempt(async () => {
      await call(endpoints.undoChange, { params: { id, change: change.id }, body })
      announce({ tone: 'success', title: say('undo.done') })
    })
    refreshAll(`/desk/api/customers/${id}`)
    close()
  }
  return (
    <DeskDialog
      trigger={
        <DeskButton tone="quiet" icon="refresh">
          {say('undo.open')}
          <span className="kw-unseen"> {what}</span>
        </DeskButton>
      }
      title={say('undo.title', { what })}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void undo(close)
          }}
        >
          <p>{say('undo.text', { before: change.before, until })}</p>
          <AskedFields draft={asked} set={setAsked} isTried={isTried} />
          <ActionBar label={say('undo.open')}>
            <DeskButton tone="primary" type="submit">
              {say('undo.open')}
            </DeskButton>
            <DeskButton tone="quiet" onPress={close}>
              {say('flow.leave')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}

/** Right after a change: the way back from it, as long as it is the newest of its kind. */
export function UndoLatest({ id, kind }: { readonly id: string; readonly kind: string }) {
  const { answer } = useResource(endpoints.ownData, { params: { id } })
  const latest = answer?.changes.find((change) => change.kind === kind)
  return latest ? <UndoButton id={id} change={latest} /> : null
}
