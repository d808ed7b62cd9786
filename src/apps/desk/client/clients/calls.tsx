import { Badge } from '#ui'
import { DeskButton, DeskCheckbox } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useFilter } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

/** To the second, because programs are looked at to the second. */
const exact = (instant: string, locale: string) =>
  new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: 'Europe/Berlin',
  }).format(new Date(instant))

/** What a client asked for, how long it took and what was wrong with it. */
export function Calls({ id }: { readonly id: string }) {
  const say = useSay()
  const [failed, setFailed] = useFilter('failed')
  const [before, setBefore] = useFilter('before')
  const query = { ...(failed === 'yes' && { failed: 'yes' as const }), ...(before && { before }) }
  const { answer, problem, reload } = useResource(endpoints.calls, { params: { id }, query })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const last = answer.calls.at(-1)
  return (
    <section className="desk-place" aria-label={say('clients.calls')}>
      <div className="desk-filters">
        <DeskCheckbox
          label={say('clients.calls.failed')}
          isSelected={failed === 'yes'}
          onChange={(isOnly) => setFailed(isOnly ? 'yes' : undefined)}
        />
        <DeskButton tone="quiet" icon="refresh" onPress={() => void reload()}>
          {say('jobs.reload')}
        </DeskButton>
        {before && <DeskButton onPress={() => setBefore(undefined)}>{say('clients.calls.newest')}</DeskButton>}
      </div>
      {answer.calls.length === 0 && <p className="kw-quiet">{say('clients.calls.none')}</p>}
      {answer.calls.length > 0 && <CallTable calls={answer.calls} />}
      {answer.hasOlder && last && (
        <DeskButton onPress={() => setBefore(last.id)}>{say('clients.calls.older')}</DeskButton>
      )}
      <p className="kw-quiet">{say('clients.calls.kept')}</p>
    </section>
  )
}

function CallTable({ calls }: { readonly calls: AnswerOf<typeof endpoints.calls>['calls'] }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('clients.calls')}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('clients.calls.when')}</th>
            <th scope="col">{say('clients.calls.call')}</th>
            <th scope="col">{say('clients.calls.status')}</th>
            <th scope="col" className="kw-number">
              {say('clients.calls.ms')}
            </th>
            <th scope="col">{say('clients.calls.request')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((one) => (
            <tr key={one.id}>
              <td>{exact(one.askedAt, locale)}</td>
              <td>
                <code>
                  {one.method} {one.path}
                </code>
                {one.detail && (
                  <div className="desk-error-text">
                    {one.code}: {one.detail}
                    {one.fields.map((fault) => ` ${fault.field}: ${fault.detail}`).join('')}
                  </div>
                )}
              </td>
              <td>
                <Badge tone={one.status < 400 ? 'success' : one.status < 500 ? 'warning' : 'danger'}>
                  {String(one.status)}
                </Badge>
              </td>
              <td className="kw-number">{one.durationMs}</td>
              <td>
                <code>{one.requestId}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
