import { useEffect, useRef } from 'react'
import { parseDate } from '@internationalized/date'
import { Notice } from '#ui'
import { ActionBar, DeskButton, DeskCheckbox, DeskDateField, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import type { Explanation } from '#journey/staying/web'
import { decimal, longDay } from '../format.ts'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import type { Registers } from './customer-subject.tsx'
import { isQuestion, type Question, type ReadingDraft, useReadingDraft } from './reading-draft.ts'
import { lastOf, registerName, unitName } from './registers.ts'

type Register = Registers['registers'][number]

const channels = ['phone', 'counter', 'letter'] as const
const reasons = ['regular', 'move-in', 'move-out', 'price-change', 'check', 'interim'] as const
const explanations = [
  'heating',
  'more-people',
  'fewer-people',
  'new-device',
  'electric-car',
  'solar',
  'absence',
  'rollover',
  'other',
] as const satisfies readonly Explanation[]

/** Readings that a customer tells by phone, at the counter or by letter; judged at once, as in the portal. */
export function EnterReadings(props: {
  readonly customerId: string
  readonly registers: Registers
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  const say = useSay()
  const draft = useReadingDraft(props.customerId, props.registers)
  const close = (isOpen: boolean) => {
    props.onOpenChange(isOpen)
    if (!isOpen && draft.entered) draft.clear()
  }
  return (
    <DeskDialog isOpen={props.isOpen} onOpenChange={close} title={say('reading.enter')}>
      {draft.entered ? <Feedback draft={draft} close={() => close(false)} /> : <EntryForm draft={draft} />}
    </DeskDialog>
  )
}

function EntryForm({ draft }: { readonly draft: ReadingDraft }) {
  const say = useSay()
  const { head, setHead, current } = draft
  if (current.length === 0) return <p>{say('reading.noRegisters')}</p>
  const choices = (names: readonly string[], prefix: string) =>
    names.map((id) => ({ id, label: say(`${prefix}.${id}` as ClientKey) }))
  const isFilled = current.some((register) => draft.entryOf(register.registerId).value.trim() !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isFilled) void draft.send()
      }}
    >
      {draft.problem && (
        <Notice tone="warning" title={draft.problem.detail} announce>
          {undefined}
        </Notice>
      )}
      {current.map((register, index) => (
        <EntryField key={register.registerId} register={register} draft={draft} isFirst={index === 0} />
      ))}
      <div className="desk-row">
        <DeskDateField
          label={say('reading.day')}
          value={parseDate(head.day)}
          onChange={(value) => value && setHead({ day: value.toString().slice(0, 10) })}
          error={draft.saidToDay}
        />
        <DeskSelect
          label={say('reading.reason')}
          value={head.reason}
          onChange={(id) => setHead({ reason: id as (typeof reasons)[number] })}
          choices={choices(reasons, 'reason')}
        />
        <DeskSelect
          label={say('reading.channel')}
          value={head.channel}
          onChange={(id) => setHead({ channel: id as (typeof channels)[number] })}
          choices={choices(channels, 'channel')}
        />
      </div>
      <ActionBar label={say('reading.enter')}>
        <DeskButton tone="primary" type="submit" isDisabled={!isFilled}>
          {say('reading.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function EntryField(props: { readonly register: Register; readonly draft: ReadingDraft; readonly isFirst: boolean }) {
  const say = useSay()
  const locale = useLocale()
  const { register, draft } = props
  const { registerId } = register
  const said = draft.saidTo(registerId)
  const last = lastOf(register)
  const hint = last
    ? say('reading.last', {
        value: decimal(last.value, locale),
        unit: unitName(register.unit),
        day: longDay(last.day, locale),
        source: say(`source.${last.source}` as ClientKey),
      })
    : say('reading.first')
  return (
    <div className="desk-entry">
      <DeskTextField
        label={`${registerName(say, register)}, ${unitName(register.unit)}`}
        value={draft.entryOf(registerId).value}
        onChange={(value) => draft.setEntry(registerId, { value })}
        hint={hint}
        error={said?.detail}
        autoFocus={props.isFirst}
      />
      {said && isQuestion(said) && <Ask register={register} said={said} draft={draft} />}
    </div>
  )
}

/** The figures behind the question, what may have been meant, and the ways on: correct, or confirm and say why. */
function Ask(props: { readonly register: Register; readonly said: Question; readonly draft: ReadingDraft }) {
  const say = useSay()
  const locale = useLocale()
  const { register, said, draft } = props
  const figures = said.figures ?? {}
  const entry = draft.entryOf(register.registerId)
  const unit = unitName(register.unit)
  const number = (key: string): string => decimal(String(figures[key] ?? ''), locale)
  const candidate = figures['candidate']
  return (
    <div className="desk-question" role="group" aria-label={said.detail}>
      {'usage' in figures && 'low' in figures && (
        <p>
          {say('question.usage', {
            usage: number('usage'),
            unit,
            days: Number(figures['days']),
            low: number('low'),
            high: number('high'),
          })}
        </p>
      )}
      {candidate !== undefined && (
        <p>
          {say('question.candidate', { value: number('candidate'), unit })}{' '}
          <DeskButton
            onPress={() => draft.setEntry(register.registerId, { value: decimal(String(candidate), locale) })}
          >
            {say('question.take', { value: number('candidate') })}
          </DeskButton>
        </p>
      )}
      <DeskCheckbox
        label={say('question.confirm')}
        isSelected={entry.confirmed}
        onChange={(confirmed) => draft.setEntry(register.registerId, { confirmed })}
      />
      {entry.confirmed && (
        <DeskSelect
          label={say('question.why')}
          value={entry.explanation ?? null}
          onChange={(id) => draft.setEntry(register.registerId, { explanation: id as Explanation })}
          choices={explanations.map((id) => ({ id, label: say(`explanation.${id}` as ClientKey) }))}
        />
      )}
    </div>
  )
}

/** What to tell the customer now. */
function Feedback({ draft, close }: { readonly draft: ReadingDraft; readonly close: () => void }) {
  const say = useSay()
  const locale = useLocale()
  const frame = useRef<HTMLDivElement>(null)
  // The field that had the focus is gone; the next key belongs to what takes its place.
  useEffect(() => frame.current?.querySelector('button')?.focus(), [])
  return (
    <div role="status" ref={frame}>
      {draft.entered?.map(({ readingId, registerId, value, status, judgement }) => {
        const register = draft.current.find((one) => one.registerId === registerId)
        const unit = unitName(register?.unit ?? 'kWh')
        const since = register && lastOf(register, draft.head.day)
        const told = {
          usage: decimal(String(Math.round(judgement.usage ?? 0)), locale),
          unit,
          day: since ? longDay(since.day, locale) : '',
        }
        return (
          <Notice
            key={readingId}
            tone={status === 'valid' ? 'success' : 'warning'}
            title={`${register ? registerName(say, register) : ''}: ${decimal(value, locale)} ${unit}`}
          >
            {status === 'in-check' && say('feedback.inCheck')}
            {status === 'valid' &&
              (judgement.usage === null || !since ? say('feedback.first') : say('feedback.fits', told))}
            {judgement.causes[0] && ` ${sayOr(say, `cause.${judgement.causes[0]}`, '')}`}
          </Notice>
        )
      })}
      <ActionBar label={say('reading.enter')}>
        <DeskButton tone="primary" onPress={close}>
          {say('feedback.close')}
        </DeskButton>
      </ActionBar>
    </div>
  )
}
