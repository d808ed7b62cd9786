import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useGroups } from '../tasks/groups.ts'
import { useServing } from './serving.tsx'

type Contact = Sent<typeof endpoints.recordContact>['body']
type Proposal = AnswerOf<typeof endpoints.contactProposal>

/** As the contract has them; its own lists would bring the whole contract into the browser. */
const channels = [
  'phone',
  'counter',
  'letter',
  'reading-card',
  'e-mail',
  'other',
] as const satisfies readonly Contact['channel'][]
const outcomes = [
  'answered',
  'done',
  'forwarded',
  'call-back',
  'not-reached',
] as const satisfies readonly Contact['outcome'][]
const verified = ['none', 'name', 'numbers', 'pin'] as const satisfies readonly Contact['verification'][]
/** Topics that a single digit picks. */
const DIGITS = 9
/** A customer stays open on a desk over lunch; no call is taken to be longer than this. */
const DURATION_S_MAX = 1_800
const CHANNEL_KEY = 'kw-desk-contact-channel'

/** Notes a contact with whoever is served: all is proposed, a digit picks another topic, Enter saves. */
export function RecordContact(props: {
  readonly customerId: string
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  const say = useSay()
  return (
    <DeskDialog isOpen={props.isOpen} onOpenChange={props.onOpenChange} title={say('contactEntry.title')}>
      <ProposedContact customerId={props.customerId} onDone={() => props.onOpenChange(false)} />
    </DeskDialog>
  )
}

type Entry = { readonly customerId: string; readonly onDone: () => void }

function ProposedContact(props: Entry) {
  const { answer, problem, reload } = useResource(endpoints.contactProposal, { params: { id: props.customerId } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return <ContactForm {...props} proposal={answer} />
}

type Draft = {
  readonly channel: Contact['channel']
  readonly topic: string
  readonly outcome: Contact['outcome']
  readonly verification: Contact['verification']
  readonly solved: boolean
  readonly note: string
  readonly withTask: boolean
  readonly group: string
}

function useContactEntry({ customerId, onDone }: Entry, topic: string) {
  const say = useSay()
  const { since } = useServing()
  const [error, setError] = useState<string>()
  const [draft, setDraft] = useState<Draft>({
    channel: (sessionStorage.getItem(CHANNEL_KEY) as Contact['channel'] | null) ?? 'phone',
    topic,
    outcome: 'answered',
    verification: 'name',
    solved: true,
    note: '',
    withTask: false,
    group: 'service',
  })
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = async (topicName: string) => {
    const { withTask, group, note, ...said } = draft
    sessionStorage.setItem(CHANNEL_KEY, draft.channel)
    const isTalk = draft.channel === 'phone' || draft.channel === 'counter'
    const durationS = Math.min(DURATION_S_MAX, Math.max(0, Math.round((Date.now() - since) / 1000)))
    const kind = draft.topic === 'complaint' ? 'customers.complaint' : 'customers.contact-follow-up'
    try {
      await call(endpoints.recordContact, {
        body: {
          ...said,
          customerId,
          direction: 'in',
          solved: withTask ? false : draft.solved,
          ...(isTalk && { durationS }),
          ...(note.trim() && { note: note.trim() }),
          ...(withTask && { task: { kind, title: topicName, group } }),
        },
      })
      announce({ tone: 'success', title: say(withTask ? 'contactEntry.doneWithTask' : 'contactEntry.done') })
      refreshAll(`/desk/api/customers/${customerId}`, '/desk/api/tasks/load')
      onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return { draft, set, error, save }
}

function ContactForm(props: Entry & { readonly proposal: Proposal }) {
  const say = useSay()
  const locale = useLocale()
  const { topics, likely } = props.proposal
  const { draft, set, error, save } = useContactEntry(props, topics[0]?.code ?? 'other')
  const nameOf = (topic: Proposal['topics'][number]) => (locale === 'de' ? topic.nameDe : topic.nameEn)
  const chosen = topics.find((topic) => topic.code === draft.topic)
  const byDigit = (event: KeyboardEvent) => {
    const isText = event.target instanceof HTMLTextAreaElement || (event.target as HTMLInputElement).type === 'text'
    const topic = /^[1-9]$/.test(event.key) ? topics[Number(event.key) - 1] : undefined
    if (!topic || isText || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    set({ topic: topic.code })
  }
  return (
    <form
      onKeyDown={byDigit}
      onSubmit={(event) => {
        event.preventDefault()
        void save(chosen ? nameOf(chosen) : draft.topic)
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <TopicField
        topics={topics.map((topic, at) => ({ code: topic.code, name: nameOf(topic), likely: at < likely }))}
        value={draft.topic}
        onChange={(topic) => set({ topic })}
      />
      <div className="desk-row">
        <DeskSelect
          label={say('contactEntry.channel')}
          value={draft.channel}
          onChange={(channel) => set({ channel: channel as Draft['channel'] })}
          choices={channels.map((id) => ({ id, label: say(`contactChannel.${id}` as ClientKey) }))}
        />
        <DeskSelect
          label={say('contactEntry.verification')}
          value={draft.verification}
          onChange={(verification) => set({ verification: verification as Draft['verification'] })}
          choices={verified.map((id) => ({ id, label: say(`verification.${id}` as ClientKey) }))}
        />
        <DeskSelect
          label={say('contactEntry.outcome')}
          value={draft.outcome}
          onChange={(outcome) => set({ outcome: outcome as Draft['outcome'] })}
          choices={outcomes.map((id) => ({ id, label: say(`contactOutcome.${id}` as ClientKey) }))}
        />
      </div>
      <TaskPart draft={draft} set={set} />
      <DeskTextField label={say('task.note')} value={draft.note} onChange={(note) => set({ note })} rows={2} />
      <ActionBar label={say('contactEntry.title')}>
        <DeskButton tone="primary" type="submit">
          {say('contactEntry.send')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function TaskPart({ draft, set }: { readonly draft: Draft; readonly set: (part: Partial<Draft>) => void }) {
  const say = useSay()
  const groups = useGroups()
  return (
    <>
      {!draft.withTask && (
        <DeskCheckbox
          label={say('contactEntry.solved')}
          isSelected={draft.solved}
          onChange={(solved) => set({ solved })}
        />
      )}
      <DeskCheckbox
        label={say(draft.topic === 'complaint' ? 'contactEntry.withComplaint' : 'contactEntry.withTask')}
        isSelected={draft.withTask}
        onChange={(withTask) => set({ withTask })}
      />
      {draft.withTask && (
        <DeskSelect
          label={say('task.group')}
          value={draft.group}
          onChange={(group) => set({ group })}
          choices={groups}
        />
      )}
    </>
  )
}

/** Native radio buttons: arrows move, Enter sends the form. Likely topics stand first and are marked. */
function TopicField(props: {
  readonly topics: readonly { code: string; name: string; likely: boolean }[]
  readonly value: string
  readonly onChange: (code: string) => void
}) {
  const say = useSay()
  const checked = useRef<HTMLInputElement>(null)
  useEffect(() => checked.current?.focus(), [props.value])
  return (
    <fieldset className="desk-topics">
      <legend className="kw-d-label">{say('contactEntry.topic')}</legend>
      {props.topics.map(({ code, name, likely }, at) => (
        <label key={code} className="desk-topic">
          <input
            ref={code === props.value ? checked : null}
            type="radio"
            name="topic"
            value={code}
            checked={code === props.value}
            onChange={() => props.onChange(code)}
          />
          <span>{name}</span>
          {likely && <span className="kw-quiet">{say('contactEntry.likely')}</span>}
          {at < DIGITS && <kbd className="kw-key">{at + 1}</kbd>}
        </label>
      ))}
    </fieldset>
  )
}
