import { useState } from 'react'
import { Badge } from '#ui'
import { announce, DeskButton, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { attempt } from '../logins/confirm.tsx'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'

type Message = AnswerOf<typeof endpoints.failedMessages>['messages'][number]

/** Messages that did not arrive after all tries: to whom, why, and a button that sends them again. */
export function UndeliveredPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.failedMessages, {})
  const [isBusy, setBusy] = useState(false)
  const retry = async (ids: readonly string[]) => {
    setBusy(true)
    await attempt(async () => {
      const { retried } = await call(endpoints.retryMessages, { body: { ids: [...ids] } })
      announce({ tone: 'success', title: say('undelivered.retried', { count: retried }) })
    })
    setBusy(false)
    await reload()
  }
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const { messages } = answer
  return (
    <Pane
      heading={say('undelivered.title')}
      aside={
        messages.length > 1 && (
          <DeskButton isDisabled={isBusy} onPress={() => void retry(messages.map((one) => one.id))}>
            {say('undelivered.retryAll')}
          </DeskButton>
        )
      }
    >
      {problem && <Problem problem={problem} />}
      {messages.length === 0 && <Empty title={say('undelivered.empty')}>{say('undelivered.emptyText')}</Empty>}
      <ul className="desk-jobs">
        {messages.map((message) => (
          <MessageItem key={message.id} message={message} isBusy={isBusy} onRetry={() => void retry([message.id])} />
        ))}
      </ul>
    </Pane>
  )
}

function MessageItem(props: { readonly message: Message; readonly isBusy: boolean; readonly onRetry: () => void }) {
  const say = useSay()
  const locale = useLocale()
  const { message } = props
  const recipient = message.recipient.replaceAll('\n', ', ')
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{message.subject}</h3>
        <Badge>{say(`undelivered.channel.${message.channel}` as ClientKey)}</Badge>
        <DeskButton icon="refresh" isDisabled={props.isBusy} onPress={props.onRetry}>
          {say('undelivered.retry')}
          <span className="kw-unseen"> {message.subject}</span>
        </DeskButton>
      </div>
      <p>
        {message.customerId ? (
          <a className="kw-link" href={hrefOf('customer', message.customerId)}>
            {say('undelivered.to', { recipient })}
          </a>
        ) : (
          say('undelivered.to', { recipient })
        )}
        , {moment(message.createdAt, locale)}, {say('undelivered.attempts', { count: message.attempts })}
      </p>
      <p className="desk-error-text">{message.lastError ?? say('undelivered.noReason')}</p>
    </li>
  )
}
