import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { attempt } from '../logins/confirm.tsx'
import { AskedFields, askedOf, useAsked } from './asked.tsx'
import { ChangeFlow } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

type Channel = OnFile['channels'][number]
const tones = { unconfirmed: 'warning', confirmed: 'success', bounced: 'danger', removed: 'note' } as const

/** How a customer is reached: what is there, and a new address that is asked from its other end. */
export function ChannelsPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('channels.title')} lead={say('channels.lead')}>
      {(data) => (
        <>
          {data.channels.length === 0 && <p className="kw-quiet">{say('channels.none')}</p>}
          <ul className="own-list">
            {data.channels.map((channel) => (
              <ChannelItem key={`${channel.kind}/${channel.value}`} id={id} channel={channel} />
            ))}
          </ul>
          <h3 className="kw-h-s">{say('channels.new')}</h3>
          <NewChannel id={id} data={data} />
        </>
      )}
    </OwnDataPage>
  )
}

function NewChannel({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  return (
    <ChangeFlow
      id={id}
      start={{ email: '', mobile: '', wantsMain: true }}
      rowVersion={data.customer.rowVersion}
      rows={(draft) => [
        ...(draft.email.trim()
          ? [{ label: say('field.email'), before: data.customer.email ?? '', after: draft.email.trim() }]
          : []),
        ...(draft.mobile.trim()
          ? [{ label: say('field.mobile'), before: data.customer.mobile ?? '', after: draft.mobile.trim() }]
          : []),
      ]}
      then={say('then.channels')}
      save={say('channels.save')}
      done={say('channels.done')}
      fields={(draft, set, fault) => (
        <>
          <DeskTextField
            label={say('field.email')}
            value={draft.email}
            onChange={(email) => set({ ...draft, email })}
            error={fault('email')}
          />
          <DeskTextField
            label={say('field.mobile')}
            hint={say('channels.mobileHint')}
            value={draft.mobile}
            onChange={(mobile) => set({ ...draft, mobile })}
            error={fault('mobile')}
          />
          <DeskCheckbox
            label={say('channels.main')}
            isSelected={draft.wantsMain}
            onChange={(wantsMain) => set({ ...draft, wantsMain })}
          />
        </>
      )}
      send={({ email, mobile, wantsMain }, asked) => {
        const named = { ...(email.trim() && { email: email.trim() }), ...(mobile.trim() && { mobile: mobile.trim() }) }
        return call(endpoints.nameChannels, { params: { id }, body: { ...asked, ...named, wantsMain } })
      }}
    />
  )
}

function ChannelItem({ id, channel }: { readonly id: string; readonly channel: Channel }) {
  const say = useOwnSay()
  const { id: channelId, value } = channel
  return (
    <li className="own-line">
      <p>
        <strong>{value}</strong> <Badge tone={tones[channel.state]}>{say(`state.${channel.state}`)}</Badge>{' '}
        {channel.main && <Badge>{say('channels.isMain')}</Badge>}
      </p>
      {channelId !== null && (
        <ActionBar label={value}>
          {channel.kind === 'mobile' && channel.state !== 'confirmed' && (
            <EnterCode id={id} channelId={channelId} value={value} />
          )}
          {channel.state === 'confirmed' && !channel.main && (
            <AskedAct id={id} label={say('channels.makeMain')} about={value} act="mainChannel" channelId={channelId} />
          )}
          <AskedAct id={id} label={say('channels.remove')} about={value} act="removeChannel" channelId={channelId} />
        </ActionBar>
      )}
    </li>
  )
}

/** The customer on the phone reads the code of the message out. */
function EnterCode({
  id,
  channelId,
  value,
}: {
  readonly id: string
  readonly channelId: string
  readonly value: string
}) {
  const say = useOwnSay()
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const confirm = (close: () => void) =>
    attempt(async () => {
      const { taken } = await call(endpoints.confirmChannel, { params: { id, channel: channelId }, body: { code } })
      if (taken !== 'confirmed') return setError(say(`code.${taken}`))
      announce({ tone: 'success', title: say('code.confirmed') })
      refreshAll(`/desk/api/customers/${id}`)
      close()
    })
  return (
    <DeskDialog
      trigger={
        <DeskButton tone="quiet">
          {say('code.open')}
          <span className="kw-unseen"> {value}</span>
        </DeskButton>
      }
      title={say('code.open')}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void confirm(close)
          }}
        >
          <p>{say('code.text', { value })}</p>
          <DeskTextField label={say('code.label')} value={code} onChange={setCode} error={error} />
          <ActionBar label={say('code.open')}>
            <DeskButton tone="primary" type="submit" isDisabled={code.trim() === ''}>
              {say('code.confirm')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}

/** One act on an address, with how it was asked for. */
function AskedAct(props: {
  readonly id: string
  readonly channelId: string
  readonly label: string
  readonly about: string
  readonly act: 'mainChannel' | 'removeChannel'
}) {
  const say = useOwnSay()
  const { id, channelId, label, about, act } = props
  const [asked, setAsked] = useAsked(id)
  const [isTried, setTried] = useState(false)
  const run = async (close: () => void) => {
    setTried(true)
    const body = askedOf(asked)
    if (!body) return
    await attempt(async () => {
      await call(endpoints[act], { params: { id, channel: channelId }, body })
      announce({ tone: 'success', title: say('channels.changed') })
    })
    refreshAll(`/desk/api/customers/${id}`)
    close()
  }
  return (
    <DeskDialog
      trigger={
        <DeskButton tone="quiet">
          {label}
          <span className="kw-unseen"> {about}</span>
        </DeskButton>
      }
      title={`${label}: ${about}`}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void run(close)
          }}
        >
          <p>{say(`channels.${act}Text`)}</p>
          <AskedFields draft={asked} set={setAsked} isTried={isTried} />
          <ActionBar label={label}>
            <DeskButton tone="primary" type="submit">
              {label}
            </DeskButton>
            <DeskButton tone="quiet" onPress={close}>
              {say('flow.leave')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
