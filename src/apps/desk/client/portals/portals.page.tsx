import { type ReactNode, useState } from 'react'
import { defineTexts, type Say } from '#platform/i18n/web'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment, shortDay } from '../format.ts'
import { Confirmed } from '../logins/confirm.tsx'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import de from './portals.de.json' with { type: 'json' }
import en from './portals.en.json' with { type: 'json' }

const portalTexts = defineTexts(de, en)
const useSayPortal = (): Say<(typeof portalTexts.keys)[number]> => portalTexts(useLocale())

type Answer = AnswerOf<typeof endpoints.portals>
type Portal = Answer['clients'][number]
type Secret = { readonly name: string; readonly clientId: string; readonly secret: string | null }
type Shared = { readonly reload: () => Promise<void>; readonly onSecret: (secret: Secret) => Promise<void> }

/** Portals whose visitors sign in with our accounts, and the keys that sign. */
export function PortalsPage() {
  const say = useSayPortal()
  const { answer, problem, reload } = useResource(endpoints.portals, {})
  const [secret, setSecret] = useState<Secret>()
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const onSecret = async (made: Secret) => {
    setSecret(made)
    await reload()
  }
  return (
    <Pane heading={say('title')} aside={<NewPortal reload={reload} onSecret={onSecret} />}>
      <p className="own-lead">{say('lead')}</p>
      <p>
        {say('issuer')}: <code>{answer.issuer}</code>
      </p>
      {answer.clients.length === 0 && <Empty title={say('none')}>{say('noneText')}</Empty>}
      <ul className="desk-jobs">
        {answer.clients.map((portal) => (
          <PortalItem key={portal.id} portal={portal} reload={reload} onSecret={onSecret} />
        ))}
      </ul>
      <Keys answer={answer} reload={reload} />
      {secret && <ShownSecret secret={secret} onDone={() => setSecret(undefined)} />}
    </Pane>
  )
}

function PortalItem(props: Shared & { readonly portal: Portal }) {
  const say = useSayPortal()
  const locale = useLocale()
  const { portal } = props
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{portal.name}</h3>
        {portal.isFirstParty && <Badge tone="note">{say('isOurs')}</Badge>}
        {!portal.keepsSecret && <Badge>{say('isPublic')}</Badge>}
        {portal.disabledAt && <Badge>{say('ended', { when: moment(portal.disabledAt, locale) })}</Badge>}
      </div>
      <p>
        {say('clientId')} <code>{portal.clientId}</code>
      </p>
      <p className="kw-quiet own-words-plain">{[...portal.redirectUris, ...portal.postLogoutUris].join(', ')}</p>
      {!portal.disabledAt && <PortalActions {...props} />}
    </li>
  )
}

function PortalActions({ portal, reload, onSecret }: Shared & { readonly portal: Portal }) {
  const say = useSayPortal()
  const { id, name } = portal
  return (
    <ActionBar label={name}>
      <DeskDialog
        trigger={
          <DeskButton>
            {say('change')}
            <span className="kw-unseen"> {name}</span>
          </DeskButton>
        }
        title={`${say('change')}: ${name}`}
      >
        {(close) => (
          <PortalForm
            start={portal}
            send={say('save')}
            onSend={async ({ keepsSecret: _keepsSecret, ...body }) => {
              await call(endpoints.changePortal, { params: { id }, body })
              announce({ tone: 'success', title: say('saved') })
              close()
              await reload()
            }}
          />
        )}
      </DeskDialog>
      {portal.keepsSecret && (
        <Confirmed
          label={say('rotate')}
          about={name}
          title={say('rotate')}
          text={say('rotateText', { name })}
          act={async () => {
            const { clientId, clientSecret } = await call(endpoints.newPortalSecret, { params: { id } })
            await onSecret({ name, clientId, secret: clientSecret })
          }}
        />
      )}
      <Confirmed
        label={say('end')}
        about={name}
        title={say('endTitle', { name })}
        text={say('endText')}
        act={async () => {
          await call(endpoints.endPortal, { params: { id } })
          announce({ tone: 'success', title: say('endDone') })
          await reload()
        }}
      />
    </ActionBar>
  )
}

function NewPortal({ onSecret }: Shared) {
  const say = useSayPortal()
  return (
    <DeskDialog trigger={<DeskButton icon="add">{say('new')}</DeskButton>} title={say('new')}>
      {(close) => (
        <PortalForm
          start={{ name: '', redirectUris: [], postLogoutUris: [], isFirstParty: false, keepsSecret: true }}
          isNew
          send={say('make')}
          onSend={async (body) => {
            const { clientId, clientSecret } = await call(endpoints.makePortal, { body })
            close()
            await onSecret({ name: body.name, clientId, secret: clientSecret })
          }}
        />
      )}
    </DeskDialog>
  )
}

