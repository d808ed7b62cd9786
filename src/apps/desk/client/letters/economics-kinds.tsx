import { formatNumber } from '#platform/i18n/web'
import { Badge } from '#ui'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { type Economics, useEuro } from './economics.page.tsx'

type Kind = Economics['kinds'][number]

const columns = [
  'letters',
  'printed',
  'cost',
  'perLetter',
  'followUps',
  'returned',
  'reminders',
  'opened',
  'works',
  'co2Kg',
] as const

/** All kinds, dearest first, with the three marks by which the next step is chosen. */
export function KindTable({ kinds }: Pick<Economics, 'kinds'>) {
  const say = useSay()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('economics.kinds')}>
      <table className="desk-readings desk-kinds">
        <caption className="kw-h-s">{say('economics.kinds')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('economics.kind')}</th>
            <th scope="col">{say('economics.marks')}</th>
            {columns.map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`economics.column.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((row) => (
            <KindRow key={`${row.kind} ${row.version}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function KindRow({ row }: { readonly row: Kind }) {
  const say = useSay()
  const locale = useLocale()
  const euro = useEuro()
  const share = (part: number) => (row.letters === 0 ? '–' : `${formatNumber((part / row.letters) * 100, locale, 0)} %`)
  const cells: Readonly<Record<(typeof columns)[number], string>> = {
    letters: formatNumber(row.letters, locale),
    printed: share(row.printed),
    cost: euro(row.cost.value),
    perLetter: row.letters === 0 ? '–' : `${formatNumber(row.cost.value / row.letters, locale, 0)} ct`,
    followUps: `${formatNumber(row.excessContacts, locale, 0)} (${row.contacts})`,
    returned: formatNumber(row.returned, locale),
    reminders: formatNumber(row.reminders, locale),
    opened: share(row.opened),
    works: row.experience === null ? say('economics.few') : `${formatNumber(row.experience * 100, locale, 0)} %`,
    co2Kg: formatNumber(row.co2Grams.value / 1_000, locale, 1),
  }
  return (
    <tr>
      <th scope="row">
        {locale === 'de' ? row.titleDe : row.titleEn}{' '}
        <span className="kw-quiet">
          {say(`economics.phase.${row.phase}` as ClientKey)}, {say('economics.version', { version: row.version })}
        </span>
      </th>
      <td>
        <span className="kw-badges">
          {row.digitalAlready && <Badge tone="success">{say('economics.mark.digital')}</Badge>}
          {row.lawSource && <Badge tone="warning">{say('economics.mark.law', { source: row.lawSource })}</Badge>}
          {row.saving.high >= 100 && (
            <Badge tone="live">
              {say('economics.mark.saving', { low: euro(row.saving.low), high: euro(row.saving.high) })}
            </Badge>
          )}
        </span>
      </td>
      {columns.map((key) => (
        <td key={key} className="kw-number">
          {cells[key]}
        </td>
      ))}
    </tr>
  )
}
