import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { instantOf, PublishOutage } from './publish-outage.tsx'

type Outage = AnswerOf<typeof endpoints.outages>['outages'][number]

/** Notices of outages: publish with a look at whom it reaches, add what is known, end. */
export function OutagesPage() {
  const say = useSay()
  const me = useMe()
  const { answer, problem, reload } = useResource(endpoints.outages, {})
  const mayPublish = mayDo(me, 'publishOutage')
  return (
    <Pane heading={say('nav.outages')} aside={mayPublish && <PublishOutage onDone={reload} />}>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer?.outages.length === 0 && <Empty title={say('outages.none')}>{say('outages.noneText')}</Empty>}
      <div className="desk-check">
        {answer?.outages.map((outage) => (
          <ShownOutage key={outage.id} outage={outage} mayPublish={mayPublish} reload={reload} />
        ))}
      </div>
    </Pane>
  )
}

function ShownOutage(props: {
  readonly outage: Outage
  readonly mayPublish: boolean
  readonly reload: () => Promise<void>
}) {
  const say = useSay()
  const locale = useLocale()
  const { outage, mayPublish, reload } = props
  const areas = outage.areas.map((area) => (area.street ? `${area.street} (${area.postalCode})` : area.postalCode))
  const end = outage.endedAt ?? outage.expectedEndAt
  return (
    <article className="desk-contract">
      <h3 className="desk-contract-head">
        {say(`commodity.${outage.commodity}` as ClientKey)}: {outage.causeDe}
        <Badge tone={outage.endedAt ? 'success' : 'warning'}>
          {say(outage.endedAt ? 'outages.over' : outage.planned ? 'outages.planned' : 'outages.running')}
        </Badge>
      </h3>
      <ul className="desk-facts">
        <li>{areas.join(', ')}</li>
        <li>{say('outages.from', { when: moment(outage.startsAt, locale) })}</li>
        {end && <li>{say(outage.endedAt ? 'outages.endedAt' : 'outages.until', { when: moment(end, locale) })}</li>}
        {outage.toTell > 0 && <li>{say('outages.told', { told: outage.told, toTell: outage.toTell })}</li>}
      </ul>
      {outage.updates.map((update) => (
        <p key={update.saidAt}>
          <span className="kw-quiet">{moment(update.saidAt, locale)}</span> {update.textDe}
        </p>
      ))}
      {mayPublish && !outage.endedAt && <OutageActions outage={outage} reload={reload} />}
    </article>
  )
}

function OutageActions({ outage, reload }: { readonly outage: Outage; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const { id, rowVersion } = outage
  return (
    <ActionBar label={say('outages.actions')}>
      <DeskDialog trigger={<DeskButton icon="edit">{say('outages.update')}</DeskButton>} title={say('outages.update')}>
        {(close) => (
          <UpdateForm
            onSend={async (body) => {
              await call(endpoints.updateOutage, { params: { id }, body: { ...body, rowVersion } })
              close()
              announce({ tone: 'success', title: say('outages.updated') })
              await reload()
            }}
          />
        )}
      </DeskDialog>
      <DeskDialog trigger={<DeskButton icon="done">{say('outages.end')}</DeskButton>} title={say('outages.end')}>
        {(close) => (
          <EndForm
            onSend={async (tell) => {
              await call(endpoints.endOutage, { params: { id }, body: { rowVersion, tell } })
              close()
              announce({ tone: 'success', title: say('outages.ended') })
              await reload()
            }}
          />
        )}
      </DeskDialog>
    </ActionBar>
  )
}

function UpdateForm(props: {
  readonly onSend: (body: { textDe: string; textEn?: string; expectedEndAt?: string }) => Promise<void>
}) {
  const say = useSay()
  const [draft, setDraft] = useState({ textDe: '', textEn: '', end: '' })
  const [error, setError] = useState<string>()
  const end = instantOf(draft.end)
  const send = async () => {
    try {
      await props.onSend({
        textDe: draft.textDe,
        ...(draft.textEn && { textEn: draft.textEn }),
        ...(end && { expectedEndAt: end }),
      })
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.textDe.trim()) void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <DeskTextField
        label={say('outages.textDe')}
        value={draft.textDe}
        onChange={(textDe) => setDraft({ ...draft, textDe })}
        rows={3}
        autoFocus
      />
      <DeskTextField
        label={say('outages.textEn')}
        value={draft.textEn}
        onChange={(textEn) => setDraft({ ...draft, textEn })}
        rows={3}
      />
      <DeskTextField
        label={say('outages.newEnd')}
        hint={say('outages.whenHint')}
        value={draft.end}
        onChange={(value) => setDraft({ ...draft, end: value })}
      />
      <ActionBar label={say('outages.update')}>
        <DeskButton tone="primary" type="submit" isDisabled={!draft.textDe.trim()}>
          {say('outages.updateSend')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function EndForm({ onSend }: { readonly onSend: (tell: boolean) => Promise<void> }) {
  const say = useSay()
  const [tell, setTell] = useState(true)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void onSend(tell)
      }}
    >
      <DeskCheckbox label={say('outages.tell')} isSelected={tell} onChange={setTell} />
      <ActionBar label={say('outages.end')}>
        <DeskButton tone="primary" type="submit">
          {say('outages.endSend')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