type Fields = {
  name: string
  redirectUris: string[]
  postLogoutUris: string[]
  isFirstParty: boolean
  keepsSecret: boolean
}
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)

function PortalForm(props: {
  readonly start: Readonly<Pick<Portal, 'name' | 'redirectUris' | 'postLogoutUris' | 'isFirstParty' | 'keepsSecret'>>
  readonly isNew?: boolean
  readonly send: string
  readonly onSend: (fields: Fields) => Promise<void>
}): ReactNode {
  const say = useSayPortal()
  const { start, isNew, send, onSend } = props
  const [name, setName] = useState(start.name)
  const [redirects, setRedirects] = useState(start.redirectUris.join('\n'))
  const [logouts, setLogouts] = useState(start.postLogoutUris.join('\n'))
  const [isFirstParty, setFirstParty] = useState(start.isFirstParty)
  const [keepsSecret, setKeepsSecret] = useState(start.keepsSecret)
  const [refused, setRefused] = useState<CallRefused>()
  const about = (field: string) => refused?.problem.fields?.find((one) => one.field.startsWith(field))?.detail
  const submit = async () => {
    try {
      const fields = { name: name.trim(), redirectUris: lines(redirects), postLogoutUris: lines(logouts) }
      await onSend({ ...fields, isFirstParty, keepsSecret })
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refused && !refused.problem.fields && <Notice tone="danger">{refused.problem.detail}</Notice>}
      <DeskTextField label={say('name')} hint={say('nameHint')} value={name} onChange={setName} error={about('name')} />
      <DeskTextField
        label={say('redirects')}
        hint={say('redirectsHint')}
        value={redirects}
        onChange={setRedirects}
        rows={3}
        error={about('redirectUris')}
      />
      <DeskTextField
        label={say('logouts')}
        hint={say('logoutsHint')}
        value={logouts}
        onChange={setLogouts}
        rows={2}
        error={about('postLogoutUris')}
      />
      <DeskCheckbox label={say('ours')} isSelected={isFirstParty} onChange={setFirstParty} />
      {isNew && <DeskCheckbox label={say('secretKept')} isSelected={keepsSecret} onChange={setKeepsSecret} />}
      <ActionBar label={send}>
        <DeskButton tone="primary" type="submit" isDisabled={name.trim() === '' || lines(redirects).length === 0}>
          {send}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function Keys({ answer, reload }: { readonly answer: Answer; readonly reload: () => Promise<void> }) {
  const say = useSayPortal()
  const locale = useLocale()
  const day = (instant: string) => shortDay(instant.slice(0, 10), locale)
  return (
    <section className="own-heading">
      <h3 className="kw-h-s">{say('keys')}</h3>
      {answer.keys.length === 0 && <p className="kw-quiet">{say('keysNone')}</p>}
      <ul>
        {answer.keys.map((key) => (
          <li key={key.kid}>{say('key', { kid: key.kid, from: day(key.signsFrom), until: day(key.signsUntil) })}</li>
        ))}
      </ul>
      <ActionBar label={say('keys')}>
        <Confirmed
          label={say('replace')}
          about=""
          title={say('replace')}
          text={say('replaceText')}
          act={async () => {
            await call(endpoints.replaceOpenidKeys, {})
            announce({ tone: 'success', title: say('replaced') })
            await reload()
          }}
        />
      </ActionBar>
    </section>
  )
}

/** The one time at which a secret can be read. */
function ShownSecret({ secret, onDone }: { readonly secret: Secret; readonly onDone: () => void }) {
  const say = useSayPortal()
  return (
    <DeskDialog
      isOpen
      urgent
      onOpenChange={(isOpen) => !isOpen && onDone()}
      title={say('secretTitle', { name: secret.name })}
    >
      {secret.secret !== null && <p>{say('secretText')}</p>}
      <DeskTextField label={say('clientId')} value={secret.clientId} onChange={() => undefined} />
      {secret.secret !== null && (
        <DeskTextField label={say('secret')} value={secret.secret} onChange={() => undefined} />
      )}
      <ActionBar label={say('copied')}>
        <DeskButton tone="primary" onPress={onDone}>
          {say('copied')}
        </DeskButton>
      </ActionBar>
    </DeskDialog>
  )
}
