import { type CalendarDate, parseDate } from '@internationalized/date'
import { type ReactNode, useState } from 'react'
import type { TaskAnswer } from '#company/tasks/web'
import { Notice } from '#ui'
import {
  ActionBar,
  announce,
  DeskButton,
  DeskDateField,
  DeskDialog,
  DeskSelect,
  DeskTextField,
  useShortcut,
} from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay, today } from '../format.ts'
import { useMe } from '../me.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useGroupName, useGroups } from './groups.ts'

const outcomes = ['done', 'not-needed', 'duplicate'] as const

type Verb = 'take' | 'hand-over' | 'defer' | 'finish' | 'note' | 'confirm' | 'send-back'
type Work = (rowVersion: number) => Promise<unknown>
type Verbs = { readonly task: TaskAnswer; readonly reload: () => Promise<void>; readonly withFinish?: boolean }

/** Take, hand over, put off, finish. If somebody was faster, both versions are shown and nothing is overwritten unseen. */
export function TaskVerbs({ task, reload, withFinish = true }: Verbs) {
  const say = useSay()
  const me = useMe()
  const [open, setOpen] = useState<Verb>()
  const { work, conflict, error, clear } = useTaskWork(task, reload, () => setOpen(undefined))
  const isMine = task.ownerStaffId === me.staffId
  const take = () =>
    void work('take', (rowVersion) => call(endpoints.takeTask, { params: { id: task.id }, body: { rowVersion } }))
  const confirm = () =>
    void work('confirm', (rowVersion) => call(endpoints.confirmTask, { params: { id: task.id }, body: { rowVersion } }))
  const isProposed = task.proposedBy !== null
  const isProposer = task.proposedBy === me.staffId
  useShortcut({ key: 'n' }, () => isMine || isProposer || take())
  useShortcut({ key: 'i' }, () => setOpen('note'))
  useShortcut({ key: 'f' }, () => {
    if (isProposed) return isProposer ? undefined : confirm()
    if (withFinish) setOpen('finish')
  })
  useShortcut({ key: 'w' }, () => setOpen('hand-over'))
  useShortcut({ key: 's' }, () => setOpen('defer'))
  return (
    <div className="desk-actions">
      {conflict && <Conflict task={task} conflict={conflict} onDone={clear} />}
      {error && <Notice tone="danger">{error}</Notice>}
      <ActionBar label={say('task.actions')}>
        {!isMine && !isProposer && (
          <DeskButton icon="person" shortcut={{ key: 'n' }} onPress={take}>
            {say('verb.take')}
          </DeskButton>
        )}
        <DeskButton icon="forward" shortcut={{ key: 'w' }} onPress={() => setOpen('hand-over')}>
          {say('verb.hand-over')}
        </DeskButton>
        <DeskButton icon="clock" shortcut={{ key: 's' }} onPress={() => setOpen('defer')}>
          {say('verb.defer')}
        </DeskButton>
        <DeskButton icon="note" shortcut={{ key: 'i' }} onPress={() => setOpen('note')}>
          {say('verb.note')}
        </DeskButton>
        {isProposed && !isProposer && (
          <>
            <DeskButton icon="undo" onPress={() => setOpen('send-back')}>
              {say('verb.send-back')}
            </DeskButton>
            <DeskButton tone="primary" icon="done" shortcut={{ key: 'f' }} onPress={confirm}>
              {say('verb.confirm')}
            </DeskButton>
          </>
        )}
        {withFinish && !isProposed && (
          <DeskButton tone="primary" icon="done" shortcut={{ key: 'f' }} onPress={() => setOpen('finish')}>
            {say('verb.finish')}
          </DeskButton>
        )}
      </ActionBar>
      <VerbDialogs task={task} open={open} setOpen={setOpen} work={work} />
    </div>
  )
}

/** Does a verb with the version that was seen. */
type DoWork = (verb: Verb, act: Work) => Promise<void>

