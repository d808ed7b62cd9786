import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { type ClientKey, useSay } from '../texts.tsx'

type Body = Sent<typeof endpoints.publishOutage>['body']
type Reach = AnswerOf<typeof endpoints.outageReach>
const commodities = ['power', 'gas', 'water', 'heat'] as const satisfies readonly Body['commodity'][]

/** A moment as Germany's clock shows it, `22.11.2026 14:00` or `2026-11-22 14:00`; undefined if it is none. */
export function instantOf(typed: string): string | undefined {
  const local = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[ ,]+(\d{1,2}):(\d{2})$/.exec(typed.trim())
  const iso = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})$/.exec(typed.trim())
  const parts = local
    ? [local[3], local[2], local[1], local[4], local[5]]
    : iso
      ? [iso[1], iso[2], iso[3], iso[4], iso[5]]
      : undefined
  if (!parts) return undefined
  const [year, month, day, hour, minute] = parts.map(Number) as [number, number, number, number, number]
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' })
  // What Berlin's clock shows at that moment in UTC tells how far it is ahead.
  const ahead = Date.parse(`${shown.format(asUtc).replace(' ', 'T')}:00Z`) - asUtc
  return new Date(asUtc - ahead).toISOString()
}

/** Each line is a postal code, or a postal code and a street of it: `12345` or `12345 Lindenweg`. */
const areasOf = (typed: string): Body['areas'] =>
  typed
    .split('\n')
    .map((line) => /^\s*(\d{5})\s*(.*?)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, postalCode = '', street = '']) => ({ postalCode, ...(street && { street }) }))

type Draft = {
  readonly commodity: Body['commodity']
  readonly planned: boolean
  readonly causeDe: string
  readonly causeEn: string
  readonly areas: string
  readonly start: string
  readonly end: string
  readonly tell: boolean
}

const now = (): string =>
  new Intl.DateTimeFormat('de-DE', {
    timeZone: 'Europe/Berlin',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date())
    .replace(',', '')

const bodyOf = (draft: Draft): Body | undefined => {
  const startsAt = instantOf(draft.start)
  const expectedEndAt = draft.end.trim() === '' ? undefined : instantOf(draft.end)
  const areas = areasOf(draft.areas)
  if (!startsAt || areas.length === 0 || !draft.causeDe.trim() || (draft.end.trim() !== '' && !expectedEndAt))
    return undefined
  const { commodity, planned, causeDe, causeEn, tell } = draft
  return {
    commodity,
    planned,
    causeDe,
    areas,
    startsAt,
    tell,
    ...(causeEn && { causeEn }),
    ...(expectedEndAt && { expectedEndAt }),
  }
}

/** In two steps: what and where, then whom it reaches; only then it is published. */
export function PublishOutage({ onDone }: { readonly onDone: () => Promise<void> }) {
  const say = useSay()
  return (
    <DeskDialog
      trigger={
        <DeskButton tone="primary" icon="outage">
          {say('outages.new')}
        </DeskButton>
      }
      title={say('outages.new')}
    >
      {(close) => (
        <PublishForm
          onDone={() => {
            close()
            void onDone()
          }}
        />
      )}
    </DeskDialog>
  )
}

function PublishForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const [draft, setDraft] = useState<Draft>({
    commodity: 'power',
    planned: false,
    causeDe: '',
    causeEn: '',
    areas: '',
    start: now(),
    end: '',
    tell: true,
  })
  const [reach, setReach] = useState<Reach>()
  const [error, setError] = useState<string>()
  const body = bodyOf(draft)
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setReach(undefined)
  }
  const send = async () => {
    if (!body) return setError(say('outages.incomplete'))
    try {
      const { commodity, areas } = body
      if (!reach) return setReach(await call(endpoints.outageReach, { body: { commodity, areas } }))
      await call(endpoints.publishOutage, { body })
      announce({ tone: 'success', title: say('outages.published') })
      onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setError(undefined)
        void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <OutageFields draft={draft} set={set} />
      {reach && <Reached reach={reach} />}
      <ActionBar label={say('outages.new')}>
        <DeskButton tone="primary" type="submit">
          {say(reach ? 'outages.publish' : 'outages.preview')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function OutageFields({ draft, set }: { readonly draft: Draft; readonly set: (part: Partial<Draft>) => void }) {
  const say = useSay()
  return (
    <>
      <DeskSelect
        label={say('outages.what')}
        value={draft.commodity}
        onChange={(commodity) => set({ commodity: commodity as Draft['commodity'] })}
        choices={commodities.map((id) => ({ id, label: say(`commodity.${id}` as ClientKey) }))}
      />
      <DeskTextField label={say('outages.causeDe')} value={draft.causeDe} onChange={(causeDe) => set({ causeDe })} />
      <DeskTextField label={say('outages.causeEn')} value={draft.causeEn} onChange={(causeEn) => set({ causeEn })} />
      <DeskTextField
        label={say('outages.areas')}
        hint={say('outages.areasHint')}
        value={draft.areas}
        onChange={(areas) => set({ areas })}
        rows={4}
      />
      <div className="desk-row">
        <DeskTextField
          label={say('outages.start')}
          hint={say('outages.whenHint')}
          value={draft.start}
          onChange={(start) => set({ start })}
        />
        <DeskTextField
          label={say('outages.expectedEnd')}
          hint={say('outages.whenHint')}
          value={draft.end}
          onChange={(end) => set({ end })}
        />
      </div>
      <DeskCheckbox
        label={say('outages.isPlanned')}
        isSelected={draft.planned}
        onChange={(planned) => set({ planned })}
      />
      <DeskCheckbox label={say('outages.tell')} isSelected={draft.tell} onChange={(tell) => set({ tell })} />
    </>
  )
}

function Reached({ reach }: { readonly reach: Reach }) {
  const say = useSay()
  return (
    <Notice
      tone={reach.contracts > 0 ? 'note' : 'warning'}
      title={say('outages.reaches', { customers: reach.customers, contracts: reach.contracts })}
      announce
    >
      {reach.streets.slice(0, 8).map((one) => (
        <p key={`${one.postalCode}/${one.street}`}>
          {one.street} ({one.postalCode}): {one.contracts}
        </p>
      ))}
    </Notice>
  )
}
