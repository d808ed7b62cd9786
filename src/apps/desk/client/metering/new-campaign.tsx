import { parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Notice } from '#ui'
import {
  ActionBar,
  announce,
  DeskButton,
  DeskCheckbox,
  DeskDateField,
  DeskDialog,
  DeskNumberField,
  DeskSelect,
  DeskTextField,
} from '#ui/desk'
import { call, CallRefused, type Problem } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { today } from '../format.ts'
import { go, hrefOf } from '../router.ts'
import { type ClientKey, useSay } from '../texts.tsx'

type Body = Sent<typeof endpoints.makeCampaign>['body']
type Selection = Body['selection']
type Preview = AnswerOf<typeof endpoints.previewCampaign>
const channels = ['e-mail', 'letter', 'portal', 'company'] as const
const commodities = ['', 'power', 'gas', 'water', 'heat'] as const
const kinds = ['', 'conventional', 'modern', 'smart'] as const

const daysOn = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** A campaign in two steps: who, when and how; then whom it reaches, and only then it is made. Nobody is asked before it is started. */
export function NewCampaign(props: {
  readonly costs: Body['costs']
  readonly selection: Selection
  readonly purpose?: Body['purpose']
  readonly onDone?: () => Promise<void>
}) {
  const say = useSay()
  const trigger = <DeskButton tone="primary">{say(props.purpose ? 'campaigns.fromList' : 'campaigns.new')}</DeskButton>
  return (
    <DeskDialog trigger={trigger} title={say('campaigns.new')}>
      {(close) => (
        <CampaignForm
          {...props}
          onMade={(id) => {
            close()
            void props.onDone?.()
            go(hrefOf('campaign', id))
          }}
        />
      )}
    </DeskDialog>
  )
}

const proposed = (purpose: Body['purpose'], selection: Selection, costs: Body['costs']): Body => ({
  name: '',
  purpose,
  selection,
  channels: purpose === 'exchange' ? ['company'] : ['e-mail', 'letter'],
  startsOn: today(),
  dueOn: daysOn(today(), 21),
  aDayMax: 500,
  targetPercent: 80,
  costs,
})