function VerbDialogs(props: {
  readonly task: TaskAnswer
  readonly open: Verb | undefined
  readonly setOpen: (verb: Verb | undefined) => void
  readonly work: DoWork
}) {
  const { task, open, setOpen, work } = props
  const params = { id: task.id }
  return (
    <>
      <VerbDialog verb="hand-over" open={open} setOpen={setOpen}>
        <HandOver
          task={task}
          onSend={(body) =>
            work('hand-over', (rowVersion) => call(endpoints.handOverTask, { params, body: { ...body, rowVersion } }))
          }
        />
      </VerbDialog>
      <VerbDialog verb="defer" open={open} setOpen={setOpen}>
        <Defer
          onSend={(body) =>
            work('defer', (rowVersion) => call(endpoints.deferTask, { params, body: { ...body, rowVersion } }))
          }
        />
      </VerbDialog>
      <VerbDialog verb="note" open={open} setOpen={setOpen}>
        <NoteOnly
          verb="note"
          onSend={(note) =>
            work('note', (rowVersion) => call(endpoints.noteOnTask, { params, body: { note, rowVersion } }))
          }
        />
      </VerbDialog>
      <VerbDialog verb="send-back" open={open} setOpen={setOpen}>
        <NoteOnly
          verb="send-back"
          onSend={(note) =>
            work('send-back', (rowVersion) => call(endpoints.sendBackTask, { params, body: { note, rowVersion } }))
          }
        />
      </VerbDialog>
      <VerbDialog verb="finish" open={open} setOpen={setOpen}>
        <Finish
          onSend={(body) =>
            work('finish', (rowVersion) => call(endpoints.finishTask, { params, body: { ...body, rowVersion } }))
          }
        />
      </VerbDialog>
    </>
  )
}

type Conflict = { readonly verb: Verb; readonly detail: string; readonly again: () => void }

function useTaskWork(task: TaskAnswer, reload: () => Promise<void>, onDone: () => void) {
  const say = useSay()
  const [conflict, setConflict] = useState<Conflict>()
  const [error, setError] = useState<string>()
  const run = async (verb: Verb, act: Work, rowVersion: number): Promise<void> => {
    try {
      await act(rowVersion)
      setConflict(undefined)
      setError(undefined)
      announce({ tone: 'success', title: say(`verb.${verb}.done` as ClientKey) })
      refreshAll('/desk/api/tasks/load', '/desk/api/customers')
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      if (refused.problem.status !== 409) return setError(refused.problem.detail)
      const { task: now } = await call(endpoints.task, { params: { id: task.id } })
      setConflict({ verb, detail: refused.problem.detail, again: () => void run(verb, act, now.rowVersion) })
    } finally {
      onDone()
      await reload()
    }
  }
  return {
    work: (verb: Verb, act: Work) => run(verb, act, task.rowVersion),
    conflict,
    error,
    clear: () => setConflict(undefined),
  }
}

/** What the task is now (shown around it, too) and what one wanted to do with the one that one saw. */
function Conflict(props: { readonly task: TaskAnswer; readonly conflict: Conflict; readonly onDone: () => void }) {
  const say = useSay()
  const locale = useLocale()
  const { task, conflict, onDone } = props
  const groupName = useGroupName()
  const now = say(task.waitsUntil ? 'conflict.nowWaiting' : 'conflict.now', {
    owner: task.ownerName ?? say('task.nobody'),
    group: groupName(task.group),
    until: task.waitsUntil ? longDay(task.waitsUntil, locale) : '',
    due: longDay(task.dueOn, locale),
  })
  return (
    <Notice tone="warning" title={conflict.detail} announce>
      <p>{now}</p>
      <p>{say('conflict.wanted', { verb: say(`verb.${conflict.verb}` as ClientKey) })}</p>
      <ActionBar label={say('conflict.choose')}>
        {task.state === 'open' && <DeskButton onPress={conflict.again}>{say('conflict.again')}</DeskButton>}
        <DeskButton tone="quiet" onPress={onDone}>
          {say('conflict.leave')}
        </DeskButton>
      </ActionBar>
    </Notice>
  )
}

