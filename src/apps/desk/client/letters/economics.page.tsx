import { parseDate } from '@internationalized/date'
import { cents, formatCents } from '#platform/money/web'
import { formatNumber } from '#platform/i18n/web'
import { Badge } from '#ui'
import { DeskDateField, Pane } from '#ui/desk'
import { addressOf, type AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment, today } from '../format.ts'
import { useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { KindTable } from './economics-kinds.tsx'
import { Prices } from './economics-prices.tsx'
import { Usage } from './economics-usage.tsx'
import { JourneyChart } from './journey-chart.tsx'

export type Economics = AnswerOf<typeof endpoints.letterEconomics>

function yearBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - 1)
  return date.toISOString().slice(0, 10)
}

/** Whole euros: a figure of a year with cents is no more exact. */
export function useEuro(): (amountCents: number) => string {
  const locale = useLocale()
  return (amount) => formatCents(cents(Math.round(amount / 100) * 100), locale).replace(/[.,]00/, '')
}

/** What letters cost and cause, measured apart from assumed, and what the next steps would save. */
export function LetterEconomicsPage() {
  const say = useSay()
  const locale = useLocale()
  const [from, setFrom] = useFilter('from')
  const [to, setTo] = useFilter('to')
  const query = { from: from ?? yearBefore(today()), to: to ?? today() }
  const { answer, problem, reload } = useResource(endpoints.letterEconomics, { query })
  return (
    <Pane
      heading={say('nav.letterEconomics')}
      aside={
        <a
          className="kw-link"
          href={addressOf({ method: 'GET', path: '/desk/api/letter-economics.csv' }, { query })}
          download
        >
          {say('economics.csv')}
        </a>
      }
    >
      <div className="desk-filters">
        <DeskDateField
          label={say('economics.from')}
          value={parseDate(query.from)}
          onChange={(day) => day && setFrom(day.toString())}
        />
        <DeskDateField
          label={say('economics.to')}
          value={parseDate(query.to)}
          onChange={(day) => day && setTo(day.toString())}
        />
      </div>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && answer.total.letters === 0 && <Empty title={say('economics.none')}>{say('economics.noneText')}</Empty>}
      {answer && answer.total.letters > 0 && (
        <div className="desk-economics">
          <Headline economics={answer} />
          <JourneyChart phases={answer.phases} />
          <KindTable kinds={answer.kinds} />
          <div className="desk-two">
            <Components components={answer.components} />
            <Causes causes={answer.causes} total={answer.total} />
          </div>
          <Usage usage={answer.usage} />
          <p className="kw-quiet">
            {say('economics.definition', { days: answer.followDays, base: answer.baseDays, version: answer.version })}{' '}
            {answer.countedAt && say('economics.countedAt', { when: moment(answer.countedAt, locale) })}
          </p>
        </div>
      )}
      {answer && <Prices factors={answer.factors} reload={reload} />}
    </Pane>
  )
}

/** The six figures on top: name, value, and what it means. */
function useHeadline(total: Economics['total']): readonly (readonly [string, string, string])[] {
  const say = useSay()
  const locale = useLocale()
  const euro = useEuro()
  const percent = (part: number, of: number) => (of === 0 ? '–' : `${formatNumber((part / of) * 100, locale, 0)} %`)
  return [
    [
      say('economics.cost'),
      euro(total.cost.value),
      say('economics.split', { measured: euro(total.measuredCents), assumed: euro(total.assumedCents) }),
    ],
    [
      say('economics.perLetter'),
      `${formatNumber(total.cost.value / total.letters, locale, 0)} ct`,
      say('economics.ofLetters', { count: total.letters }),
    ],
    [
      say('economics.saving'),
      total.saving.high === 0
        ? euro(0)
        : say('economics.range', { low: euro(total.saving.low), high: euro(total.saving.high) }),
      say('economics.savingText'),
    ],
    [
      say('economics.digitalShare'),
      percent(total.digital, total.letters),
      say('economics.openedOf', { share: percent(total.opened, total.letters) }),
    ],
    [
      say('economics.followUps'),
      formatNumber(total.excessContacts, locale, 0),
      say('economics.fcr', {
        all: total.contacts,
        share: total.contacts < 5 ? '–' : percent(total.contactsResolved, total.contacts),
      }),
    ],
    [
      say('economics.paper'),
      `${formatNumber(total.paperGrams / 1_000, locale, 1)} kg`,
      say('economics.co2', { kg: formatNumber(total.co2Grams.value / 1_000, locale, 1) }),
    ],
  ]
}

function Headline({ economics: { total, provisional } }: { readonly economics: Economics }) {
  const say = useSay()
  const facts = useHeadline(total)
  return (
    <>
      {provisional && (
        <p>
          <Badge tone="note">{say('economics.provisional')}</Badge> {say('economics.provisionalText')}
        </p>
      )}
      <dl className="desk-headline">
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <span className="kw-quiet">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Components({ components }: Pick<Economics, 'components'>) {
  const say = useSay()
  const euro = useEuro()
  return (
    <table className="desk-both">
      <caption className="kw-h-s">{say('economics.components')}</caption>
      <tbody>
        {components.map((one) => (
          <tr key={`${one.name}-${one.measured}`}>
            <th scope="row">{say(`economics.component.${one.name}` as ClientKey)}</th>
            <td className="kw-number">
              {one.measured ? (
                <strong>{euro(one.cents.value)}</strong>
              ) : (
                <>
                  <strong className="kw-estimated">{euro(one.cents.value)}</strong>{' '}
                  <span className="kw-quiet">
                    {say('economics.range', { low: euro(one.cents.low), high: euro(one.cents.high) })}
                  </span>
                </>
              )}
            </td>
            <td>
              <Badge tone={one.measured ? 'success' : 'plain'}>
                {say(one.measured ? 'economics.measured' : 'economics.assumed')}
              </Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Causes({ causes, total }: Pick<Economics, 'causes' | 'total'>) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div>
      <table className="desk-both">
        <caption className="kw-h-s">{say('economics.causes')}</caption>
        <tbody>
          {(['unread', 'misunderstood', 'lost', 'address'] as const).map((key) => (
            <tr key={key}>
              <th scope="row">{say(`economics.cause.${key}`)}</th>
              <td className="kw-number">{formatNumber(causes[key], locale)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{say('economics.returned')}</th>
            <td className="kw-number">{formatNumber(total.returned, locale)}</td>
          </tr>
        </tbody>
      </table>
      <p className="kw-quiet">{say('economics.causesText')}</p>
    </div>
  )
}
