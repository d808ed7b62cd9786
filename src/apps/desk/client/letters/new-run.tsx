import { type DateValue, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Notice } from '#ui'
import {
  ActionBar,
  announce,
  DeskButton,
  DeskDateField,
  DeskDialog,
  DeskNumberField,
  DeskSelect,
  DeskTextField,
  useSettled,
} from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { today } from '../format.ts'
import { go, hrefOf } from '../router.ts'
import { useLocale } from '../texts.tsx'
import { type RunKey, useRunSay } from './run-texts.ts'
import type { Runs } from './runs.page.tsx'

type Body = Sent<typeof endpoints.makeRun>['body']
type Criteria = Body['criteria']
type Kind = Runs['kinds'][number]
const ANY = 'any'

/** Kind, values, selection and pace of a serial letter; it begins as a draft. */
export function NewRun({ kinds }: { readonly kinds: readonly Kind[] }) {
  const say = useRunSay()
  return (
    <DeskDialog trigger={<DeskButton icon="add">{say('runs.new')}</DeskButton>} title={say('runs.new')}>
      <RunForm kinds={kinds} />
    </DeskDialog>
  )
}

function RunForm({ kinds }: { readonly kinds: readonly Kind[] }) {
  const say = useRunSay()
  const [error, setError] = useState<string>()
  const [day, setDay] = useState<DateValue | null>(() => parseDate(today()))
  const [run, setRun] = useState<Draft>({
    name: '',
    kind: kinds[0]?.code ?? '',
    criteria: {},
    values: {},
    purpose: 'contract',
    perHour: 500,
    perDay: 4_000,
    quietFrom: 20,
    quietTo: 8,
  })
  const set = (part: Partial<Draft>) => setRun({ ...run, ...part })
  const send = async () => {
    try {
      const startsAt = new Date(`${day?.toString() ?? today()}T00:00:00`).toISOString()
      const { id } = await call(endpoints.makeRun, { body: { ...run, startsAt } })
      announce({ tone: 'success', title: say('runs.made') })
      refreshAll('/desk/api/letter-runs')
      go(hrefOf('letterRun', id))
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.fields?.[0]?.detail ?? refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <RunHead run={run} set={set} kinds={kinds} />
      <Selection criteria={run.criteria} set={(criteria) => set({ criteria })} />
      <PaceFields run={run} set={set} day={day} setDay={setDay} />
      <ActionBar label={say('runs.make')}>
        <DeskButton tone="primary" type="submit">
          {say('runs.make')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

type Draft = Omit<Body, 'startsAt'>
type SetDraft = (part: Partial<Draft>) => void

function RunHead(props: { readonly run: Draft; readonly set: SetDraft; readonly kinds: readonly Kind[] }) {
  const say = useRunSay()
  const locale = useLocale()
  const { run, set, kinds } = props
  const kind = kinds.find((one) => one.code === run.kind)
  return (
    <>
      <DeskTextField label={say('runs.name')} value={run.name} onChange={(name) => set({ name })} autoFocus />
      <DeskSelect
        label={say('runs.kind')}
        value={run.kind}
        onChange={(code) => set({ kind: code, values: {} })}
        choices={kinds.map((one) => ({ id: one.code, label: locale === 'de' ? one.titleDe : one.titleEn }))}
      />
      {kind && kind.asked.length > 0 && <Values kind={kind} values={run.values} set={(values) => set({ values })} />}
      <DeskSelect
        label={say('runs.purpose')}
        value={run.purpose}
        onChange={(purpose) => set({ purpose: purpose as Body['purpose'] })}
        choices={(['contract', 'offers-by-mail', 'surveys'] as const).map((id) => ({
          id,
          label: say(`runs.purpose.${id}`),
        }))}
      />
    </>
  )
}

function PaceFields(props: {
  readonly run: Draft
  readonly set: SetDraft
  readonly day: DateValue | null
  readonly setDay: (day: DateValue | null) => void
}) {
  const say = useRunSay()
  const { run, set, day, setDay } = props
  return (
    <fieldset className="desk-lines">
      <legend className="kw-h-s">{say('runs.pace')}</legend>
      <div className="desk-row">
        <DeskNumberField
          label={say('runs.perHour')}
          value={run.perHour}
          min={1}
          max={100_000}
          onChange={(perHour) => set({ perHour })}
        />
        <DeskNumberField
          label={say('runs.perDay')}
          value={run.perDay}
          min={1}
          max={1_000_000}
          onChange={(perDay) => set({ perDay })}
        />
      </div>
      <div className="desk-row">
        <DeskDateField label={say('runs.startDay')} value={day} onChange={setDay} />
        <DeskNumberField
          label={say('runs.quiet')}
          value={run.quietFrom}
          min={0}
          max={23}
          onChange={(quietFrom) => set({ quietFrom })}
        />
        <DeskNumberField
          label={say('runs.quietTo')}
          value={run.quietTo}
          min={0}
          max={23}
          onChange={(quietTo) => set({ quietTo })}
        />
      </div>
    </fieldset>
  )
}

function Values(props: {
  readonly kind: Kind
  readonly values: Body['values']
  readonly set: (values: Body['values']) => void
}) {
  const say = useRunSay()
  const locale = useLocale()
  const { kind, values, set } = props
  return (
    <fieldset className="desk-lines">
      <legend className="kw-h-s">{say('runs.values')}</legend>
      {kind.asked.map((one) => {
        const shared = { label: one.label, value: values[one.name] ?? '' }
        const onChange = (text: string) => set({ ...values, [one.name]: text })
        const choices =
          one.type === 'yes-no'
            ? ['yes', 'no'].map((id) => ({ id, label: id }))
            : one.choices.map((choice) => ({ id: choice.code, label: choice[locale] }))
        return choices.length > 0 ? (
          <DeskSelect
            key={one.name}
            {...shared}
            value={values[one.name] ?? null}
            onChange={onChange}
            choices={choices}
          />
        ) : (
          <DeskTextField
            key={one.name}
            {...shared}
            onChange={onChange}
            {...(one.type === 'day' && { hint: '2026-12-31' })}
          />
        )
      })}
    </fieldset>
  )
}

/** Whom it is for, with the count as one types. */
function Selection({ criteria, set }: { readonly criteria: Criteria; readonly set: (criteria: Criteria) => void }) {
  const say = useRunSay()
  const [codes, setCodes] = useState('')
  const [found, setFound] = useState<AnswerOf<typeof endpoints.countRun>>()
  useSettled(
    JSON.stringify(criteria),
    (typed) => {
      call(endpoints.countRun, { body: { criteria: JSON.parse(typed) as Criteria } }).then(setFound, () =>
        setFound(undefined),
      )
    },
    400,
  )
  const choose = (name: 'commodity' | 'kind' | 'language', to: string) =>
    set({ ...criteria, [name]: to === ANY ? undefined : to })
  const lists = {
    commodity: ['power', 'gas', 'water', 'heat'],
    kind: ['person', 'household', 'company'],
  } as const
  return (
    <fieldset className="desk-lines">
      <legend className="kw-h-s">{say('runs.whom')}</legend>
      <div className="desk-row">
        {(['commodity', 'kind'] as const).map((name) => (
          <DeskSelect
            key={name}
            label={say(name === 'kind' ? 'runs.customerKind' : 'runs.commodity')}
            value={criteria[name] ?? ANY}
            onChange={(to) => choose(name, to)}
            choices={[
              { id: ANY, label: say('runs.any') },
              ...lists[name].map((id) => ({ id, label: say(`runs.${id}` as RunKey) })),
            ]}
          />
        ))}
      </div>
      <div className="desk-row">
        <DeskTextField
          label={say('runs.postalCodes')}
          hint={say('runs.postalCodesHint')}
          value={codes}
          onChange={(text) => {
            setCodes(text)
            const list = text.split(/[\s,;]+/).filter((one) => /^\d{1,5}$/.test(one))
            set({ ...criteria, postalCodes: list.length > 0 ? list : undefined })
          }}
        />
        <DeskTextField
          label={say('runs.product')}
          value={criteria.product ?? ''}
          onChange={(product) => set({ ...criteria, product: product === '' ? undefined : product })}
        />
      </div>
      {found && <Found found={found} />}
    </fieldset>
  )
}

function Found({ found }: { readonly found: AnswerOf<typeof endpoints.countRun> }) {
  const say = useRunSay()
  const numbers = found.examples.map((one) => `${one.customerNumber} (${one.city ?? '–'})`).join(', ')
  return (
    <p role="status">
      <strong>{say('runs.count', { count: found.count })}</strong>{' '}
      {numbers !== '' && <span className="kw-quiet">{say('runs.examples', { numbers })}</span>}
    </p>
  )
}
