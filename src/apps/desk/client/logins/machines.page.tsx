import { type ReactNode, useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'
import { type Secret, ShownSecret } from '../clients/shown-secret.tsx'
import { hrefOf } from '../router.ts'
import { attempt, Confirmed } from './confirm.tsx'
import { LimitOf, PeopleOf } from './machine-dialogs.tsx'

export type Machine = AnswerOf<typeof endpoints.machines>['machines'][number]

/** Programs that use the API: what each may do, and its secret, which is shown once. */
export function MachinesPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.machines, {})
  const [secret, setSecret] = useState<Secret>()
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const shown = async (made: Secret) => {
    setSecret(made)
    await reload()
  }
  return (
    <Pane heading={say('machines.title')} aside={<NewMachine onMade={shown} />}>
      {problem && <Problem problem={problem} />}
      {answer.machines.length === 0 && <Empty title={say('machines.none')}>{say('machines.noneText')}</Empty>}
      <ul className="desk-jobs">
        {answer.machines.map((machine) => (
          <MachineItem key={machine.id} machine={machine} reload={reload} />
        ))}
      </ul>
      {secret && <ShownSecret secret={secret} onDone={() => setSecret(undefined)} />}
    </Pane>
  )
}

function MachineItem(props: { readonly machine: Machine; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const locale = useLocale()
  const { machine } = props
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{machine.name}</h3>
        {machine.disabledAt && <Badge>{say('machines.ended', { when: moment(machine.disabledAt, locale) })}</Badge>}
      </div>
      <p>
        {say('machines.clientId')} <code>{machine.clientId}</code>,{' '}
        {say('machines.since', { when: moment(machine.createdAt, locale) })}
      </p>
      <p className="kw-quiet">{machine.scopesAllowed.join(', ')}</p>
      <p className="kw-quiet">
        {machine.people.length > 0
          ? `${say('machines.people')} ${machine.people.map((one) => one.name).join(', ')}`
          : say('machines.peopleNone')}
      </p>
      <p>
        <a href={hrefOf('client', machine.id)}>
          {say('machines.look')}
          <span className="kw-unseen"> {machine.name}</span>
        </a>
      </p>
      {!machine.disabledAt && <MachineActions {...props} />}
    </li>
  )
}

function MachineActions(props: { readonly machine: Machine; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const { machine, reload } = props
  const { id, name } = machine
  return (
    <ActionBar label={name}>
      <DeskDialog
        trigger={
          <DeskButton>
            {say('machines.change')}
            <span className="kw-unseen"> {name}</span>
          </DeskButton>
        }
        title={`${say('machines.change')}: ${name}`}
      >
        {(close) => (
          <ScopesForm
            chosen={machine.scopesAllowed}
            send={say('machines.save')}
            onSend={async (scopes) => {
              await call(endpoints.setScopes, { params: { id }, body: { scopes: [...scopes] } })
              announce({ tone: 'success', title: say('machines.saved') })
              close()
              await reload()
            }}
          />
        )}
      </DeskDialog>
      <PeopleOf machine={machine} reload={reload} />
      <LimitOf machine={machine} reload={reload} />
      <Confirmed
        label={say('machines.end')}
        about={name}
        title={say('machines.endTitle', { name })}
        text={say('machines.endText')}
        act={async () => {
          await call(endpoints.endMachine, { params: { id } })
          announce({ tone: 'success', title: say('machines.endedDone') })
          await reload()
        }}
      />
    </ActionBar>
  )
}

function NewMachine({ onMade }: { readonly onMade: (secret: Secret) => Promise<void> }) {
  const say = useSay()
  const [name, setName] = useState('')
  return (
    <DeskDialog trigger={<DeskButton icon="add">{say('machines.new')}</DeskButton>} title={say('machines.new')}>
      {(close) => (
        <ScopesForm
          chosen={[]}
          send={say('machines.make')}
          isReady={name.trim() !== ''}
          onSend={async (scopes) => {
            const made = await call(endpoints.makeMachine, { body: { name: name.trim(), scopes: [...scopes] } })
            setName('')
            close()
            await onMade({ name: name.trim(), clientId: made.clientId, secret: made.clientSecret })
          }}
        >
          <DeskTextField label={say('machines.name')} hint={say('machines.nameHint')} value={name} onChange={setName} />
        </ScopesForm>
      )}
    </DeskDialog>
  )
}

function ScopesForm(props: {
  readonly chosen: readonly string[]
  readonly send: string
  readonly isReady?: boolean
  readonly onSend: (scopes: readonly string[]) => Promise<void>
  readonly children?: ReactNode
}) {
  const say = useSay()
  const { answer } = useResource(endpoints.machineScopes, {})
  const [scopes, setScopes] = useState<readonly string[]>(props.chosen)
  // A scope that no route asks for any more stays visible, so that it can be taken away.
  const offered = [...new Set([...(answer?.scopes ?? []), ...props.chosen])].toSorted()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void attempt(() => props.onSend(scopes))
      }}
    >
      {props.children}
      <fieldset className="desk-lines">
        <legend className="kw-d-label">{say('machines.scopes')}</legend>
        {offered.map((scope) => (
          <DeskCheckbox
            key={scope}
            label={scope}
            isSelected={scopes.includes(scope)}
            onChange={(isChosen) => setScopes(isChosen ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
          />
        ))}
      </fieldset>
      <ActionBar label={props.send}>
        <DeskButton tone="primary" type="submit" isDisabled={scopes.length === 0 || props.isReady === false}>
          {props.send}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
