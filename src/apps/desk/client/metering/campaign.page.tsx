import { Badge, DefinitionList, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { addressOf, type AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { longDay, shortDay } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { euro, stateTones } from './words.ts'

type Campaign = AnswerOf<typeof endpoints.campaign>
type Verb = 'start' | 'stop' | 'resume' | 'end'

/** What may follow each state; the server says no to anything else. */
const verbsOf = {
  draft: ['start', 'end'],
  running: ['stop', 'end'],
  stopped: ['resume', 'end'],
  done: [],
} as const satisfies Readonly<Record<Campaign['state'], readonly Verb[]>>

/** One campaign: how far it is, what it costs, and the buttons that steer it. */
export function CampaignPage({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.campaign, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <Pane
      heading={answer.name}
      aside={<Badge tone={stateTones[answer.state]}>{say(`campaigns.state.${answer.state}`)}</Badge>}
    >
      <div className="desk-check">
        <p>
          <a className="kw-link" href={hrefOf('campaigns')}>
            {say('campaigns.all')}
          </a>
        </p>
        <Progress campaign={answer} />
        <Steering campaign={answer} reload={reload} />
        <ByChannel campaign={answer} />
        <LeftOut campaign={answer} />
        <Course campaign={answer} />
        <Plan campaign={answer} />
      </div>
    </Pane>
  )
}

/** The one sentence and the figures that matter first. */
function Progress({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const locale = useLocale()
  const { quotaPercent, targetPercent, answered, asked, waiting, overdue, costCents } = campaign
  const reached = quotaPercent !== null && quotaPercent >= targetPercent
  return (
    <Notice
      tone={reached ? 'success' : overdue > 0 ? 'warning' : 'note'}
      title={say(quotaPercent === null ? 'campaigns.notBegun' : 'campaigns.sentence', {
        quota: quotaPercent ?? 0,
        target: targetPercent,
      })}
    >
      <p>
        {say('campaigns.counts', { answered, asked, waiting, overdue })}{' '}
        {say('campaigns.costsSoFar', { cost: euro(costCents, locale) })}
      </p>
      <meter
        className="desk-meter"
        min={0}
        max={100}
        low={targetPercent}
        optimum={100}
        value={quotaPercent ?? 0}
        aria-label={say('campaigns.quota')}
      />
    </Notice>
  )
}

function Steering({ campaign, reload }: { readonly campaign: Campaign; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const mayRun = mayDo(useMe(), 'runCampaigns')
  const verbs: readonly Verb[] = verbsOf[campaign.state]
  const step = async (verb: Verb, close: () => void) => {
    try {
      const { campaignId: id, rowVersion } = campaign
      await call(endpoints.stepCampaign, { params: { id }, body: { verb, rowVersion } })
      announce({ tone: 'success', title: say(`campaigns.did.${verb}`) })
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      announce({ tone: 'danger', title: refused.problem.detail })
    }
    close()
    await reload()
  }
  const isByCompany = campaign.byChannel.some((one) => one.channel === 'company')
  return (
    <ActionBar label={say('campaigns.steer')}>
      {mayRun &&
        verbs.map((verb) => (
          <DeskDialog
            key={verb}
            title={say(`campaigns.ask.${verb}`)}
            trigger={
              <DeskButton tone={verb === 'start' || verb === 'resume' ? 'primary' : 'secondary'}>
                {say(`campaigns.${verb}`)}
              </DeskButton>
            }
          >
            {(close) => (
              <>
                <p>{say(`campaigns.askText.${verb}`)}</p>
                <ActionBar label={say(`campaigns.ask.${verb}`)}>
                  <DeskButton tone="primary" onPress={() => void step(verb, close)}>
                    {say(`campaigns.${verb}`)}
                  </DeskButton>
                </ActionBar>
              </>
            )}
          </DeskDialog>
        ))}
      {isByCompany && (
        <a
          className="kw-link"
          download
          href={addressOf(
            { method: 'GET', path: '/desk/api/campaigns/:id/order.csv' },
            { params: { id: campaign.campaignId } },
          )}
        >
          {say('campaigns.order')}
        </a>
      )}
    </ActionBar>
  )
}

const columns = ['asked', 'answered', 'reminded', 'overdue'] as const

function ByChannel({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const locale = useLocale()
  if (campaign.byChannel.length === 0) return null
  const sum = (of: (one: Campaign['byChannel'][number]) => number) =>
    campaign.byChannel.reduce((total, one) => total + of(one), 0)
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('campaigns.byChannel')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('campaigns.byChannel')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('campaigns.channel')}</th>
            {columns.map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`campaigns.${key}`)}
              </th>
            ))}
            <th scope="col" className="kw-number">
              {say('campaigns.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {campaign.byChannel.map((one) => (
            <tr key={one.channel}>
              <th scope="row">{say(`campaigns.channel.${one.channel}`)}</th>
              {columns.map((key) => (
                <td key={key} className="kw-number">
                  {one[key]}
                </td>
              ))}
              <td className="kw-number">{euro(one.costCents, locale)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{say('campaigns.sum')}</th>
            {columns.map((key) => (
              <td key={key} className="kw-number">
                <strong>{sum((one) => one[key])}</strong>
              </td>
            ))}
            <td className="kw-number">
              <strong>{euro(campaign.costCents, locale)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

/** Who was not asked, and why: each of them is somebody who may be missing in the bill. */
function LeftOut({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  if (campaign.byReason.length === 0) return null
  return (
    <section>
      <h3 className="kw-h-s">{say('campaigns.leftOut', { count: campaign.leftOut })}</h3>
      <ul className="desk-facts">
        {campaign.byReason.map((one) => (
          <li key={one.because}>
            {say(`campaigns.because.${one.because}`)}: {one.customers}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Course({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const locale = useLocale()
  if (campaign.days.length === 0) return null
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('campaigns.course')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('campaigns.course')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('campaigns.day')}</th>
            <th scope="col" className="kw-number">
              {say('campaigns.asked')}
            </th>
            <th scope="col" className="kw-number">
              {say('campaigns.answered')}
            </th>
          </tr>
        </thead>
        <tbody>
          {campaign.days.map((one) => (
            <tr key={one.day}>
              <th scope="row">{shortDay(one.day, locale)}</th>
              <td className="kw-number">{one.asked}</td>
              <td className="kw-number">{one.answered}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What was decided when it was made. */
function Plan({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const locale = useLocale()
  const { selection, costs } = campaign
  const chosen = [
    selection.commodity && say(`commodity.${selection.commodity}` as ClientKey),
    selection.kind && say(`meterExchange.kind.${selection.kind}` as ClientKey),
    selection.place,
    selection.product,
    selection.calibrationUntil &&
      say('campaigns.chosenCalibration', { day: longDay(selection.calibrationUntil, locale) }),
    selection.calibrationYear && say('campaigns.chosenYear', { year: selection.calibrationYear }),
    selection.lastReadBefore && say('campaigns.chosenRead', { day: longDay(selection.lastReadBefore, locale) }),
  ].filter(Boolean)
  return (
    <DefinitionList
      items={[
        { label: say('campaigns.purpose'), value: say(`campaigns.purpose.${campaign.purpose}`) },
        { label: say('campaigns.selection'), value: chosen.join(', ') || say('campaigns.everything') },
        {
          label: say('campaigns.ways'),
          value: campaign.channels.map((one) => say(`campaigns.channel.${one}`)).join(', '),
        },
        {
          label: say('campaigns.when'),
          value: say('campaigns.whenText', {
            from: longDay(campaign.startsOn, locale),
            day: campaign.aDayMax,
            last: campaign.lastPlannedOn ? longDay(campaign.lastPlannedOn, locale) : '–',
            due: longDay(campaign.dueOn, locale),
          }),
        },
        {
          label: say('campaigns.unitCosts'),
          value: say('campaigns.unitCostsText', {
            mail: euro(costs.mailCents, locale),
            letter: euro(costs.letterCents, locale),
            company: euro(costs.companyCents, locale),
          }),
        },
      ]}
    />
  )
}
