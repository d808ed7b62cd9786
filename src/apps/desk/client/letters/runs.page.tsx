import { Badge } from '#ui'
import { Pane } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import { NewRun } from './new-run.tsx'
import { type RunKey, useRunSay } from './run-texts.ts'

export type Runs = AnswerOf<typeof endpoints.letterRuns>
type Counts = Runs['runs'][number]['counts']

/** How far a serial letter is, in words. */
export function useProgress(): (counts: Counts) => string {
  const say = useRunSay()
  return ({ waiting, ordered, refused, published }) =>
    say('runs.of', { ordered, all: waiting + ordered + refused, published, refused })
}

/** Serial letters, newest first. */
export function RunsPage() {
  const say = useRunSay()
  const { answer, problem, reload } = useResource(endpoints.letterRuns, {})
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={say('runs')} aside={answer.kinds.length > 0 && <NewRun kinds={answer.kinds} />}>
      {answer.kinds.length === 0 && <p className="kw-quiet">{say('runs.noKinds')}</p>}
      {answer.runs.length === 0 ? (
        <Empty title={say('runs.none')}>{say('runs.noneText')}</Empty>
      ) : (
        <RunTable list={answer.runs} />
      )}
    </Pane>
  )
}

function RunTable({ list }: { readonly list: Runs['runs'] }) {
  const say = useRunSay()
  const locale = useLocale()
  const progress = useProgress()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('runs')}>
      <table className="desk-readings desk-wrapped">
        <caption className="kw-unseen">{say('runs')}</caption>
        <thead>
          <tr>
            {(['name', 'state', 'progress', 'starts', 'by', 'approved'] as const).map((head) => (
              <th key={head} scope="col">
                {say(`runs.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <a href={hrefOf('letterRun', run.id)}>{run.name}</a>
              </th>
              <td>
                <Badge tone={toneOf(run.state)}>{say(`runs.state.${run.state}` as RunKey)}</Badge>
              </td>
              <td>{progress(run.counts)}</td>
              <td>{moment(run.startsAt, locale)}</td>
              <td>{run.author ?? '–'}</td>
              <td>{run.approvedBy ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const toneOf = (state: Runs['runs'][number]['state']) =>
  state === 'proposed' || state === 'stopped' ? 'warning' : state === 'ended' ? 'success' : 'plain'
