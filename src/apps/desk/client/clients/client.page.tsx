import { type ReactNode, useState } from 'react'
import { Badge, Notice } from '#ui'
import { DeskTabs, Pane } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useFilter } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'
import { Calls } from './calls.tsx'
import { Keys } from './keys.tsx'
import { OwnReceivers } from './receivers.tsx'
import { ChooseScopes } from './choose-scopes.tsx'
import { type Secret, ShownSecret } from './shown-secret.tsx'

export type Client = AnswerOf<typeof endpoints.client>
/** Milliseconds and counts, as people write them. */
const number = (value: number, locale: string) => new Intl.NumberFormat(locale).format(value)

/** One client and its sandbox: keys, scopes, calls and receivers. */
export function ClientPage({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.client, { params: { id } })
  const [secret, setSecret] = useState<Secret>()
  const [part, setPart] = useFilter('part')
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const shared = { client: answer, reload, onSecret: setSecret }
  const tabs: readonly { readonly id: string; readonly label: string; readonly content: ReactNode }[] = [
    { id: 'keys', label: say('clients.keys'), content: <Keys {...shared} /> },
    { id: 'scopes', label: say('clients.scopes'), content: <ChooseScopes {...shared} /> },
    { id: 'calls', label: say('clients.calls'), content: <Calls id={id} /> },
    { id: 'receivers', label: say('clients.receivers'), content: <OwnReceivers id={id} onSecret={setSecret} /> },
  ]
  return (
    <Pane heading={answer.client.name}>
      <Head client={answer} />
      <DeskTabs label={answer.client.name} selected={part ?? 'keys'} onSelect={setPart} tabs={tabs} />
      {secret && <ShownSecret secret={secret} onDone={() => setSecret(undefined)} />}
    </Pane>
  )
}

function Head({ client: { client, day, callsPerMinuteOfHouse } }: { readonly client: Client }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <>
      {client.sandboxOf && (
        <Notice tone="note" title={say('clients.sandbox.is')}>
          {say('clients.sandbox.isText')}
        </Notice>
      )}
      <div className="desk-facts">
        <span>
          {say('machines.clientId')} <code>{client.clientId}</code>
        </span>
        <span>{say('clients.limit', { calls: number(client.callsPerMinute ?? callsPerMinuteOfHouse, locale) })}</span>
        <span>{say('clients.day', { calls: day.calls, failed: day.failed })}</span>
        {day.slowMs !== null && <span>{say('clients.slow', { ms: number(day.slowMs, locale) })}</span>}
        {client.disabledAt && <Badge tone="danger">{say('clients.ended')}</Badge>}
      </div>
    </>
  )
}
