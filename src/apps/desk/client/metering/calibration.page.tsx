import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { DeskSelect, DeskTextField, Pane } from '#ui/desk'
import { addressOf, type AnswerOf, type Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { daysUntil, shortDay, today } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf, useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { MeteringLinks } from './metering-links.tsx'
import { NewCampaign } from './new-campaign.tsx'

type Due = AnswerOf<typeof endpoints.calibration>
type Asked = NonNullable<Sent<typeof endpoints.calibration>['query']>

const isDay = (typed: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed))

/** What is asked for stands in the address. */
function useSelection() {
  const [until, setUntil] = useFilter('until')
  const [commodity, setCommodity] = useFilter('commodity')
  const [kind, setKind] = useFilter('kind')
  const [year, setYear] = useFilter('year')
  const [place, setPlace] = useFilter('place')
  const selection: Asked = {
    calibrationUntil: until ?? `${today().slice(0, 4)}-12-31`,
    ...(commodity && { commodity: commodity as NonNullable<Asked['commodity']> }),
    ...(kind && { kind: kind as NonNullable<Asked['kind']> }),
    ...(year && /^20\d\d$/.test(year) && { calibrationYear: year }),
    ...(place && { place }),
  }
  return { selection, year, setUntil, setCommodity, setKind, setYear, setPlace }
}

/** Meters whose calibration term ends until a day: to narrow, to take along as a file, and to make a campaign of. */
export function CalibrationPage() {
  const say = useSay()
  const filter = useSelection()
  const { selection } = filter
  const [after, setAfter] = useState<Due['next']>(null)
  const { answer, problem, reload } = useResource(endpoints.calibration, {
    query: { ...selection, ...after },
  })
  const mayRun = mayDo(useMe(), 'runCampaigns')
  const { answer: known } = useResource(mayRun ? endpoints.campaigns : undefined, {})
  const file = addressOf({ method: 'GET', path: '/desk/api/calibration.csv' }, { query: selection })
  return (
    <Pane
      heading={say('nav.calibration')}
      aside={
        <span className="desk-aside">
          <a className="kw-link" download href={file}>
            {say('figures.csv')}
          </a>
          {known && answer && answer.total > 0 && (
            <NewCampaign key={JSON.stringify(selection)} costs={known.costs} selection={selection} purpose="exchange" />
          )}
        </span>
      }
    >
      <MeteringLinks current="calibration" />
      <DueFilter {...filter} />
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && <DueMeters due={answer} onNext={setAfter} isFirst={!after} />}
    </Pane>
  )
}

function DueFilter(filter: ReturnType<typeof useSelection>) {
  const say = useSay()
  const { selection } = filter
  return (
    <div className="desk-filters">
      <DeskTextField
        label={say('calibration.until')}
        value={selection.calibrationUntil}
        onChange={(day) => isDay(day) && filter.setUntil(day)}
      />
      <DeskSelect
        label={say('campaigns.commodity')}
        value={selection.commodity ?? ''}
        onChange={filter.setCommodity}
        choices={['', 'power', 'gas', 'water', 'heat'].map((id) => ({
          id,
          label: id ? say(`commodity.${id}` as ClientKey) : say('campaigns.everything'),
        }))}
      />
      <DeskSelect
        label={say('meterExchange.kind')}
        value={selection.kind ?? ''}
        onChange={filter.setKind}
        choices={['', 'conventional', 'modern', 'smart'].map((id) => ({
          id,
          label: id ? say(`meterExchange.kind.${id}` as ClientKey) : say('campaigns.everything'),
        }))}
      />
      <DeskTextField label={say('calibration.year')} value={filter.year ?? ''} onChange={filter.setYear} />
      <DeskTextField label={say('campaigns.place')} value={selection.place ?? ''} onChange={filter.setPlace} />
    </div>
  )
}

function DueMeters(props: {
  readonly due: Due
  readonly isFirst: boolean
  readonly onNext: (after: Due['next']) => void
}) {
  const say = useSay()
  const { due, isFirst, onNext } = props
  if (due.total === 0) return <Empty title={say('calibration.none')}>{say('calibration.noneText')}</Empty>
  return (
    <div className="desk-wide">
      {due.ended > 0 && (
        <Notice tone="danger" title={say('calibration.ended', { count: due.ended })}>
          {say('calibration.endedText')}
        </Notice>
      )}
      <ul className="desk-facts">
        {due.years.map((one) => (
          <li key={`${one.year}/${one.commodity}`}>
            {one.year}, {say(`commodity.${one.commodity}` as ClientKey)}: {one.meters}
          </li>
        ))}
      </ul>
      <DueTable due={due} />
      <p className="desk-aside">
        {!isFirst && (
          <button type="button" className="kw-link" onClick={() => onNext(null)}>
            {say('calibration.first')}
          </button>
        )}
        {due.next && (
          <button type="button" className="kw-link" onClick={() => onNext(due.next)}>
            {say('calibration.next')}
          </button>
        )}
      </p>
    </div>
  )
}

function DueTable({ due }: { readonly due: Due }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div
      className="desk-scroll"
      tabIndex={0}
      role="region"
      aria-label={say('calibration.count', { shown: due.meters.length, total: due.total })}
    >
      <table className="desk-readings">
        <caption className="kw-quiet">
          {say('calibration.count', { shown: due.meters.length, total: due.total })}
        </caption>
        <thead>
          <tr>
            {(['meter', 'commodity', 'kind', 'place', 'installed', 'due'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`calibration.column.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {due.meters.map((one) => (
            <tr key={one.meterId}>
              <th scope="row">
                {one.customerId ? (
                  <a className="kw-link" href={hrefOf('customer', one.customerId)}>
                    {one.meterNumber}
                  </a>
                ) : (
                  one.meterNumber
                )}
              </th>
              <td>{say(`commodity.${one.commodity}` as ClientKey)}</td>
              <td>{say(`meterExchange.kind.${one.kind}` as ClientKey)}</td>
              <td>{one.place ?? '–'}</td>
              <td>{shortDay(one.installedOn, locale)}</td>
              <td>
                {shortDay(one.dueOn, locale)}{' '}
                {daysUntil(one.dueOn) < 0 && <Badge tone="danger">{say('calibration.over')}</Badge>}
                {one.byRule && <Badge tone="note">{say('calibration.byRule')}</Badge>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
