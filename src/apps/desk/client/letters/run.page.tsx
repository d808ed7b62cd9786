import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import { Decision } from './design-steps.tsx'
import { type RunKey, useRunSay } from './run-texts.ts'
import { toneOf, useProgress } from './runs.page.tsx'

type Run = AnswerOf<typeof endpoints.letterRun>
const verbs = {
  propose: endpoints.proposeRun,
  approve: endpoints.approveRun,
  stop: endpoints.stopRun,
  resume: endpoints.resumeRun,
  drop: endpoints.dropRun,
} as const

/** One serial letter: how far it is, the sample before its approval, and whom it did not reach. */
export function RunPage({ id }: { readonly id: string }) {
  const say = useRunSay()
  const { answer: run, problem, reload } = useResource(endpoints.letterRun, { params: { id } })
  if (!run) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={run.name} aside={<a href={hrefOf('letterRuns')}>{say('runs.back')}</a>}>
      <div className="desk-design-text">
        <RunFacts run={run} />
        <RunVerbs key={run.rowVersion} run={run} reload={reload} />
        {run.state !== 'draft' && <Sample run={run} />}
        {run.refused.length > 0 && <Refused run={run} />}
      </div>
    </Pane>
  )
}

function RunFacts({ run }: { readonly run: Run }) {
  const say = useRunSay()
  const locale = useLocale()
  const progress = useProgress()
  const { counts } = run
  const all = counts.waiting + counts.ordered + counts.refused
  return (
    <>
      <div className="desk-aside">
        <Badge tone={toneOf(run.state)}>{say(`runs.state.${run.state}` as RunKey)}</Badge>
        <span>{progress(counts)}</span>
      </div>
      {all > 0 && (
        <progress
          className="desk-progress"
          max={all}
          value={counts.ordered + counts.refused}
          aria-label={say('runs.progress')}
        />
      )}
      <ul className="desk-facts">
        <li>
          {run.kind} {run.kindVersion !== null && say('runs.version', { version: run.kindVersion })}
        </li>
        <li>{say(`runs.purpose.${run.purpose}` as RunKey)}</li>
        <li>
          {say('runs.starts')}: {moment(run.startsAt, locale)}
        </li>
        <li>
          {say('runs.perHour')}: {run.perHour}, {say('runs.perDay')}: {run.perDay}
        </li>
        <li>
          {say('runs.by')}: {run.author ?? '–'}
        </li>
        {run.approvedBy && (
          <li>
            {say('runs.approved')}: {run.approvedBy}
          </li>
        )}
      </ul>
      {run.state === 'proposed' && run.isMine && <Notice tone="note">{say('runs.waits')}</Notice>}
    </>
  )
}

function RunVerbs({ run, reload }: { readonly run: Run; readonly reload: () => Promise<void> }) {
  const say = useRunSay()
  const [error, setError] = useState<string>()
  const act = async (verb: keyof typeof verbs) => {
    await call(verbs[verb], { params: { id: run.id }, body: { rowVersion: run.rowVersion } })
    announce({ tone: 'success', title: say('runs.done') })
    refreshAll('/desk/api/letter-runs')
    await reload()
  }
  const press = (verb: keyof typeof verbs) => () => {
    act(verb).catch((refused: unknown) => {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    })
  }
  const { state } = run
  if (state === 'ended' || state === 'dropped') return null
  return (
    <>
      {error && <Notice tone="danger">{error}</Notice>}
      <ActionBar label={say('runs.state')}>
        {state === 'draft' && (
          <DeskButton tone="primary" onPress={press('propose')}>
            {say('runs.propose')}
          </DeskButton>
        )}
        {state === 'proposed' && !run.isMine && (
          <Decision label={say('runs.approve')} onSend={() => act('approve')}>
            <p>{say('runs.approveSure')}</p>
          </Decision>
        )}
        {state === 'running' && <DeskButton onPress={press('stop')}>{say('runs.stop')}</DeskButton>}
        {state === 'stopped' && <DeskButton onPress={press('resume')}>{say('runs.resume')}</DeskButton>}
        {state !== 'running' && (
          <Decision label={say('runs.drop')} tone="danger" onSend={() => act('drop')}>
            <p>{say('runs.dropSure')}</p>
          </Decision>
        )}
      </ActionBar>
    </>
  )
}

/** Letters as they will go out, spread over all. */
function Sample({ run }: { readonly run: Run }) {
  const say = useRunSay()
  const [shown, setShown] = useState<AnswerOf<typeof endpoints.runSample>>()
  const [at, setAt] = useState(0)
  const { waiting, ordered, refused } = run.counts
  const all = waiting + ordered + refused
  if (!mayDo(useMe(), 'realLetters') || all === 0) return null
  const look = async () => {
    setShown(await call(endpoints.runSample, { params: { id: run.id }, query: { at } }))
    // A seventh of all further: seven looks go once through the list.
    setAt((at + Math.max(1, Math.floor(all / 7))) % all)
  }
  return (
    <section aria-label={say('runs.sample')} className="desk-design-text">
      <h3 className="kw-h-s">{say('runs.sample')}</h3>
      <p className="kw-quiet">{say('runs.sampleText')}</p>
      <div>
        <DeskButton icon="letter" onPress={() => void look()}>
          {say('runs.sampleShow', { at: at + 1, all })}
        </DeskButton>
      </div>
      {shown?.refused && (
        <Notice tone="note">{say('runs.sampleNone', { why: say(`runs.why.${shown.refused}` as RunKey) })}</Notice>
      )}
      {shown?.svg && (
        <img
          className="desk-page desk-sample"
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(shown.svg)}`}
          alt={say('runs.sampleOf', { number: shown.customerNumber })}
        />
      )}
    </section>
  )
}

function Refused({ run }: { readonly run: Run }) {
  const say = useRunSay()
  const me = useMe()
  return (
    <section className="desk-design-text">
      <h3 className="kw-h-s">{say('runs.refused')}</h3>
      <p className="kw-quiet">{say('runs.refusedText')}</p>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('runs.refused')}>
        <table className="desk-readings">
          <thead>
            <tr>
              <th scope="col">{say('runs.customer')}</th>
              <th scope="col">{say('runs.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {run.refused.map((one) => (
              <tr key={one.customerId}>
                <th scope="row">
                  {mayDo(me, 'customers') ? (
                    <a href={hrefOf('customer', one.customerId)}>{one.customerNumber}</a>
                  ) : (
                    one.customerNumber
                  )}
                </th>
                <td>{say(`runs.why.${one.reason}` as RunKey)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
