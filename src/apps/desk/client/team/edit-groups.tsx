import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskDialog, DeskTextField, IconButton } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { attempt } from '../logins/confirm.tsx'
import { useSay } from '../texts.tsx'

type What = 'group' | 'skill'
type Names = { readonly nameDe: string; readonly nameEn: string }
type Named = Names & { readonly code: string }

/** Groups and skills by their names, to add one or to name one anew. */
export function EditGroups(props: {
  readonly what: What
  readonly list: readonly Named[]
  readonly nameOf: (one: Named) => string
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  const { what, list, nameOf, onDone } = props
  return (
    <section>
      <h3 className="kw-h-s">{say(`team.edit.${what}s`)}</h3>
      <ul className="desk-named">
        {list.map((one) => (
          <li key={one.code}>
            {nameOf(one)}
            <NamesDialog what={what} one={one} label={say('team.edit.rename', { name: nameOf(one) })} onDone={onDone} />
          </li>
        ))}
      </ul>
      <NamesDialog what={what} label={say(`team.edit.new-${what}`)} onDone={onDone} />
    </section>
  )
}

const send = (what: What, one: Named | undefined, body: Names) => {
  if (what === 'group')
    return one ? call(endpoints.nameGroup, { params: { group: one.code }, body }) : call(endpoints.newGroup, { body })
  return one ? call(endpoints.nameSkill, { params: { skill: one.code }, body }) : call(endpoints.newSkill, { body })
}

function NamesDialog(props: {
  readonly what: What
  readonly one?: Named
  readonly label: string
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  const { what, one, label, onDone } = props
  const [nameDe, setNameDe] = useState(one?.nameDe ?? '')
  const [nameEn, setNameEn] = useState(one?.nameEn ?? '')
  const save = (close: () => void) =>
    attempt(async () => {
      await send(what, one, { nameDe, nameEn })
      announce({ tone: 'success', title: say('team.edit.saved') })
      close()
      await onDone()
    })
  return (
    <DeskDialog
      trigger={one ? <IconButton icon="edit" label={label} /> : <DeskButton icon="add">{label}</DeskButton>}
      title={label}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save(close)
          }}
        >
          <DeskTextField label={say('team.edit.nameDe')} value={nameDe} onChange={setNameDe} autoFocus />
          <DeskTextField label={say('team.edit.nameEn')} value={nameEn} onChange={setNameEn} />
          <ActionBar label={label}>
            <DeskButton tone="primary" type="submit" isDisabled={nameDe.trim().length < 2 || nameEn.trim().length < 2}>
              {say('team.edit.save')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
