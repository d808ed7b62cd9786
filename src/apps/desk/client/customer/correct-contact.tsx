import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'

type Contact = AnswerOf<typeof endpoints.contacts>['contacts'][number]
type Correction = Sent<typeof endpoints.correctContact>['body']

const phases = ['joining', 'staying', 'paying', 'leaving', 'any'] as const satisfies readonly Correction['phase'][]
const outcomes = [
  'answered',
  'done',
  'forwarded',
  'call-back',
  'not-reached',
] as const satisfies readonly Correction['outcome'][]
const solutions = ['yes', 'no', 'open'] as const
const solvedOf = { yes: true, no: false, open: null } as const

/** Corrects what a contact was about and how it ended: figures are made from it, and a slip of the finger would stay in them. */
export function CorrectContact({
  contact,
  onDone,
}: {
  readonly contact: Contact
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  return (
    <DeskDialog
      trigger={
        <button type="button" className="kw-link">
          {say('contacts.correct')}
        </button>
      }
      title={say('contacts.correct')}
    >
      {(close) => (
        <CorrectionForm
          contact={contact}
          onDone={async () => {
            close()
            await onDone()
          }}
        />
      )}
    </DeskDialog>
  )
}

type OfContact = { readonly contact: Contact; readonly onDone: () => Promise<void> }

/** What is being corrected, beginning with what stands there. */
function useCorrection({ contact, onDone }: OfContact) {
  const say = useSay()
  const [topic, setTopic] = useState(contact.topic)
  const [phase, setPhase] = useState<Correction['phase']>(contact.phase)
  const [outcome, setOutcome] = useState<Correction['outcome']>(contact.outcome)
  const [solved, setSolved] = useState<(typeof solutions)[number]>(
    contact.solved === null ? 'open' : contact.solved ? 'yes' : 'no',
  )
  const [error, setError] = useState<string>()
  const save = async () => {
    try {
      const body = { rowVersion: contact.rowVersion, topic, phase, outcome, solved: solvedOf[solved] }
      await call(endpoints.correctContact, { params: { id: contact.id }, body })
      announce({ tone: 'success', title: say('contacts.corrected') })
      await onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return { topic, setTopic, phase, setPhase, outcome, setOutcome, solved, setSolved, error, save }
}

function CorrectionForm(props: OfContact) {
  const say = useSay()
  const locale = useLocale()
  const { answer } = useResource(endpoints.contactTopics, {})
  const { topic, setTopic, phase, setPhase, outcome, setOutcome, solved, setSolved, error, save } = useCorrection(props)
  const topics = answer?.topics ?? []
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <DeskSelect
        label={say('contactEntry.topic')}
        value={topic}
        onChange={(code) => {
          setTopic(code)
          // Each topic belongs to a phase; who knows better still says so below.
          setPhase(topics.find((one) => one.code === code)?.phase ?? phase)
        }}
        choices={topics.map((one) => ({ id: one.code, label: locale === 'de' ? one.nameDe : one.nameEn }))}
      />
      <DeskSelect
        label={say('contacts.phase')}
        value={phase}
        onChange={(next) => setPhase(next as Correction['phase'])}
        choices={phases.map((id) => ({ id, label: say(`contacts.phase.${id}`) }))}
      />
      <DeskSelect
        label={say('contactEntry.outcome')}
        value={outcome}
        onChange={(next) => setOutcome(next as Correction['outcome'])}
        choices={outcomes.map((id) => ({ id, label: say(`contactOutcome.${id}` as ClientKey) }))}
      />
      <DeskSelect
        label={say('contactEntry.solved')}
        value={solved}
        onChange={(next) => setSolved(next as (typeof solutions)[number])}
        choices={solutions.map((id) => ({ id, label: say(`contacts.solved.${id}`) }))}
      />
      <ActionBar label={say('contacts.correct')}>
        <DeskButton tone="primary" type="submit">
          {say('contacts.saveCorrection')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
