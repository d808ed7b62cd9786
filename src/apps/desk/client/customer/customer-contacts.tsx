import { type ChangeEvent, useState } from 'react'
import { announce } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf } from '../router.ts'
import { mayDo, useMe } from '../me.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { CorrectContact } from './correct-contact.tsx'

type Contact = AnswerOf<typeof endpoints.contacts>['contacts'][number]
const SHOWN = 4

/** The last contacts of a customer: by which way, about what, how it ended, and the scans that belong to them. */
export function CustomerContacts({ id }: { readonly id: string }) {
  const say = useSay()
  const [isAll, setAll] = useState(false)
  const { answer, reload } = useResource(endpoints.contacts, { params: { id } })
  if (!answer || answer.contacts.length === 0) return null
  const shown = isAll ? answer.contacts : answer.contacts.slice(0, SHOWN)
  return (
    <section className="desk-tasks" aria-label={say('contacts.title')}>
      <h2 className="kw-h-s">{say('contacts.title')}</h2>
      <ul>
        {shown.map((contact) => (
          <ShownContact key={contact.id} contact={contact} reload={reload} />
        ))}
      </ul>
      {!isAll && answer.contacts.length > SHOWN && (
        <button type="button" className="desk-view" onClick={() => setAll(true)}>
          {say('contacts.more')}
        </button>
      )}
    </section>
  )
}

/** Names of topics in the language of the page. */
export function useTopicName(): (code: string) => string {
  const locale = useLocale()
  const { answer } = useResource(endpoints.contactTopics, {})
  return (code) => {
    const topic = answer?.topics.find((one) => one.code === code)
    return topic ? (locale === 'de' ? topic.nameDe : topic.nameEn) : code
  }
}

function ShownContact({ contact, reload }: { readonly contact: Contact; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const locale = useLocale()
  const topicName = useTopicName()
  const me = useMe()
  const { id, files } = contact
  const parts = [
    say(`contactChannel.${contact.channel}` as ClientKey),
    say(`contactOutcome.${contact.outcome}` as ClientKey),
    ...(contact.durationS ? [say('contacts.minutes', { count: Math.max(1, Math.round(contact.durationS / 60)) })] : []),
    ...(contact.enteredByName ? [contact.enteredByName] : []),
  ]
  return (
    <li>
      <strong>{topicName(contact.topic)}</strong> <span className="kw-quiet">{moment(contact.beganAt, locale)}</span>
      <br />
      <span className="kw-quiet">{parts.join(' · ')}</span>
      {contact.note && <p>{contact.note}</p>}
      {contact.taskId && (
        <a className="kw-link" href={hrefOf('task', contact.taskId)}>
          {say('contacts.task')}
        </a>
      )}{' '}
      {files.map((file) => (
        <a key={file.id} className="kw-link" href={`/desk/api/contacts/${id}/files/${file.id}`} download>
          {file.name}
        </a>
      ))}{' '}
      {mayDo(me, 'contacts') && (
        <>
          <CorrectContact key={contact.rowVersion} contact={contact} onDone={reload} />{' '}
          <AddScan contactId={id} onDone={reload} />
        </>
      )}
    </li>
  )
}

/** A letter or card that was scanned: the file goes to the contact that it belongs to. */
function AddScan({ contactId, onDone }: { readonly contactId: string; readonly onDone: () => Promise<void> }) {
  const say = useSay()
  const send = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    if (!file) return
    const body = new FormData()
    body.append('file', file)
    const answer = await fetch(`/desk/api/contacts/${contactId}/files`, { method: 'POST', body })
    if (answer.ok) announce({ tone: 'success', title: say('contacts.scanDone') })
    else {
      const problem = (await answer.json().catch(() => undefined)) as { detail?: string } | undefined
      announce({ tone: 'danger', title: problem?.detail ?? say('problem.title') })
    }
    await onDone()
  }
  return (
    <label className="desk-scan">
      {say('contacts.addScan')}
      <input
        type="file"
        accept="application/pdf,image/jpeg,image/png"
        className="kw-unseen"
        onChange={(event) => void send(event)}
      />
    </label>
  )
}