function CampaignForm(props: {
  readonly costs: Body['costs']
  readonly selection: Selection
  readonly purpose?: Body['purpose']
  readonly onMade: (campaignId: string) => void
}) {
  const say = useSay()
  const [body, setBody] = useState(() => proposed(props.purpose ?? 'reading', props.selection, props.costs))
  const [preview, setPreview] = useState<Preview>()
  const [problem, setProblem] = useState<Problem>()
  const set = (part: Partial<Body>) => {
    setBody({ ...body, ...part })
    setPreview(undefined)
  }
  const send = async () => {
    setProblem(undefined)
    try {
      const { purpose, selection } = body
      if (!preview) return setPreview(await call(endpoints.previewCampaign, { body: { purpose, selection } }))
      const { campaignId } = await call(endpoints.makeCampaign, { body })
      announce({ tone: 'success', title: say('campaigns.made') })
      props.onMade(campaignId)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setProblem(refused.problem)
    }
  }
  const said = (field: string) => problem?.fields?.find((fault) => fault.field === field)?.detail
  const isFilled = body.name.trim().length >= 3 && body.channels.length > 0
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isFilled) void send()
      }}
    >
      {problem && <Notice tone="danger">{problem.detail}</Notice>}
      <DeskTextField
        label={say('campaigns.name')}
        value={body.name}
        onChange={(name) => set({ name })}
        error={said('name')}
        autoFocus
      />
      <Who body={body} set={set} />
      <How body={body} set={set} error={said('channels')} />
      <When body={body} set={set} said={said} />
      {preview && <Reach preview={preview} />}
      <ActionBar label={say('campaigns.new')}>
        <DeskButton tone="primary" type="submit" isDisabled={!isFilled}>
          {say(preview ? 'campaigns.make' : 'campaigns.preview')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

type Part = { readonly body: Body; readonly set: (part: Partial<Body>) => void }

/** A selection without what was emptied: the contract knows no empty word. */
const without = (selection: Selection, key: keyof Selection, value: string | undefined): Selection => {
  const { [key]: _gone, ...rest } = selection
  return value ? ({ ...rest, [key]: value } as Selection) : rest
}

function Who({ body, set }: Part) {
  const say = useSay()
  const { selection } = body
  const choose = (key: keyof Selection) => (value: string) => set({ selection: without(selection, key, value) })
  return (
    <fieldset className="desk-lines">
      <legend className="kw-d-label">{say('campaigns.who')}</legend>
      <div className="desk-row">
        <DeskSelect
          label={say('campaigns.purpose')}
          value={body.purpose}
          onChange={(purpose) =>
            set({
              purpose: purpose as Body['purpose'],
              channels: purpose === 'exchange' ? ['company'] : ['e-mail', 'letter'],
            })
          }
          choices={(['reading', 'exchange'] as const).map((id) => ({ id, label: say(`campaigns.purpose.${id}`) }))}
        />
        <DeskSelect
          label={say('campaigns.commodity')}
          value={selection.commodity ?? ''}
          onChange={choose('commodity')}
          choices={commodities.map((id) => ({
            id,
            label: id === '' ? say('campaigns.everything') : say(`commodity.${id}` as ClientKey),
          }))}
        />
        <DeskSelect
          label={say('meterExchange.kind')}
          value={selection.kind ?? ''}
          onChange={choose('kind')}
          choices={kinds.map((id) => ({
            id,
            label: id === '' ? say('campaigns.everything') : say(`meterExchange.kind.${id}` as ClientKey),
          }))}
        />
      </div>
      <div className="desk-row">
        <DeskTextField
          label={say('campaigns.place')}
          hint={say('campaigns.placeHint')}
          value={selection.place ?? ''}
          onChange={choose('place')}
        />
        <DeskTextField label={say('campaigns.product')} value={selection.product ?? ''} onChange={choose('product')} />
      </div>
      <ByDays selection={selection} choose={choose} />
    </fieldset>
  )
}

function ByDays(props: {
  readonly selection: Selection
  readonly choose: (key: keyof Selection) => (value: string) => void
}) {
  const say = useSay()
  const { selection, choose } = props
  return (
    <div className="desk-row">
      <DayField
        label={say('campaigns.lastReadBefore')}
        value={selection.lastReadBefore}
        onChange={choose('lastReadBefore')}
      />
      <DayField
        label={say('campaigns.calibrationUntil')}
        value={selection.calibrationUntil}
        onChange={choose('calibrationUntil')}
      />
    </div>
  )
}

function DayField(props: {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (day: string) => void
  readonly error?: string | undefined
}) {
  return (
    <DeskDateField
      label={props.label}
      value={props.value ? parseDate(props.value) : null}
      onChange={(value) => props.onChange(value?.toString().slice(0, 10) ?? '')}
      error={props.error}
    />
  )
}

/** The order of ticking is the order in which the ways are tried. */
function How({ body, set, error }: Part & { readonly error: string | undefined }) {
  const say = useSay()
  return (
    <fieldset className="desk-lines">
      <legend className="kw-d-label">{say('campaigns.how')}</legend>
      <p className="kw-quiet">{say('campaigns.howHint')}</p>
      {error && <p className="kw-d-error">{error}</p>}
      <div className="desk-row">
        {channels.map((channel) => {
          const place = body.channels.indexOf(channel)
          const name = say(`campaigns.channel.${channel}`)
          return (
            <DeskCheckbox
              key={channel}
              label={place < 0 ? name : `${place + 1}. ${name}`}
              isSelected={place >= 0}
              onChange={(isSelected) => {
                const others = body.channels.filter((one) => one !== channel)
                set({ channels: isSelected ? [...others, channel] : others })
              }}
            />
          )
        })}
      </div>
    </fieldset>
  )
}

function When({ body, set, said }: Part & { readonly said: (field: string) => string | undefined }) {
  const say = useSay()
  const cost = (key: keyof Body['costs'], label: string) => (
    <DeskNumberField
      label={label}
      value={body.costs[key] / 100}
      min={0}
      max={1000}
      format={{ style: 'currency', currency: 'EUR' }}
      onChange={(value) => set({ costs: { ...body.costs, [key]: Math.round(value * 100) } })}
    />
  )
  return (
    <fieldset className="desk-lines">
      <legend className="kw-d-label">{say('campaigns.when')}</legend>
      <div className="desk-row">
        <DayField
          label={say('campaigns.startsOn')}
          value={body.startsOn}
          onChange={(startsOn) => startsOn && set({ startsOn })}
          error={said('startsOn')}
        />
        <DayField
          label={say('campaigns.due')}
          value={body.dueOn}
          onChange={(dueOn) => dueOn && set({ dueOn })}
          error={said('dueOn')}
        />
        <DeskNumberField
          label={say('campaigns.aDayMax')}
          value={body.aDayMax}
          min={1}
          max={100_000}
          onChange={(aDayMax) => set({ aDayMax })}
        />
      </div>
      <div className="desk-row">
        <DeskNumberField
          label={say('campaigns.remindDays')}
          value={body.remindDays ?? 3}
          min={0}
          max={90}
          onChange={(remindDays) => set({ remindDays })}
        />
        <DeskNumberField
          label={say('campaigns.target')}
          value={body.targetPercent}
          min={1}
          max={100}
          onChange={(targetPercent) => set({ targetPercent })}
        />
      </div>
      <div className="desk-row">
        {cost('mailCents', say('campaigns.costMail'))}
        {cost('letterCents', say('campaigns.costLetter'))}
        {cost('companyCents', say('campaigns.costCompany'))}
      </div>
    </fieldset>
  )
}

function Reach({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const { customers, meters, withoutContract, commodities: kindsOf } = preview
  return (
    <Notice tone={customers > 0 ? 'note' : 'warning'} title={say('campaigns.reaches', { customers, meters })} announce>
      <p>{kindsOf.map((one) => `${say(`commodity.${one.commodity}` as ClientKey)}: ${one.meters}`).join(', ')}</p>
      {withoutContract > 0 && <p>{say('campaigns.withoutContract', { count: withoutContract })}</p>}
    </Notice>
  )
}
