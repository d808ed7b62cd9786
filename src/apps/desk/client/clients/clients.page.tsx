import { Badge } from '#ui'
import { Pane } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

/** The clients that somebody looks after: of the programs of the own company. */
export function ClientsPage() {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.clients, {})
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane heading={say('nav.clients')}>
      {answer.machines.length === 0 && <Empty title={say('clients.none')}>{say('clients.noneText')}</Empty>}
      <ul className="desk-jobs">
        {answer.machines.map((one) => (
          <li key={one.id} className="desk-job">
            <div className="desk-job-head">
              <h3 className="kw-h-s">
                <a href={hrefOf('client', one.id)}>{one.name}</a>
              </h3>
              {one.disabledAt && <Badge>{say('machines.ended', { when: moment(one.disabledAt, locale) })}</Badge>}
            </div>
            <p>
              {say('machines.clientId')} <code>{one.clientId}</code>
            </p>
            <p className="kw-quiet">{one.scopes.join(', ')}</p>
          </li>
        ))}
      </ul>
      <p>
        <a href="/api/docs">{say('clients.docs')}</a>
      </p>
    </Pane>
  )
}
