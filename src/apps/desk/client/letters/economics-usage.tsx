import { formatNumber } from '#platform/i18n/web'
import { sayOr, useLocale, useSay } from '../texts.tsx'
import type { Economics } from './economics.page.tsx'

const kinds = ['told-email', 'told-sms', 'opened', 'downloaded', 'asked', 'feedback'] as const

/** Use of the letter centre by month: our own facts, no cookie, no device; groups below five people are hidden. */
export function Usage({ usage }: Pick<Economics, 'usage'>) {
  const say = useSay()
  const locale = useLocale()
  const months = [...new Set(usage.map((row) => row.month))].sort().reverse()
  const cell = (month: string, what: string) => {
    const rows = usage.filter((row) => row.month === month && row.what === what)
    const shown = rows.filter((row) => row.times !== null)
    if (shown.length === 0) return rows.length === 0 ? '0' : say('economics.hidden')
    const sum = shown.reduce((total, row) => total + (row.times ?? 0), 0)
    return `${shown.length < rows.length ? '> ' : ''}${formatNumber(sum, locale)}`
  }
  return (
    <div>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('economics.usage')}>
        <table className="desk-readings">
          <caption className="kw-h-s">{say('economics.usage')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('economics.month')}</th>
              {kinds.map((what) => (
                <th key={what} scope="col" className="kw-number">
                  {sayOr(say, `economics.used.${what}`, what)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month}>
                <th scope="row">{monthName(month, locale)}</th>
                {kinds.map((what) => (
                  <td key={what} className="kw-number">
                    {cell(month, what)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="kw-quiet">{say('economics.usageText')}</p>
    </div>
  )
}

const monthName = (month: string, locale: 'de' | 'en'): string =>
  new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}T00:00:00Z`))
