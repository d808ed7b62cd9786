import { useState } from 'react'
import { ActionBar, announce, DeskButton, DeskCheckbox } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { attempt } from '../logins/confirm.tsx'
import { sayOr, useSay } from '../texts.tsx'
import type { Client } from './client.page.tsx'

/** What a client uses of what it may: the less, the less a stolen key is worth. */
export function ChooseScopes(props: { readonly client: Client; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const { client } = props.client
  const [scopes, setScopes] = useState<readonly string[]>(client.scopes)
  const save = () =>
    attempt(async () => {
      const body = { rowVersion: client.rowVersion, scopes: [...scopes] }
      await call(endpoints.chooseScopes, { params: { id: client.id }, body })
      announce({ tone: 'success', title: say('clients.scopes.saved') })
      await props.reload()
    })
  return (
    <form
      className="desk-place"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <fieldset className="desk-lines">
        <legend className="kw-d-label">{say('clients.scopes.legend')}</legend>
        {client.scopesAllowed.toSorted().map((scope) => (
          <DeskCheckbox
            key={scope}
            label={`${scope} – ${sayOr(say, `scope.${scope}`, '')}`}
            isSelected={scopes.includes(scope)}
            onChange={(isChosen) => setScopes(isChosen ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
          />
        ))}
      </fieldset>
      <p className="kw-quiet">{say('clients.scopes.more')}</p>
      <ActionBar label={say('clients.scopes')}>
        <DeskButton tone="primary" type="submit">
          {say('machines.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
