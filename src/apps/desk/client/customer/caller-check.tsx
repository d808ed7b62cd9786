import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'

const tones = { 'not-asked': undefined, questions: 'note', pin: 'success', failed: 'danger' } as const

/** What the agent does about the caller, and what the server refused of it. */
function useChecks(id: string) {
  const say = useSay()
  const locale = useLocale()
  const [error, setError] = useState<string>()
  const act = async (work: () => Promise<void>) => {
    try {
      await work()
      setError(undefined)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
    refreshAll(`/desk/api/customers/${id}`)
  }
  const checkPin = (pin: string) =>
    act(async () => {
      const { right, attemptsLeft } = await call(endpoints.checkPin, { params: { id }, body: { pin } })
      if (right) announce({ tone: 'success', title: say('caller.pinRight') })
      else announce({ tone: 'warning', title: say('caller.pinWrong', { count: attemptsLeft }) })
    })
  const questions = (answered: boolean) =>
    act(async () => {
      await call(endpoints.checkQuestions, { params: { id }, body: { answered } })
    })
  const letter = () =>
    act(async () => {
      const { until } = await call(endpoints.sendCodeLetter, { params: { id } })
      announce({ tone: 'success', title: say('caller.letterSent', { day: shortDay(until, locale) }) })
    })
  return { error, checkPin, questions, letter }
}

/** How well the agent knows who is on the phone, and what can be done about it. The PIN is typed and never shown. */
export function CallerCheck({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer } = useResource(endpoints.caller, { params: { id } })
  const { error, checkPin, questions, letter } = useChecks(id)
  if (!answer) return null
  const tone = tones[answer.level]
  return (
    <section className="desk-tasks" aria-label={say('caller.title')}>
      <h2 className="kw-h-s">{say('caller.title')}</h2>
      <p>
        <Badge {...(tone && { tone })}>{say(`caller.level.${answer.level}` as ClientKey)}</Badge>
      </p>
      {answer.pin === 'set' ? (
        <PinForm error={error} check={checkPin} />
      ) : (
        <>
          <p className="kw-quiet">{say(`caller.pin.${answer.pin}` as ClientKey)}</p>
          {error !== undefined && <p className="kw-d-error">{error}</p>}
        </>
      )}
      <ActionBar label={say('caller.title')}>
        <DeskButton tone="quiet" onPress={() => void questions(true)}>
          {say('caller.answered')}
        </DeskButton>
        <DeskButton tone="quiet" onPress={() => void questions(false)}>
          {say('caller.notAnswered')}
        </DeskButton>
        <DeskButton tone="quiet" onPress={() => void letter()}>
          {say('caller.sendLetter')}
        </DeskButton>
      </ActionBar>
    </section>
  )
}

function PinForm(props: { readonly error: string | undefined; readonly check: (pin: string) => Promise<void> }) {
  const say = useSay()
  const [pin, setPin] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void props.check(pin).then(() => setPin(''))
      }}
    >
      <DeskTextField label={say('caller.pin')} value={pin} onChange={setPin} secret error={props.error} />
      <ActionBar label={say('caller.pin')}>
        <DeskButton type="submit" isDisabled={pin.trim() === ''}>
          {say('caller.checkPin')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
