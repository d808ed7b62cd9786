import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { go, hrefOf } from '../router.ts'
import { ClassFields } from './classify-kind.tsx'
import { useLetterSay } from './texts.ts'

type Kind = Sent<typeof endpoints.newKind>['body']

/** A kind of letter that the program does not know: the editor says what it is and begins to write. */
export function NewKind() {
  const say = useLetterSay()
  return (
    <DeskDialog trigger={<DeskButton icon="add">{say('kinds.new')}</DeskButton>} title={say('kinds.new')}>
      <NewKindForm />
    </DeskDialog>
  )
}

function NewKindForm() {
  const say = useLetterSay()
  const [error, setError] = useState<string>()
  const [name, setName] = useState('')
  const [kind, set] = useState<Omit<Kind, 'code'>>({
    titleDe: '',
    titleEn: '',
    importance: 'information',
    category: 'staying',
    topic: 'general',
  })
  const send = async () => {
    try {
      const code = `own.${name.trim().toLowerCase()}`
      await call(endpoints.newKind, { body: { ...kind, code } })
      refreshAll('/desk/api/letter-designs')
      go(hrefOf('letterDesign', code))
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.fields?.[0]?.detail ?? refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <ClassFields chosen={kind} set={set} />
      <DeskTextField label={say('new.code')} hint={say('new.codeHint')} value={name} onChange={setName} />
      <ActionBar label={say('new.save')}>
        <DeskButton tone="primary" type="submit">
          {say('new.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
