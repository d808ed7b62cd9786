import { Badge } from '#ui'
import { DeskSelect, DeskTextField, Pane } from '#ui/desk'
import { formatNumber } from '#platform/i18n/web'
import { addressOf, type AnswerOf, type Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { today } from '../format.ts'
import { useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import { ContactsBehind } from './contacts-behind.tsx'

export type Figures = AnswerOf<typeof endpoints.contactFigures>
export type Asked = NonNullable<Sent<typeof endpoints.contactFigures>['query']>
type Share = Figures['total']['resolution']

const ways = ['topic', 'channel', 'phase', 'week'] as const
const windows = ['1', '7', '30'] as const

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

/** First contact resolution, repeats and contact rate, by the written definitions, with what stands behind each. */
export function ContactFiguresPage() {
  const say = useSay()
  const [by, setBy] = useFilter('by')
  const [days, setDays] = useFilter('days')
  const [from, setFrom] = useFilter('from')
  const [to, setTo] = useFilter('to')
  const asked: Asked = {
    from: from ?? daysBefore(today(), 90),
    to: to ?? today(),
    days: (days ?? '7') as Asked['days'],
    by: (by ?? 'topic') as Asked['by'],
  }
  const { answer, problem, reload } = useResource(endpoints.contactFigures, { query: asked })
  return (
    <Pane
      heading={say('nav.contactFigures')}
      aside={
        <a
          className="kw-link"
          href={addressOf({ method: 'GET', path: '/desk/api/contact-figures.csv' }, { query: asked })}
          download
        >
          {say('figures.csv')}
        </a>
      }
    >
      <div className="desk-filters">
        <DeskSelect
          label={say('figures.by')}
          value={asked.by}
          onChange={setBy}
          choices={ways.map((id) => ({ id, label: say(`figures.by.${id}` as ClientKey) }))}
        />
        <DeskSelect
          label={say('figures.window')}
          value={asked.days}
          onChange={setDays}
          choices={windows.map((id) => ({ id, label: say('figures.days', { days: Number(id) }) }))}
        />
        <DeskTextField label={say('figures.from')} value={asked.from} onChange={(day) => isDay(day) && setFrom(day)} />
        <DeskTextField label={say('figures.to')} value={asked.to} onChange={(day) => isDay(day) && setTo(day)} />
      </div>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && <FiguresTables figures={answer} asked={asked} />}
    </Pane>
  )
}

const isDay = (typed: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed))

function FiguresTables({ figures, asked }: { readonly figures: Figures; readonly asked: Asked }) {
  const say = useSay()
  if (figures.total.contacts === 0) return <Empty title={say('figures.none')}>{say('figures.noneText')}</Empty>
  return (
    <div className="desk-check">
      <p>{say('figures.definition', { days: Number(asked.days), version: figures.version })}</p>
      <ShareTable figures={figures} asked={asked} />
      {figures.unknown > 0 && <p className="kw-quiet">{say('figures.unknown', { count: figures.unknown })}</p>}
      <RateTable rates={figures.rates} />
      <ContactsBehind asked={asked} />
    </div>
  )
}

function ShareTable({ figures, asked }: { readonly figures: Figures; readonly asked: Asked }) {
  const say = useSay()
  const locale = useLocale()
  const nameOf = (row: Figures['rows'][number]) =>
    asked.by === 'topic'
      ? locale === 'de'
        ? row.nameDe
        : row.nameEn
      : sayOr(say, asked.by === 'channel' ? `contactChannel.${row.key}` : `phase.${row.key}`, row.key)
  const rows = [
    { key: '', name: say('figures.all'), ...figures.total },
    ...figures.rows.map((row) => ({ ...row, name: nameOf(row) })),
  ]
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('figures.table')}>
      <table className="desk-readings">
        <caption className="kw-unseen">{say('figures.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{say(`figures.by.${asked.by}` as ClientKey)}</th>
            {(['contacts', 'resolution', 'repeatRate', 'open'] as const).map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`figures.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td className="kw-number">{row.contacts}</td>
              <td className="kw-number">
                <ShownShare share={row.resolution} />
              </td>
              <td className="kw-number">
                <ShownShare share={row.repeatRate} />
              </td>
              <td className="kw-number">{row.open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Numerator and denominator always; the share only where there are enough, and dashed while it may still change. */
function ShownShare({ share }: { readonly share: Share }) {
  const say = useSay()
  const locale = useLocale()
  const { numerator, denominator, value, provisional } = share
  return (
    <>
      {value === null ? (
        <span className="kw-quiet">{say('figures.few')}</span>
      ) : (
        <strong className={provisional ? 'kw-estimated' : ''}>{formatNumber(value * 100, locale, 1)} %</strong>
      )}{' '}
      <span className="kw-quiet">
        {numerator} / {denominator}
      </span>{' '}
      {provisional && value !== null && <Badge tone="note">{say('figures.provisional')}</Badge>}
    </>
  )
}

function RateTable({ rates }: { readonly rates: Figures['rates'] }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('figures.rate')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('figures.rate')}</caption>
        <thead>
          <tr>
            {(['month', 'contacts', 'average', 'perThousand'] as const).map((key) => (
              <th key={key} scope="col" className={key === 'month' ? '' : 'kw-number'}>
                {say(`figures.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => (
            <tr key={rate.month}>
              <th scope="row">
                {rate.month} {rate.provisional && <Badge tone="note">{say('figures.provisional')}</Badge>}
              </th>
              <td className="kw-number">{rate.contacts}</td>
              <td className="kw-number">{formatNumber(rate.averageContracts, locale, 1)}</td>
              <td className="kw-number">{rate.value === null ? '–' : formatNumber(rate.value, locale, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
