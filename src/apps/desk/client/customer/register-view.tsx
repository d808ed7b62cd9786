import { Badge, Sparkline } from '#ui'
import { decimal, shortDay } from '../format.ts'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import { countText, lastOf, type Reading, type Register, registerName, unitName, yearlyUsage } from './registers.ts'

/** A register: last value, trend of the yearly usage, and all its readings one press away. */
export function RegisterView({ register }: { readonly register: Register }) {
  const say = useSay()
  const locale = useLocale()
  const last = lastOf(register)
  const usage = yearlyUsage(register)
  const trend = usage.at(-1)
  const unit = unitName(register.unit)
  return (
    <details className="desk-register">
      <summary>
        <span className="desk-register-name">
          {registerName(say, register)} <span className="kw-quiet">{register.obis}</span>
          {register.removedOn && (
            <Badge>{say('register.removed', { day: shortDay(register.removedOn, locale) })}</Badge>
          )}
          {register.readings.some((reading) => reading.status === 'in-check') && (
            <Badge tone="warning">{say('status.in-check')}</Badge>
          )}
        </span>
        <span className="desk-register-last">
          {last ? (
            <>
              <b className="kw-number">{countText(register, last.value, locale)}</b>{' '}
              <span className="kw-unit">{unit}</span> <span className="kw-quiet">{shortDay(last.day, locale)}</span>
            </>
          ) : (
            <span className="kw-quiet">{say('register.none')}</span>
          )}
        </span>
        {usage.length > 1 && trend && (
          <Sparkline
            values={usage.map((one) => one.perYear)}
            label={say('register.trend', { usage: decimal(Math.round(trend.perYear), locale), unit })}
          />
        )}
      </summary>
      {Number(register.factor) !== 1 && (
        <p className="kw-quiet">{say('register.factor', { factor: decimal(register.factor, locale), unit })}</p>
      )}
      <ReadingsTable register={register} />
    </details>
  )
}

/** All readings, the newest first, with what was used since the one before. */
export function ReadingsTable({ register }: { readonly register: Register }) {
  const say = useSay()
  const locale = useLocale()
  const rows = register.readings.toSorted((a, b) => b.day.localeCompare(a.day))
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={registerName(say, register)}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('reading.day')}</th>
            <th scope="col" className="kw-number">
              {say('reading.value')} <span className="kw-unit">{unitName(register.unit)}</span>
            </th>
            <th scope="col" className="kw-number">
              {say('reading.usage')}
            </th>
            <th scope="col">{say('reading.source')}</th>
            <th scope="col">{say('reading.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((reading) => (
            <tr
              key={reading.readingId}
              className={reading.status === 'valid' ? undefined : `desk-reading-${reading.status}`}
            >
              <td>{shortDay(reading.day, locale)}</td>
              <td className="kw-number">{countText(register, reading.value, locale)}</td>
              <td className="kw-number">{usageSince(register, reading, locale)}</td>
              <td>
                <SourceOf reading={reading} />
              </td>
              <td>{sayOr(say, `reason.${reading.reason}`, reading.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where a value comes from; formed by rule looks different from read, and says why. */
function SourceOf({ reading }: { readonly reading: Reading }) {
  const say = useSay()
  const source = say(`source.${reading.source}` as ClientKey)
  const isFormed = reading.source === 'estimated' || reading.source === 'calculated'
  return (
    <>
      {isFormed ? <em>{source}</em> : source}
      {reading.status !== 'valid' && (
        <Badge tone={reading.status === 'in-check' ? 'warning' : 'plain'}>
          {say(`status.${reading.status}` as ClientKey)}
        </Badge>
      )}
      {reading.estimateReason && <span className="kw-quiet"> {reading.estimateReason}</span>}
    </>
  )
}

function usageSince(register: Register, reading: Reading, locale: 'de' | 'en'): string {
  if (reading.status === 'replaced' || reading.status === 'refused') return ''
  const before = lastOf(register, reading.day)
  if (!before) return ''
  const usage = Number(reading.value) - Number(before.value)
  // Below the last one: rollover or mistake; the difference would say neither.
  return usage < 0 ? '–' : countText(register, usage, locale)
}
