import { DeskCheckbox } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useLocale, useSay } from '../texts.tsx'

type TaskPageAnswer = AnswerOf<typeof endpoints.task>

/** What belongs to the work of this kind, in the version that the task was opened with. */
export function Checklist(props: {
  readonly task: TaskPageAnswer['task']
  readonly steps: TaskPageAnswer['checklist']
  readonly reload: () => Promise<void>
}) {
  const say = useSay()
  const locale = useLocale()
  const { task, steps, reload } = props
  if (steps.length === 0) return null
  const check = async (step: string, done: boolean) => {
    try {
      await call(endpoints.checkTaskStep, {
        params: { id: task.id },
        body: { rowVersion: task.rowVersion, step, done },
      })
    } catch (refused) {
      // Somebody was faster: the list that is fetched now shows what they did.
      if (!(refused instanceof CallRefused)) throw refused
    }
    await reload()
  }
  return (
    <section className="desk-check" aria-label={say('checklist.title')}>
      <h3 className="kw-h-s">{say('checklist.title')}</h3>
      {steps.map((step) => {
        const words = locale === 'de' ? step.de : step.en
        const details = [
          ...(step.required ? [] : [say('checklist.optional')]),
          ...(step.doneBy ? [say('checklist.by', { name: step.doneBy })] : []),
        ]
        const label = details.length > 0 ? `${words} (${details.join(', ')})` : words
        return task.state === 'open' ? (
          <DeskCheckbox
            key={step.key}
            label={label}
            isSelected={step.done}
            onChange={(done) => void check(step.key, done)}
          />
        ) : (
          <p key={step.key}>{`${step.done ? '✓' : '–'} ${label}`}</p>
        )
      })}
    </section>
  )
}
