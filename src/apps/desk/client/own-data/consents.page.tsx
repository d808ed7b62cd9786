import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { moment } from '../format.ts'
import { attempt } from '../logins/confirm.tsx'
import { useLocale } from '../texts.tsx'
import { AskedFields, askedOf, useAsked } from './asked.tsx'
import { OwnDataPage } from './page.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

type Consent = OnFile['consents'][number]

/** What a customer has agreed to, in which words, and the words to read out for a new answer. */
export function ConsentsPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('consents.title')} lead={say('consents.lead')}>
      {(data) => (
        <ul className="own-list">
          {data.consents.map((consent) => (
            <ConsentItem key={consent.purpose} id={id} consent={consent} />
          ))}
        </ul>
      )}
    </OwnDataPage>
  )
}

function ConsentItem({ id, consent }: { readonly id: string; readonly consent: Consent }) {
  const say = useOwnSay()
  const [isOpen, setOpen] = useState(false)
  const name = say(`consent.${consent.purpose}`)
  return (
    <li>
      <div className="own-line">
        <h3 className="kw-h-s">
          {name}{' '}
          <Badge tone={consent.given ? 'success' : 'note'}>
            {say(consent.given ? 'consents.given' : 'consents.notGiven')}
          </Badge>
        </h3>
        {!isOpen && (
          <DeskButton onPress={() => setOpen(true)}>
            {say(consent.given ? 'consents.withdraw' : 'consents.give')}
            <span className="kw-unseen"> {name}</span>
          </DeskButton>
        )}
      </div>
      <Proof consent={consent} />
      {isOpen && <Answer id={id} consent={consent} close={() => setOpen(false)} />}
    </li>
  )
}

/** When, how and by whom the answer that counts was given, and in which words. */
function Proof({ consent }: { readonly consent: Consent }) {
  const say = useOwnSay()
  const locale = useLocale()
  if (consent.answeredAt === null) return <p className="kw-quiet">{say('consents.never')}</p>
  const how = consent.toldBy
    ? say(`toldBy.${consent.toldBy}` as OwnDataKey)
    : say(consent.answeredThrough === 'desk' ? 'consents.byDesk' : 'consents.byPortal')
  return (
    <>
      <p className="kw-quiet">
        {say(consent.given ? 'consents.proofGiven' : 'consents.proofWithdrawn', {
          when: moment(consent.answeredAt, locale),
          how,
          version: consent.answeredVersion ?? '',
        })}
        {consent.reason && ` ${consent.reason}`}
      </p>
      <details>
        <summary>{say('consents.wordsThen')}</summary>
        <blockquote className="own-words">{consent.answeredWording}</blockquote>
      </details>
    </>
  )
}

function Answer({
  id,
  consent,
  close,
}: {
  readonly id: string
  readonly consent: Consent
  readonly close: () => void
}) {
  const say = useOwnSay()
  const [asked, setAsked] = useAsked(id)
  const [isTried, setTried] = useState(false)
  const given = !consent.given
  const send = async () => {
    setTried(true)
    const how = askedOf(asked)
    if (!how) return
    await attempt(async () => {
      const { purpose, wordingId } = consent
      await call(endpoints.answerConsent, { params: { id }, body: { ...how, purpose, wordingId, given } })
      announce({ tone: 'success', title: say(given ? 'consents.givenDone' : 'consents.withdrawnDone') })
      close()
    })
    refreshAll(`/desk/api/customers/${id}`)
  }
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {given ? (
        <>
          <p>{say('consents.readOut', { version: consent.version })}</p>
          <blockquote className="own-words">{consent.wording}</blockquote>
        </>
      ) : (
        <p>{say('consents.withdrawText')}</p>
      )}
      <AskedFields draft={asked} set={setAsked} isTried={isTried} />
      <ActionBar label={say(given ? 'consents.give' : 'consents.withdraw')}>
        <DeskButton tone="primary" type="submit">
          {say(given ? 'consents.saveGiven' : 'consents.saveWithdrawn')}
        </DeskButton>
        <DeskButton tone="quiet" onPress={close}>
          {say('flow.leave')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
