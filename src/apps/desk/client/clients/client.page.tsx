import { type ReactNode, useState } from 'react'
import { Badge, Notice } from '#ui'
import { announce, DeskButton, DeskTabs, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { attempt, Confirmed } from '../logins/confirm.tsx'
import { go, hrefOf, useFilter } from '../router.ts'
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
    <Pane heading={answer.client.name} aside={<Sandbox client={answer} reload={reload} onSecret={setSecret} />}>
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
          {say('clients.sandbox.isText')} {say('clients.sandbox.whatText')}
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

function Sandbox(props: {
  readonly client: Client
  readonly reload: () => Promise<void>
  readonly onSecret: (secret: Secret) => void
}) {
  const say = useSay()
  const { client } = props.client
  if (client.sandboxOf)
    return (
      <>
        <Confirmed
          label={say('clients.sandbox.refill')}
          about={client.name}
          title={say('clients.sandbox.refill')}
          text={say('clients.sandbox.refillText')}
          act={async () => {
            await call(endpoints.refillSandbox, { params: { id: client.id } })
            announce({ tone: 'success', title: say('clients.sandbox.refilled') })
          }}
        />
        <DeskButton
          onPress={() =>
            void attempt(async () => {
              const { customerNumber, phone } = await call(endpoints.changeInSandbox, { params: { id: client.id } })
              announce({ tone: 'success', title: say('clients.sandbox.changed', { number: customerNumber, phone }) })
            })
          }
        >
          {say('clients.sandbox.change')}
        </DeskButton>
        <DeskButton icon="back" onPress={() => go(hrefOf('client', client.sandboxOf as string))}>
          {say('clients.sandbox.leave')}
        </DeskButton>
      </>
    )
  if (client.sandboxId)
    return (
      <DeskButton icon="forward" onPress={() => go(hrefOf('client', client.sandboxId as string))}>
        {say('clients.sandbox.open')}
      </DeskButton>
    )
  return (
    <Confirmed
      label={say('clients.sandbox.make')}
      about={client.name}
      title={say('clients.sandbox.make')}
      text={say('clients.sandbox.makeText')}
      act={() =>
        attempt(async () => {
          const made = await call(endpoints.makeSandbox, { params: { id: client.id } })
          props.onSecret({ name: client.name, clientId: made.clientId, secret: made.clientSecret })
          await props.reload()
        })
      }
    />
  )
}
