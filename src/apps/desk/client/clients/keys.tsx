import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { moment } from '../format.ts'
import { attempt, Confirmed } from '../logins/confirm.tsx'
import { useLocale, useSay } from '../texts.tsx'
import type { Client } from './client.page.tsx'
import type { Secret } from './shown-secret.tsx'

type Shared = {
  readonly client: Client
  readonly reload: () => Promise<void>
  readonly onSecret: (secret: Secret) => void
}

/** Until when the keys before a new one stay valid, in hours. */
const overlaps = ['stay', '0', '24', '168', '720'] as const

/** The keys of a client: several at once, so that a program changes over without a gap. */
export function Keys(props: Shared) {
  const say = useSay()
  const locale = useLocale()
  const { client, keys } = props.client
  const now = Date.now()
  return (
    <section className="desk-place" aria-label={say('clients.keys')}>
      <p className="kw-quiet">{say('clients.keysText')}</p>
      <ul className="desk-jobs">
        {keys.map((key) => {
          const isOver = key.endsAt !== null && Date.parse(key.endsAt) <= now
          return (
            <li key={key.id} className="desk-job">
              <div className="desk-job-head">
                <h3 className="kw-h-s">{key.label}</h3>
                {key.endsAt && (
                  <Badge tone={isOver ? 'plain' : 'warning'}>
                    {say(isOver ? 'clients.key.over' : 'clients.key.ends', { when: moment(key.endsAt, locale) })}
                  </Badge>
                )}
                {!isOver && !client.disabledAt && (
                  <Confirmed
                    label={say('clients.key.end')}
                    about={key.label}
                    title={say('clients.key.endTitle', { name: key.label })}
                    text={say('clients.key.endText')}
                    act={async () => {
                      await call(endpoints.endKey, { params: { id: client.id, key: key.id }, body: { inHours: 0 } })
                      announce({ tone: 'success', title: say('clients.key.ended') })
                      await props.reload()
                    }}
                  />
                )}
              </div>
              <p className="kw-quiet">
                {say('machines.since', { when: moment(key.createdAt, locale) })},{' '}
                {key.lastUsedAt
                  ? say('clients.key.used', { when: moment(key.lastUsedAt, locale) })
                  : say('clients.key.unused')}
              </p>
            </li>
          )
        })}
      </ul>
      {!client.disabledAt && <NewKey {...props} />}
    </section>
  )
}

function NewKey({ client: { client, keys }, reload, onSecret }: Shared) {
  const say = useSay()
  const [label, setLabel] = useState('')
  const [former, setFormer] = useState<string>('24')
  return (
    <DeskDialog trigger={<DeskButton icon="add">{say('clients.key.new')}</DeskButton>} title={say('clients.key.new')}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void attempt(async () => {
              const hours = former === 'stay' ? {} : { formerValidHours: Number(former) }
              const made = await call(endpoints.newKey, { params: { id: client.id }, body: { label, ...hours } })
              setLabel('')
              close()
              onSecret({ name: label, clientId: made.clientId, secret: made.clientSecret })
              await reload()
            })
          }}
        >
          <DeskTextField
            label={say('clients.key.label')}
            hint={say('clients.key.labelHint')}
            value={label}
            onChange={setLabel}
            autoFocus
          />
          {keys.length > 0 && (
            <DeskSelect
              label={say('clients.key.former')}
              value={former}
              onChange={setFormer}
              choices={overlaps.map((id) => ({ id, label: say(`clients.overlap.${id}`) }))}
            />
          )}
          <ActionBar label={say('clients.key.new')}>
            <DeskButton tone="primary" type="submit" isDisabled={label.trim() === ''}>
              {say('clients.key.make')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
