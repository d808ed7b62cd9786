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
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { decimal, longDay, today } from '../format.ts'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import type { Registers } from './customer-subject.tsx'
import { lastOf, type Register, registerName, unitName } from './registers.ts'

const kinds = ['conventional', 'modern', 'smart'] as const
type Kind = (typeof kinds)[number]
type Line = {
  readonly finalValue: string
  readonly firstValue: string
  readonly before: number
  readonly after: number
}
type Head = {
  readonly day: string
  readonly newMeterNumber: string
  readonly kind: Kind
  readonly calibratedUntil: string
}

/** A meter was exchanged: last value of the old one, number and first value of the new one. */
export function ExchangeMeter(props: {
  readonly customerId: string
  readonly registers: Registers
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  const say = useSay()
  const current = props.registers.registers.filter((register) => register.current)
  const meters = [...new Map(current.map((register) => [register.meterId, register.meterNumber]))]
  const [picked, setPicked] = useState<string>()
  const meterId = picked ?? meters[0]?.[0]
  return (
    <DeskDialog isOpen={props.isOpen} onOpenChange={props.onOpenChange} title={say('meterExchange.title')}>
      {meterId === undefined ? (
        <p>{say('reading.noRegisters')}</p>
      ) : (
        <>
          {meters.length > 1 && (
            <DeskSelect
              label={say('meterExchange.old')}
              value={meterId}
              onChange={setPicked}
              choices={meters.map(([id, label]) => ({ id, label }))}
            />
          )}
          <ExchangeForm
            key={meterId}
            customerId={props.customerId}
            meterId={meterId}
            registers={current.filter((register) => register.meterId === meterId)}
            onDone={() => props.onOpenChange(false)}
          />
        </>
      )}
    </DeskDialog>
  )
}

/** What was reported, and where the exchange is accepted. */
export type Reported = {
  readonly reportId: string
  readonly rowVersion: number
  readonly day: string
  readonly newMeterNumber: string
  readonly registers: readonly {
    readonly registerId: string
    readonly finalValue: string
    readonly firstValue: string
  }[]
}

type Exchanging = {
  readonly customerId: string
  readonly meterId: string
  readonly registers: readonly Register[]
  readonly reported?: Reported | undefined
  readonly onDone: () => void
}

function useExchange({ customerId, meterId, registers, reported, onDone }: Exchanging) {
  const say = useSay()
  const [head, setHead] = useState<Head>({
    day: reported?.day ?? today(),
    newMeterNumber: reported?.newMeterNumber ?? '',
    kind: 'modern',
    calibratedUntil: '',
  })
  const [lines, setLines] = useState<readonly Line[]>(() =>
    registers.map((one) => {
      const said = reported?.registers.find(({ registerId }) => registerId === one.registerId)
      const { finalValue = '', firstValue = '0' } = said ?? {}
      return { finalValue, firstValue, before: one.digitsBefore, after: one.digitsAfter }
    }),
  )
  const [confirmed, setConfirmed] = useState(false)
  const [submission] = useState(() => crypto.randomUUID())
  const [problem, setProblem] = useState<Problem>()
  const send = async () => {
    const { calibratedUntil, ...rest } = head
    const exchange = {
      ...rest,
      ...(calibratedUntil && { calibratedUntil }),
      registers: lines.map((line, at) => ({
        registerId: registers[at]?.registerId ?? '',
        finalValue: line.finalValue.trim(),
        firstValue: line.firstValue.trim(),
        confirmed,
        digitsBefore: line.before,
        digitsAfter: line.after,
      })),
    }
    try {
      if (reported) {
        const body = { rowVersion: reported.rowVersion, decision: 'accepted', exchange } as const
        await call(endpoints.decideExchange, { params: { id: reported.reportId }, body })
      } else
        await call(endpoints.exchangeMeter, { params: { id: meterId }, body: { ...exchange, customerId, submission } })
      announce({ tone: 'success', title: say('meterExchange.done') })
      refreshAll(`/desk/api/customers/${customerId}`, '/desk/api/tasks/load')
      onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setProblem(refused.problem)
    }
  }
  const setLine = (at: number, part: Partial<Line>) =>
    setLines(lines.map((line, index) => (index === at ? { ...line, ...part } : line)))
  const said = (field: string) => problem?.fields?.find((fault) => fault.field === field)?.detail
  const isAsked = problem?.code === 'staying.readings-questioned'
  return { head, setHead, lines, setLine, confirmed, setConfirmed, problem, said, isAsked, send }
}

export function ExchangeForm(props: Exchanging) {
  const say = useSay()
  const form = useExchange(props)
  const { head, setHead, lines, problem, said } = form
  const isFilled =
    head.newMeterNumber.trim() !== '' && lines.every((line) => line.finalValue.trim() && line.firstValue.trim())
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isFilled) void form.send()
      }}
    >
      {problem && (
        <Notice tone="warning" title={problem.detail} announce>
          {undefined}
        </Notice>
      )}
      <DeskDateField
        label={say('meterExchange.day')}
        value={parseDate(head.day)}
        onChange={(value) => value && setHead({ ...head, day: value.toString().slice(0, 10) })}
        error={said('day')}
      />
      {props.registers.map((register, at) => (
        <RegisterLines key={register.registerId} register={register} at={at} form={form} />
      ))}
      <DeskTextField
        label={say('meterExchange.newNumber')}
        value={head.newMeterNumber}
        onChange={(newMeterNumber) => setHead({ ...head, newMeterNumber })}
        error={said('newMeterNumber')}
      />
      <div className="desk-row">
        <DeskSelect
          label={say('meterExchange.kind')}
          value={head.kind}
          onChange={(kind) => setHead({ ...head, kind: kind as Kind })}
          choices={kinds.map((id) => ({ id, label: say(`meterExchange.kind.${id}` as ClientKey) }))}
        />
        <DeskDateField
          label={say('meterExchange.calibratedUntil')}
          value={head.calibratedUntil ? parseDate(head.calibratedUntil) : null}
          onChange={(value) => setHead({ ...head, calibratedUntil: value?.toString().slice(0, 10) ?? '' })}
          error={said('calibratedUntil')}
        />
      </div>
      {form.isAsked && (
        <DeskCheckbox label={say('meterExchange.confirm')} isSelected={form.confirmed} onChange={form.setConfirmed} />
      )}
      <ActionBar label={say('meterExchange.title')}>
        <DeskButton tone="primary" type="submit" isDisabled={!isFilled}>
          {say('meterExchange.send')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

/** The old register's last value and the new one's first, with the digits of the new. */
function RegisterLines(props: {
  readonly register: Register
  readonly at: number
  readonly form: ReturnType<typeof useExchange>
}) {
  const say = useSay()
  const locale = useLocale()
  const { register, at, form } = props
  const line = form.lines[at] as Line
  const last = lastOf(register)
  const unit = unitName(register.unit)
  return (
    <fieldset className="desk-lines">
      <legend className="kw-d-label">{`${registerName(say, register)}, ${unit}`}</legend>
      <DeskTextField
        label={say('meterExchange.finalValue')}
        value={line.finalValue}
        onChange={(finalValue) => form.setLine(at, { finalValue })}
        hint={
          last &&
          say('reading.last', {
            value: decimal(last.value, locale),
            unit,
            day: longDay(last.day, locale),
            source: sayOr(say, `source.${last.source}`, last.source),
          })
        }
        error={form.said(`entries.${at}.value`)}
      />
      <div className="desk-row">
        <DeskTextField
          label={say('meterExchange.firstValue')}
          value={line.firstValue}
          onChange={(firstValue) => form.setLine(at, { firstValue })}
          error={form.said(`registers.${at}.firstValue`)}
        />
        <DeskNumberField
          label={say('meterExchange.digitsBefore')}
          value={line.before}
          onChange={(before) => form.setLine(at, { before })}
          min={1}
          max={12}
        />
        <DeskNumberField
          label={say('meterExchange.digitsAfter')}
          value={line.after}
          onChange={(after) => form.setLine(at, { after })}
          min={0}
          max={6}
        />
      </div>
    </fieldset>
  )
}
