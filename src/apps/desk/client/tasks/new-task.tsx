import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { useServing } from '../customer/serving.tsx'
import { go, hrefOf } from '../router.ts'
import { type ClientKey, useSay } from '../texts.tsx'
import { useGroups } from './groups.ts'
import { kindName } from './words.ts'

const kinds = ['tasks.by-hand', 'customers.complaint', 'customers.contact-follow-up'] as const

/** Opens a piece of work by hand, about whoever is being served. */
export function NewTask({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const say = useSay()
  return (
    <DeskDialog isOpen={isOpen} onOpenChange={onOpenChange} title={say('newTask.title')}>
      <NewTaskForm onDone={() => onOpenChange(false)} />
    </DeskDialog>
  )
}

function NewTaskForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const groups = useGroups()
  const { customerId } = useServing()
  const [draft, setDraft] = useState({ kind: 'tasks.by-hand', title: '', note: '', group: 'service', priority: '2' })
  const [error, setError] = useState<string>()
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part })
  const send = async () => {
    try {
      const { kind, title, note, group } = draft
      const { taskId } = await call(endpoints.openTask, {
        body: {
          kind,
          title,
          group,
          priority: Number(draft.priority) as 1 | 2 | 3,
          ...(note.trim() && { note: note.trim() }),
          ...(customerId && { customerId }),
        },
      })
      refreshAll('/desk/api/tasks', '/desk/api/customers')
      announce({ tone: 'success', title: say('newTask.done') })
      onDone()
      go(hrefOf('task', taskId))
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.title.trim() !== '') void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <p className="kw-quiet">{say(customerId ? 'newTask.withCustomer' : 'newTask.withoutCustomer')}</p>
      <DeskTextField label={say('task.what')} value={draft.title} onChange={(title) => set({ title })} autoFocus />
      <DeskSelect
        label={say('newTask.kind')}
        value={draft.kind}
        onChange={(kind) => set({ kind })}
        choices={kinds.map((id) => ({ id, label: kindName(say, id) }))}
      />
      <DeskSelect label={say('task.group')} value={draft.group} onChange={(group) => set({ group })} choices={groups} />
      <PriorityField value={draft.priority} onChange={(priority) => set({ priority })} />
      <DeskTextField label={say('task.note')} value={draft.note} onChange={(note) => set({ note })} rows={3} />
      <ActionBar label={say('newTask.title')}>
        <DeskButton tone="primary" type="submit" isDisabled={draft.title.trim() === ''}>
          {say('newTask.title')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function PriorityField(props: { readonly value: string; readonly onChange: (priority: string) => void }) {
  const say = useSay()
  const choices = ['1', '2', '3'].map((id) => ({ id, label: say(`priority.${id}` as ClientKey) }))
  return <DeskSelect label={say('task.priority')} {...props} choices={choices} />
}
