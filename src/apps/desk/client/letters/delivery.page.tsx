import { formatNumber, type Locale } from '#platform/i18n/web'
import { Badge, Notice } from '#ui'
import { DeskButton, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { Confirmed } from '../logins/confirm.tsx'
import { useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { sayOr, useLocale, useSay } from '../texts.tsx'

type Delivery = AnswerOf<typeof endpoints.letterDelivery>
type Reload = { readonly reload: () => Promise<void> }

const euros = (cents: number, locale: Locale): string => formatNumber(cents / 100, locale, 2)
const wholeEuros = (cents: number, locale: Locale): string => formatNumber(Math.round(cents / 100), locale)

/** By which way each kind of letters goes, what is on its way on paper, and which channel has been stopped. */
export function LetterDeliveryPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.letterDelivery, {})
  return (
    <Pane heading={say('nav.letterDelivery')}>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && (
        <div className="desk-check">
          <Stops stops={answer.stops} reload={reload} />
          <Kinds kinds={answer.kinds} reload={reload} />
          <Jobs jobs={answer.jobs} reload={reload} />
        </div>
      )}
    </Pane>
  )
}

function Stops({ stops, reload }: Pick<Delivery, 'stops'> & Reload) {
  const say = useSay()
  const locale = useLocale()
  return stops.map((stop) => (
    <Notice key={stop.id} tone="danger" title={say('delivery.stopped', { via: say(`delivery.via.${stop.via}`) })}>
      <p>
        {say('delivery.stoppedText', { sent: stop.sent, bounced: stop.bounced, when: moment(stop.stoppedAt, locale) })}
      </p>
      <DeskButton
        onPress={() => void call(endpoints.releaseNoticeStop, { params: { id: stop.id } }).then(() => reload())}
      >
        {say('delivery.release')}
      </DeskButton>
    </Notice>
  ))
}

function Kinds({ kinds, reload }: Pick<Delivery, 'kinds'> & Reload) {
  const say = useSay()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('delivery.kinds')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('delivery.kinds')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('delivery.kind')}</th>
            <th scope="col">{say('delivery.way')}</th>
            <th scope="col" className="kw-number">
              {say('delivery.letters')}
            </th>
            <th scope="col" className="kw-number">
              {say('delivery.onPaper')}
            </th>
            <th scope="col" className="kw-number">
              {say('delivery.reach')}
            </th>
            <th scope="col" className="kw-number">
              {say('delivery.saving')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <KindRow key={kind.code} kind={kind} reload={reload} />
          ))}
        </tbody>
      </table>
      <p className="kw-quiet">{say('delivery.assumed')}</p>
    </div>
  )
}

function KindRow({ kind, reload }: { readonly kind: Delivery['kinds'][number] } & Reload) {
  const say = useSay()
  const locale = useLocale()
  const me = useMe()
  const title = locale === 'de' ? kind.titleDe : kind.titleEn
  const isBarred = kind.law !== null || kind.byNature
  const next = kind.way === 'post' ? 'digital' : 'post'
  const change = async () => {
    await call(endpoints.decideKindWay, { params: { code: kind.code }, body: { way: next } })
    await reload()
  }
  const share = kind.letters > 0 ? formatNumber((100 * kind.withinReach) / kind.letters, locale, 0) : '–'
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        {isBarred ? (
          <Badge tone="warning">{kind.law ?? say('delivery.nature')}</Badge>
        ) : (
          <Badge tone={kind.way === 'digital' ? 'success' : 'plain'}>{say(`delivery.way.${kind.way}`)}</Badge>
        )}
      </td>
      <td className="kw-number">{formatNumber(kind.letters, locale)}</td>
      <td className="kw-number">{formatNumber(kind.onPaper, locale)}</td>
      <td className="kw-number">{share === '–' ? share : `${share} %`}</td>
      <td className="kw-number">
        {kind.withinReach > 0
          ? say('delivery.range', {
              from: wholeEuros(kind.savingFromCents, locale),
              to: wholeEuros(kind.savingToCents, locale),
            })
          : '–'}
      </td>
      <td>
        {!isBarred && me.rights.includes('letters.kinds') && (
          <Confirmed
            label={say(`delivery.to.${next}`)}
            about={title}
            title={say(`delivery.to.${next}.title`, { kind: title })}
            text={say(`delivery.to.${next}.text`)}
            act={change}
          />
        )}
      </td>
    </tr>
  )
}

function Jobs({ jobs, reload }: Pick<Delivery, 'jobs'> & Reload) {
  const say = useSay()
  if (jobs.length === 0) return <Empty title={say('delivery.noJobs')}>{say('delivery.noJobsText')}</Empty>
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('delivery.jobs')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('delivery.jobs')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('delivery.letter')}</th>
            <th scope="col">{say('delivery.why')}</th>
            <th scope="col">{say('delivery.state')}</th>
            <th scope="col" className="kw-number">
              {say('delivery.sheets')}
            </th>
            <th scope="col" className="kw-number">
              {say('delivery.postage')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} reload={reload} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const jobTones = {
  waiting: 'plain',
  held: 'warning',
  'handing-over': 'plain',
  'at-printer': 'plain',
  posted: 'success',
  refused: 'danger',
  returned: 'warning',
  cancelled: 'plain',
} as const

function JobRow({ job, reload }: { readonly job: Delivery['jobs'][number] } & Reload) {
  const say = useSay()
  const locale = useLocale()
  const { rowVersion, id } = job
  const about = `${job.title}, ${job.place}`
  return (
    <tr>
      <th scope="row">
        <a className="kw-link" href={hrefOf('customer', job.customerId)}>
          {job.title}
        </a>
        <br />
        <span className="kw-quiet">{job.place}</span>
      </th>
      <td>{sayOr(say, `delivery.because.${job.because}`, job.because)}</td>
      <td>
        <Badge tone={jobTones[job.state]}>{say(`delivery.state.${job.state}`)}</Badge>
        <br />
        <span className="kw-quiet">
          {job.state === 'waiting'
            ? say('delivery.cutOff', { when: moment(job.cutOffAt, locale) })
            : job.why && sayOr(say, `delivery.fault.${job.why}`, job.why)}
        </span>
      </td>
      <td className="kw-number">{job.sheets}</td>
      <td className="kw-number">{euros(job.postageCents, locale)}</td>
      <td>
        {job.canCancel && (
          <Confirmed
            label={say('delivery.cancel')}
            about={about}
            title={say('delivery.cancel.title')}
            text={say('delivery.cancel.text')}
            act={async () => {
              await call(endpoints.cancelPrintJob, { params: { id }, body: { rowVersion } })
              await reload()
            }}
          />
        )}
        {job.state === 'posted' && (
          <Confirmed
            label={say('delivery.returned')}
            about={about}
            title={say('delivery.returned.title')}
            text={say('delivery.returned.text')}
            act={async () => {
              await call(endpoints.returnPrintJob, { params: { id }, body: { why: 'unknown at this address' } })
              await reload()
            }}
          />
        )}
      </td>
    </tr>
  )
}
