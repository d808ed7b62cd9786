import { type CalendarDate, parseDate } from '@internationalized/date'
import { useState } from 'react'
import { DefinitionList, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDateField, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay } from '../format.ts'
import { useMe } from '../me.tsx'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'

type Power = AnswerOf<typeof endpoints.power>
type Right = NonNullable<Sent<typeof endpoints.approvePower>['body']>['rights'][number]

const rights = [
  'see',
  'readings',
  'payments',
  'data',
  'letters',
  'contracts',
  'people',
] as const satisfies readonly Right[]

/** A power of attorney: what was handed in, the proof, and the decision of two. */
export function CheckPower({ powerId, reload }: { readonly powerId: string; readonly reload: () => Promise<void> }) {
  const { answer, problem, reload: again } = useResource(endpoints.power, { params: { id: powerId } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void again()} /> : <Loading />
  const changed = async () => {
    await again()
    await reload()
    refreshAll('/desk/api/tasks/load')
  }
  return (
    <div className="desk-check">
      <PowerFacts power={answer} />
      {(answer.state === 'asked' || answer.state === 'seen-once') && (
        <Decide key={answer.rowVersion} power={answer} onDone={changed} />
      )}
    </div>
  )
}

function PowerFacts({ power }: { readonly power: Power }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <>
      <DefinitionList
        items={[
          { label: say('power.kind'), value: sayOr(say, `power.kind.${power.kind}`, power.kind) },
          { label: say('power.person'), value: `${power.personName}, ${power.email}` },
          { label: say('power.typed'), value: `${power.customerNumberTyped}, ${power.customerNameTyped}` },
          { label: say('power.onFile'), value: power.customerName ?? say('power.noCustomer') },
          ...(power.wantedUntil ? [{ label: say('power.until'), value: longDay(power.wantedUntil, locale) }] : []),
          ...(power.note ? [{ label: say('power.note'), value: power.note }] : []),
          { label: say('power.state'), value: say(`power.state.${power.state}`) },
        ]}
      />
      <p>
        <a className="kw-link" href={`/desk/api/powers/${power.id}/proof`} download>
          {say('power.proof')}
        </a>
      </p>
    </>
  )
}

/** Sends a decision; what stands against it is said, what was done is announced. */
function useDecision(onDone: () => Promise<void>) {
  const say = useSay()
  const [error, setError] = useState<string>()
  const send = async (work: () => Promise<{ readonly state: string }>) => {
    try {
      const { state } = await work()
      setError(undefined)
      announce({ tone: 'success', title: say(`power.done.${state}` as ClientKey) })
      await onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.fields?.map((fault) => fault.detail).join(' ') ?? refused.problem.detail)
    }
  }
  return { error, send }
}

type Deciding = { readonly power: Power; readonly onDone: () => Promise<void> }

function Decide({ power, onDone }: Deciding) {
  const say = useSay()
  const me = useMe()
  const { error, send } = useDecision(onDone)
  if (power.state === 'seen-once' && power.firstStaffId === me.staffId)
    return <Notice tone="note">{say('power.waitsForSecond')}</Notice>
  return (
    <section className="desk-decision" aria-label={say('power.decide')}>
      {error && <Notice tone="danger">{error}</Notice>}
      <Approve power={power} send={send} />
      <Refuse power={power} send={send} />
    </section>
  )
}

type Send = { readonly power: Power; readonly send: ReturnType<typeof useDecision>['send'] }

function Approve({ power, send }: Send) {
  const say = useSay()
  const isSecond = power.state === 'seen-once'
  const [customerNumber, setNumber] = useState(power.customerNumberTyped)
  const [chosen, setChosen] = useState<readonly string[]>(power.rights)
  const [until, setUntil] = useState<CalendarDate | null>(power.validUntil ? parseDate(power.validUntil) : null)
  const [hidden, setHidden] = useState(power.hiddenBecause ?? '')
  const body = {
    rowVersion: power.rowVersion,
    customerNumber,
    rights: rights.filter((right) => chosen.includes(right)),
    ...(until && { until: until.toString() }),
    ...(hidden.trim() && { hiddenBecause: hidden.trim() }),
  }
  const approve = () => send(() => call(endpoints.approvePower, { params: { id: power.id }, body }))
  return (
    <>
      {isSecond && <Notice tone="note">{say('power.confirmSame')}</Notice>}
      <DeskTextField label={say('power.number')} value={customerNumber} onChange={setNumber} />
      <fieldset>
        <legend className="kw-label">{say('power.rights')}</legend>
        {rights.map((right) => (
          <DeskCheckbox
            key={right}
            label={say(`power.right.${right}`)}
            isSelected={chosen.includes(right)}
            onChange={(on) => setChosen(on ? [...chosen, right] : chosen.filter((one) => one !== right))}
          />
        ))}
      </fieldset>
      <DeskDateField
        label={say('power.until')}
        value={until}
        onChange={(value) => setUntil(value && parseDate(value.toString().slice(0, 10)))}
      />
      <DeskTextField label={say('power.hidden')} value={hidden} onChange={setHidden} />
      <ActionBar label={say('power.decide')}>
        <DeskButton tone="primary" icon="done" onPress={() => void approve()}>
          {say(isSecond ? 'power.confirm' : 'power.approve')}
        </DeskButton>
      </ActionBar>
    </>
  )
}

/** As the contract asks for it. */
const REASON_LENGTH_MIN = 5

function Refuse({ power, send }: Send) {
  const say = useSay()
  const [because, setBecause] = useState('')
  const body = { rowVersion: power.rowVersion, because }
  const refuse = () => send(() => call(endpoints.refusePower, { params: { id: power.id }, body }))
  return (
    <>
      <DeskTextField label={say('power.because')} value={because} onChange={setBecause} rows={2} />
      <ActionBar label={say('power.refuse')}>
        <DeskButton isDisabled={because.trim().length < REASON_LENGTH_MIN} onPress={() => void refuse()}>
          {say('power.refuse')}
        </DeskButton>
      </ActionBar>
    </>
  )
}
