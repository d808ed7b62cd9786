import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskNumberField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useSay } from '../texts.tsx'
import { attempt } from './confirm.tsx'
import type { Machine } from './machines.page.tsx'

type OfMachine = { readonly machine: Machine; readonly reload: () => Promise<void> }

/** Names who looks after a client: people of the company whose program it is. */
export function PeopleOf({ machine, reload }: OfMachine) {
  const say = useSay()
  const label = say('machines.peopleChange')
  return (
    <DeskDialog
      trigger={
        <DeskButton>
          {label}
          <span className="kw-unseen"> {machine.name}</span>
        </DeskButton>
      }
      title={`${label}: ${machine.name}`}
    >
      {(close) => <PeopleForm machine={machine} reload={reload} close={close} />}
    </DeskDialog>
  )
}

function PeopleForm({ machine, reload, close }: OfMachine & { readonly close: () => void }) {
  const say = useSay()
  const { answer } = useResource(endpoints.developers, {})
  const [chosen, setChosen] = useState<readonly string[]>(machine.people.map((one) => one.id))
  const save = () =>
    attempt(async () => {
      await call(endpoints.namePeople, { params: { id: machine.id }, body: { staffIds: [...chosen] } })
      announce({ tone: 'success', title: say('machines.peopleSaved') })
      close()
      await reload()
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {answer?.developers.length === 0 && <p>{say('machines.noDevelopers')}</p>}
      <fieldset className="desk-lines">
        <legend className="kw-d-label">{say('machines.people')}</legend>
        {(answer?.developers ?? []).map(({ id, name }) => (
          <DeskCheckbox
            key={id}
            label={name}
            isSelected={chosen.includes(id)}
            onChange={(isChosen) => setChosen(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </fieldset>
      <ActionBar label={say('machines.peopleChange')}>
        <DeskButton tone="primary" type="submit">
          {say('machines.peopleChange')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

const LIMIT_AT_FIRST = 600

/** How often a client may call, where it needs another limit than the others. */
export function LimitOf({ machine, reload }: OfMachine) {
  const say = useSay()
  const label = say('machines.limit')
  const [most, setMost] = useState(machine.callsPerMinute ?? LIMIT_AT_FIRST)
  const save = (callsPerMinute: number | null, close: () => void) =>
    attempt(async () => {
      await call(endpoints.limitMachine, { params: { id: machine.id }, body: { callsPerMinute } })
      announce({ tone: 'success', title: say('machines.peopleSaved') })
      close()
      await reload()
    })
  return (
    <DeskDialog
      trigger={
        <DeskButton>
          {label}
          <span className="kw-unseen"> {machine.name}</span>
        </DeskButton>
      }
      title={`${label}: ${machine.name}`}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save(most, close)
          }}
        >
          <DeskNumberField label={say('machines.limitLabel')} value={most} onChange={setMost} min={1} max={1_000_000} />
          <ActionBar label={label}>
            <DeskButton tone="primary" type="submit">
              {say('machines.limitOwn')}
            </DeskButton>
            <DeskButton onPress={() => void save(null, close)}>{say('machines.limitHouse')}</DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