function VerbDialog(props: {
  readonly verb: Verb
  readonly open: Verb | undefined
  readonly setOpen: (verb: Verb | undefined) => void
  readonly children: ReactNode
}) {
  const say = useSay()
  const { verb, open, setOpen, children } = props
  return (
    <DeskDialog
      isOpen={open === verb}
      onOpenChange={(isOpen) => setOpen(isOpen ? verb : undefined)}
      title={say(`verb.${verb}.title` as ClientKey)}
    >
      {children}
    </DeskDialog>
  )
}

function VerbForm(props: {
  readonly send: string
  readonly onSend: (note: string | undefined) => void
  readonly isDisabled?: boolean
  readonly children: ReactNode
}) {
  const say = useSay()
  const [note, setNote] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!props.isDisabled) props.onSend(note.trim() || undefined)
      }}
    >
      {props.children}
      <DeskTextField label={say('task.note')} value={note} onChange={setNote} rows={3} />
      <ActionBar label={props.send}>
        <DeskButton tone="primary" type="submit" isDisabled={props.isDisabled ?? false}>
          {props.send}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

type Note = { readonly note?: string }
const noted = (note: string | undefined): Note => (note ? { note } : {})

const NOBODY = 'nobody'

/** To a group, where somebody takes it, or straight to a person. */
function HandOver(props: {
  readonly task: TaskAnswer
  readonly onSend: (body: Note & { group: string; staffId?: string }) => void
}) {
  const say = useSay()
  const groups = useGroups()
  const { answer } = useResource(endpoints.taskPeople, {})
  const [group, setGroup] = useState(props.task.group)
  const [person, setPerson] = useState(NOBODY)
  const people = answer?.people ?? []
  return (
    <VerbForm
      send={say('verb.hand-over.send')}
      onSend={(note) => props.onSend({ group, ...(person !== NOBODY && { staffId: person }), ...noted(note) })}
    >
      <DeskSelect label={say('task.group')} value={group} onChange={setGroup} choices={groups} />
      <DeskSelect
        label={say('task.person')}
        value={person}
        onChange={setPerson}
        choices={[
          { id: NOBODY, label: say('verb.hand-over.nobody') },
          ...people.map((one) => ({ id: one.staffId, label: one.name })),
        ]}
      />
    </VerbForm>
  )
}

/** A verb that needs words and nothing else. */
function NoteOnly({ verb, onSend }: { readonly verb: 'note' | 'send-back'; readonly onSend: (note: string) => void }) {
  const say = useSay()
  const [note, setNote] = useState('')
  const isEmpty = note.trim() === ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty) onSend(note.trim())
      }}
    >
      <DeskTextField label={say('task.note')} value={note} onChange={setNote} rows={4} autoFocus />
      <ActionBar label={say(`verb.${verb}.title`)}>
        <DeskButton tone="primary" type="submit" isDisabled={isEmpty}>
          {say(`verb.${verb}.send`)}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function Defer({ onSend }: { readonly onSend: (body: Note & { until: string }) => void }) {
  const say = useSay()
  const [until, setUntil] = useState<CalendarDate | null>(parseDate(today()).add({ days: 7 }))
  return (
    <VerbForm
      send={say('verb.defer.send')}
      isDisabled={!until}
      onSend={(note) => until && onSend({ until: until.toString(), ...noted(note) })}
    >
      <DeskDateField
        label={say('verb.defer.until')}
        value={until}
        onChange={(value) => setUntil(value && parseDate(value.toString().slice(0, 10)))}
      />
    </VerbForm>
  )
}

function Finish({ onSend }: { readonly onSend: (body: Note & { outcome: string }) => void }) {
  const say = useSay()
  const [outcome, setOutcome] = useState<string>('done')
  return (
    <VerbForm send={say('verb.finish.send')} onSend={(note) => onSend({ outcome, ...noted(note) })}>
      <DeskSelect
        label={say('task.outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={outcomes.map((id) => ({ id, label: say(`outcome.${id}` as ClientKey) }))}
      />
    </VerbForm>
  )
}
