import { useState } from 'react'
import { Badge } from '#ui'
import { announce, DeskButton, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

type Job = AnswerOf<typeof endpoints.stuckJobs>['jobs'][number]

/** Background work that has failed: what, how often, why, and a button that starts it again. */
export function StuckJobsPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.stuckJobs, {})
  const [isBusy, setBusy] = useState(false)
  const restart = async (ids: readonly string[]) => {
    setBusy(true)
    try {
      const { restarted } = await call(endpoints.restartJobs, { body: { ids: [...ids] } })
      announce({ tone: 'success', title: say('jobs.restarted', { count: restarted }) })
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      announce({ tone: 'danger', title: refused.problem.detail })
    }
    setBusy(false)
    await reload()
  }
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const { jobs } = answer
  return (
    <Pane
      heading={say('jobs.title')}
      aside={
        <span className="desk-aside">
          <DeskButton tone="quiet" icon="refresh" onPress={() => void reload()}>
            {say('jobs.reload')}
          </DeskButton>
          {jobs.length > 1 && (
            <DeskButton isDisabled={isBusy} onPress={() => void restart(jobs.map((job) => job.id))}>
              {say('jobs.restartAll')}
            </DeskButton>
          )}
        </span>
      }
    >
      {problem && <Problem problem={problem} />}
      {jobs.length === 0 && <Empty title={say('jobs.empty')}>{say('jobs.emptyText')}</Empty>}
      <ul className="desk-jobs">
        {jobs.map((job) => (
          <JobItem key={job.id} job={job} isBusy={isBusy} onRestart={() => void restart([job.id])} />
        ))}
      </ul>
    </Pane>
  )
}

function JobItem(props: { readonly job: Job; readonly isBusy: boolean; readonly onRestart: () => void }) {
  const say = useSay()
  const locale = useLocale()
  const { job } = props
  const gaveUp = job.attempts >= job.attemptsMax
  const [reason = '', ...trace] = (job.lastError ?? '').split('\n')
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{job.task}</h3>
        <Badge tone={gaveUp ? 'danger' : 'warning'}>{say(gaveUp ? 'jobs.gaveUp' : 'jobs.tries')}</Badge>
        <DeskButton icon="refresh" isDisabled={props.isBusy} onPress={props.onRestart}>
          {say('jobs.restart')}
          <span className="kw-unseen"> {job.task}</span>
        </DeskButton>
      </div>
      <p>
        {say('jobs.attempts', { attempts: job.attempts, max: job.attemptsMax })},{' '}
        {say('jobs.since', { when: moment(job.createdAt, locale) })}
        {!gaveUp && `, ${say('jobs.next', { when: moment(job.nextTry, locale) })}`}
      </p>
      <p className="desk-error-text">{reason}</p>
      {trace.length > 0 && (
        <details>
          <summary>{say('jobs.trace')}</summary>
          <pre tabIndex={0}>{trace.join('\n')}</pre>
        </details>
      )}
    </li>
  )
}
