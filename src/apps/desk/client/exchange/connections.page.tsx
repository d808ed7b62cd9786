import { useState } from 'react'
import { Badge } from '#ui'
import { DeskButton, Pane, SplitView } from '#ui/desk'
import type { SubscriptionAnswer } from '#company/exchange/web'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import { attempt } from './attempt.ts'
import { Leading } from './leading.tsx'
import { objectWord } from './words.ts'

/** Other systems: who is sent changes and how that goes, and who leads which field. */
export function ConnectionsPage() {
  return <SplitView fixed="second" width={440} first={<Receivers />} second={<Leading />} />
}

function Receivers() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.webhooks, {})
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane
      heading={say('connections.receivers')}
      aside={
        <DeskButton tone="quiet" icon="refresh" onPress={() => void reload()}>
          {say('jobs.reload')}
        </DeskButton>
      }
    >
      {answer.webhooks.length === 0 && (
        <Empty title={say('connections.noReceivers')}>{say('connections.noReceiversText')}</Empty>
      )}
      <ul className="desk-jobs">
        {answer.webhooks.map((webhook) => (
          <Receiver key={webhook.id} webhook={webhook} reload={reload} />
        ))}
      </ul>
    </Pane>
  )
}

const receiverTone = ({ state, failures }: SubscriptionAnswer) =>
  state === 'gone' ? 'danger' : state === 'paused' ? 'note' : failures > 0 ? 'warning' : 'success'

function Receiver({ webhook, reload }: { readonly webhook: SubscriptionAnswer; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const locale = useLocale()
  const { id, rowVersion, state } = webhook
  const failing = state === 'active' && webhook.failures > 0
  const setState = (next: 'active' | 'paused') =>
    attempt(say(`connections.${next}.done`), async () => {
      await call(endpoints.pauseWebhook, { params: { id }, body: { rowVersion, state: next } })
      await reload()
    })
  const sendFailed = () =>
    attempt(say('connections.again.done'), async () => {
      await call(endpoints.replayWebhook, { params: { id }, body: { failed: true } })
      await reload()
    })
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{webhook.machineName ?? webhook.machineId}</h3>
        <Badge tone={receiverTone(webhook)}>
          {say(failing ? 'connections.failing' : (`connections.${state}` as ClientKey))}
        </Badge>
        <DeskButton onPress={() => void setState(state === 'active' ? 'paused' : 'active')}>
          {say(state === 'active' ? 'connections.pause' : 'connections.resume')}
          <span className="kw-unseen"> {webhook.machineName}</span>
        </DeskButton>
      </div>
      <p className="kw-breakable">{webhook.url}</p>
      <p>
        {say('connections.counts', { waiting: webhook.waiting, failed: webhook.failed })}
        {webhook.lastSentAt && `, ${say('connections.lastSent', { when: moment(webhook.lastSentAt, locale) })}`}
      </p>
      {webhook.failingSince && webhook.lastError && (
        <p className="desk-error-text">
          {sayOr(say, `delivery.${webhook.lastError}`, webhook.lastError)}{' '}
          {say('connections.since', { when: moment(webhook.failingSince, locale) })}
        </p>
      )}
      {webhook.failed > 0 && (
        <DeskButton icon="refresh" onPress={() => void sendFailed()}>
          {say('connections.again')}
        </DeskButton>
      )}
      <Deliveries id={id} />
    </li>
  )
}

function Deliveries({ id }: { readonly id: string }) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say('connections.deliveries')}</summary>
      {isOpen && <DeliveryTable id={id} />}
    </details>
  )
}

function DeliveryTable({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem } = useResource(endpoints.webhookDeliveries, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} /> : <Loading />
  if (answer.deliveries.length === 0) return <p className="kw-quiet">{say('connections.noDeliveries')}</p>
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('connections.deliveries')}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('delivery.change')}</th>
            <th scope="col">{say('delivery.state')}</th>
            <th scope="col" className="kw-number">
              {say('delivery.attempts')}
            </th>
            <th scope="col">{say('delivery.last')}</th>
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
                {one.problem &&
                  ` (${sayOr(say, `delivery.${one.problem}`, one.problem)}${one.status ? `, ${one.status}` : ''})`}
              </td>
              <td className="kw-number">{one.attempts}</td>
              <td>{one.lastTryAt ? moment(one.lastTryAt, locale) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
