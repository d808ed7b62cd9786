import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { DueBadge } from '../tasks/basket.page.tsx'
import { kindName } from '../tasks/words.ts'
import { useSay } from '../texts.tsx'

type Task = AnswerOf<typeof endpoints.partnerTasks>['tasks'][number]

/** What was handed to the own company, and nothing else of the house. */
export function PartnerPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.partnerTasks, {})
  const [task, setTask] = useState<Task>()
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={say('partner.title')}>
      {answer.tasks.length === 0 && <Empty title={say('partner.none')}>{say('partner.noneText')}</Empty>}
      <ul className="desk-jobs">
        {answer.tasks.map((one) => (
          <li key={one.id} className="desk-job">
            <div className="desk-job-head">
              <h3 className="kw-h-s">{kindName(say, one.kind)}</h3>
              <DueBadge dueOn={one.dueOn} />
              <DeskButton onPress={() => setTask(one)}>{say('partner.report')}</DeskButton>
            </div>
            <p>{one.place ?? say('partner.noPlace')}</p>
            {one.meterNumbers.length > 0 && (
              <p className="kw-quiet">{say('partner.meters', { numbers: one.meterNumbers.join(', ') })}</p>
            )}
          </li>
        ))}
      </ul>
      {task && <Report key={task.id} task={task} onClose={() => setTask(undefined)} onDone={reload} />}
    </Pane>
  )
}

/** As the contract asks for it. */
const NOTE_LENGTH_MIN = 3

function Report(props: { readonly task: Task; readonly onClose: () => void; readonly onDone: () => Promise<void> }) {
  const say = useSay()
  const [outcome, setOutcome] = useState<'done' | 'not-possible'>('done')
  const [note, setNote] = useState('')
  const [error, setError] = useState<string>()
  const { id, rowVersion } = props.task
  const send = async () => {
    try {
      await call(endpoints.partnerReport, { params: { id }, body: { rowVersion, outcome, note } })
      announce({ tone: 'success', title: say('partner.reported') })
      props.onClose()
      await props.onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <DeskDialog isOpen onOpenChange={props.onClose} title={say('partner.report')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {error && <Notice tone="danger">{error}</Notice>}
        <DeskSelect
          label={say('partner.outcome')}
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}
          choices={(['done', 'not-possible'] as const).map((one) => ({
            id: one,
            label: say(`partner.outcome.${one}`),
          }))}
        />
        <DeskTextField label={say('partner.note')} value={note} onChange={setNote} rows={3} />
        <ActionBar label={say('partner.report')}>
          <DeskButton tone="primary" type="submit" isDisabled={note.trim().length < NOTE_LENGTH_MIN}>
            {say('partner.send')}
          </DeskButton>
        </ActionBar>
      </form>
    </DeskDialog>
  )
}
