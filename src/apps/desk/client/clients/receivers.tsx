import { useState } from 'react'
import { Badge } from '#ui'
import type { SubscriptionAnswer } from '#company/exchange/web'
import { ActionBar, announce, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { objectWord } from '../exchange/words.ts'
import { moment } from '../format.ts'
import { attempt, Confirmed } from '../logins/confirm.tsx'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import type { Secret } from './shown-secret.tsx'

type ForSecret = { readonly onSecret: (secret: Secret) => void }
type OfReceiver = ForSecret & { readonly id: string; readonly webhook: SubscriptionAnswer }

const refresh = (id: string) => refreshAll(`/desk/api/clients/${id}/webhooks`)

/** Where changes are sent to for one client. */
export function OwnReceivers({ id, onSecret }: ForSecret & { readonly id: string }) {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.clientWebhooks, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section className="desk-place" aria-label={say('clients.receivers')}>
      <p className="kw-quiet">{say('clients.receiversText')}</p>
      <ul className="desk-jobs">
        {answer.webhooks.map((webhook) => (
          <OwnReceiver key={webhook.id} id={id} webhook={webhook} onSecret={onSecret} />
        ))}
      </ul>
      <AddReceiver id={id} onSecret={onSecret} />
    </section>
  )
}

function AddReceiver({ id, onSecret }: ForSecret & { readonly id: string }) {
  const say = useSay()
  const [url, setUrl] = useState('')
  return (
    <DeskDialog
      trigger={<DeskButton icon="add">{say('clients.receiver.add')}</DeskButton>}
      title={say('clients.receiver.add')}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void attempt(async () => {
              const made = await call(endpoints.addWebhook, { params: { id }, body: { url: url.trim() } })
              setUrl('')
              close()
              onSecret({ name: made.webhook.url, secret: made.secret })
              refresh(id)
            })
          }}
        >
          <DeskTextField
            label={say('clients.receiver.url')}
            hint={say('clients.receiver.urlHint')}
            value={url}
            onChange={setUrl}
            autoFocus
          />
          <ActionBar label={say('clients.receiver.add')}>
            <DeskButton tone="primary" type="submit" isDisabled={url.trim().length < 8}>
              {say('clients.receiver.add')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}

function OwnReceiver({ id, webhook, onSecret }: OfReceiver) {
  const say = useSay()
  const locale = useLocale()
  const tone = webhook.state === 'gone' ? 'danger' : webhook.failures > 0 ? 'warning' : 'success'
  const isFailing = webhook.state === 'active' && webhook.failures > 0
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s kw-breakable">{webhook.url}</h3>
        <Badge tone={webhook.state === 'paused' ? 'note' : tone}>
          {say(isFailing ? 'connections.failing' : (`connections.${webhook.state}` as ClientKey))}
        </Badge>
      </div>
      <p>
        {say('connections.counts', { waiting: webhook.waiting, failed: webhook.failed })}
        {webhook.lastSentAt && `, ${say('connections.lastSent', { when: moment(webhook.lastSentAt, locale) })}`}
      </p>
      {webhook.lastError && isFailing && (
        <p className="desk-error-text">{sayOr(say, `delivery.${webhook.lastError}`, webhook.lastError)}</p>
      )}
      <ReceiverActions id={id} webhook={webhook} onSecret={onSecret} />
      <OwnDeliveries id={id} webhook={webhook.id} />
    </li>
  )
}

function ReceiverActions({ id, webhook, onSecret }: OfReceiver) {
  const say = useSay()
  const params = { id, webhook: webhook.id }
  const tryOut = () =>
    attempt(async () => {
      const { status, problem, durationMs } = await call(endpoints.tryWebhook, { params })
      const what = problem ? sayOr(say, `delivery.${problem}`, problem) : ''
      announce(
        problem
          ? { tone: 'danger', title: say('clients.tried.failed', { what, status: String(status ?? '–') }) }
          : { tone: 'success', title: say('clients.tried.done', { status: String(status), ms: durationMs }) },
      )
    })
  const setState = (state: 'active' | 'paused') =>
    attempt(async () => {
      await call(endpoints.changeWebhook, { params, body: { rowVersion: webhook.rowVersion, state } })
      announce({ tone: 'success', title: say(`connections.${state}.done`) })
      refresh(id)
    })
  return (
    <ActionBar label={webhook.url}>
      <DeskButton icon="send" onPress={() => void tryOut()}>
        {say('clients.receiver.try')}
      </DeskButton>
      <DeskButton onPress={() => void setState(webhook.state === 'active' ? 'paused' : 'active')}>
        {say(webhook.state === 'active' ? 'connections.pause' : 'connections.resume')}
      </DeskButton>
      {webhook.failed > 0 && (
        <DeskButton icon="refresh" onPress={() => void replayOf(say, params, { failed: true })}>
          {say('connections.again')}
        </DeskButton>
      )}
      <Confirmed
        label={say('clients.receiver.rotate')}
        about={webhook.url}
        title={say('clients.receiver.rotate')}
        text={say('clients.receiver.rotateText')}
        act={async () => {
          const { secret } = await call(endpoints.rotateWebhook, { params, body: {} })
          onSecret({ name: webhook.url, secret })
        }}
      />
      <Confirmed
        label={say('clients.receiver.remove')}
        about={webhook.url}
        title={say('clients.receiver.remove')}
        text={say('clients.receiver.removeText')}
        act={async () => {
          await call(endpoints.removeWebhook, { params })
          refresh(id)
        }}
      />
    </ActionBar>
  )
}

const replayOf = (
  say: ReturnType<typeof useSay>,
  params: { readonly id: string; readonly webhook: string },
  body: { readonly failed: true } | { readonly after: string },
) =>
  attempt(async () => {
    const { changes } = await call(endpoints.replayToClient, { params, body })
    announce({ tone: 'success', title: say('clients.replayed', { changes }) })
    refresh(params.id)
  })

function OwnDeliveries({ id, webhook }: { readonly id: string; readonly webhook: string }) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say('connections.deliveries')}</summary>
      {isOpen && <OwnDeliveryTable id={id} webhook={webhook} />}
    </details>
  )
}

function OwnDeliveryTable(params: { readonly id: string; readonly webhook: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem } = useResource(endpoints.clientDeliveries, { params })
  if (!answer) return problem ? <Problem problem={problem} /> : <Loading />
  if (answer.deliveries.length === 0) return <p className="kw-quiet">{say('connections.noDeliveries')}</p>
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('connections.deliveries')}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('delivery.change')}</th>
            <th scope="col">{say('delivery.state')}</th>
            <th scope="col">{say('delivery.last')}</th>
            <th scope="col">{say('clients.replay')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.deliveries.map((one) => (
            <tr key={one.changeId}>
              <td>
                {objectWord(say, one.object)} {one.changeId}
              </td>
              <td>
                {say(`delivery.${one.state}` as ClientKey)}
                {one.problem && ` (${sayOr(say, `delivery.${one.problem}`, one.problem)})`}
              </td>
              <td>{one.lastTryAt ? moment(one.lastTryAt, locale) : '–'}</td>
              <td>
                <Confirmed
                  label={say('clients.replayFrom')}
                  about={one.changeId}
                  title={say('clients.replayFrom')}
                  text={say('clients.replayText')}
                  act={() => replayOf(say, params, { after: String(BigInt(one.changeId) - 1n) })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
