import { Badge } from '#ui'
import { Pane } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'
import { MeteringLinks } from './metering-links.tsx'
import { NewCampaign } from './new-campaign.tsx'
import { euro, stateTones } from './words.ts'

type Campaign = AnswerOf<typeof endpoints.campaigns>['campaigns'][number]

/** All campaigns: how far each is, and what it has cost. */
export function CampaignsPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.campaigns, {})
  const mayRun = mayDo(useMe(), 'runCampaigns')
  return (
    <Pane
      heading={say('nav.campaigns')}
      aside={mayRun && answer && <NewCampaign costs={answer.costs} onDone={reload} selection={{}} />}
    >
      <MeteringLinks current="campaigns" />
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer?.campaigns.length === 0 && <Empty title={say('campaigns.none')}>{say('campaigns.noneText')}</Empty>}
      {answer && answer.campaigns.length > 0 && <CampaignTable campaigns={answer.campaigns} />}
    </Pane>
  )
}

function CampaignTable({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('campaigns.table')}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('campaigns.name')}</th>
            <th scope="col">{say('campaigns.state')}</th>
            <th scope="col">{say('campaigns.due')}</th>
            {(['waiting', 'asked', 'answered', 'overdue', 'quota', 'cost'] as const).map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`campaigns.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {campaigns.map((one) => (
            <tr key={one.campaignId}>
              <th scope="row">
                <a className="kw-link" href={hrefOf('campaign', one.campaignId)}>
                  {one.name}
                </a>
              </th>
              <td>
                <Badge tone={stateTones[one.state]}>{say(`campaigns.state.${one.state}`)}</Badge>
              </td>
              <td>{shortDay(one.dueOn, locale)}</td>
              <td className="kw-number">{one.waiting}</td>
              <td className="kw-number">{one.asked}</td>
              <td className="kw-number">{one.answered}</td>
              <td className="kw-number">{one.overdue}</td>
              <td className="kw-number">
                {one.quotaPercent === null ? '–' : `${one.quotaPercent} %`}{' '}
                <span className="kw-quiet">{say('campaigns.of', { target: one.targetPercent })}</span>
              </td>
              <td className="kw-number">{euro(one.costCents, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
