import { lastOf, unitName, validOf } from '../customer/registers.ts'
import { decimal, longDay, shortDay } from '../format.ts'
import { useLocale, useSay } from '../texts.tsx'
import type { Check } from './check-reading.tsx'

/** Height of the plot in CSS pixels, with room for the words above and below. */
const PLOT = { above: 28, height: 160, below: 28 } as const

type Spot = { readonly day: string; readonly value: number }

/** The counts of the last years, the band in which the new one is expected, and where it is. */
export function ReadingChart({ check }: { readonly check: Check }) {
  const say = useSay()
  const locale = useLocale()
  const { reading, register, judgement } = check
  const past: readonly Spot[] = validOf(register)
    .filter((one) => one.day < reading.day && one.readingId !== reading.readingId)
    .slice(-12)
    .map(({ day, value }) => ({ day, value: Number(value) }))
  const last = lastOf(register, reading.day)
  if (past.length === 0 || !last) return null
  const band = judgement?.band && {
    low: Number(last.value) + judgement.band.low / Number(register.factor),
    high: Number(last.value) + judgement.band.high / Number(register.factor),
  }
  const unit = unitName(register.unit)
  const words = say('chart.description', {
    value: decimal(reading.value, locale),
    last: decimal(last.value, locale),
    day: longDay(last.day, locale),
    unit,
  })
  const bandWords =
    band &&
    say('chart.band', {
      low: decimal(Math.round(band.low), locale),
      high: decimal(Math.round(band.high), locale),
      unit,
    })
  return (
    <figure className="desk-chart">
      <figcaption>
        <b>{say('chart.title')}</b> {bandWords}
      </figcaption>
      <Plot
        past={past}
        entered={{ day: reading.day, value: Number(reading.value) }}
        band={band || undefined}
        shown={`${decimal(reading.value, locale)} ${unit}`}
        label={`${words} ${bandWords ?? ''}`}
      />
    </figure>
  )
}

type PlotProps = {
  readonly past: readonly Spot[]
  readonly entered: Spot
  readonly band: { readonly low: number; readonly high: number } | undefined
  readonly shown: string
  readonly label: string
}

function Plot({ past, entered, band, shown, label }: PlotProps) {
  const scale = scaleOf([...past, entered], band ? [band.low, band.high] : [])
  const height = PLOT.above + PLOT.height + PLOT.below
  const last = past.at(-1) as Spot
  return (
    <svg width="100%" height={height} role="img" aria-label={label}>
      {band && (
        <rect
          className="desk-chart-band"
          x="92%"
          width="8%"
          y={scale.y(band.high)}
          height={Math.max(3, scale.y(band.low) - scale.y(band.high))}
        />
      )}
      <svg width="96%" height="100%" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
        <polyline
          className="kw-line"
          vectorEffect="non-scaling-stroke"
          points={past.map((spot) => `${scale.x(spot.day)},${scale.y(spot.value)}`).join(' ')}
        />
        <polyline
          className="kw-line kw-line-estimated"
          vectorEffect="non-scaling-stroke"
          points={`${scale.x(last.day)},${scale.y(last.value)} 100,${scale.y(entered.value)}`}
        />
      </svg>
      {past.map((spot) => (
        <circle
          key={spot.day}
          className="kw-chart-dot"
          r="3"
          cx={`${scale.x(spot.day) * 0.96}%`}
          cy={scale.y(spot.value)}
        />
      ))}
      <circle className="desk-chart-entered" r="6" cx="96%" cy={scale.y(entered.value)} />
      <text className="kw-chart-label" x="93.5%" textAnchor="end" y={scale.y(entered.value) - 8}>
        {shown}
      </text>
      <Ticks first={past[0] as Spot} last={entered} />
    </svg>
  )
}

function Ticks({ first, last }: { readonly first: Spot; readonly last: Spot }) {
  const locale = useLocale()
  const y = PLOT.above + PLOT.height + 22
  return (
    <>
      <text className="kw-chart-tick" x="0" y={y}>
        {shortDay(first.day, locale)}
      </text>
      <text className="kw-chart-tick" x="100%" textAnchor="end" y={y}>
        {shortDay(last.day, locale)}
      </text>
    </>
  )
}

/** Days to per cent of the width, counts to pixels from the top; counts need no zero line, their growth is what is read. */
function scaleOf(spots: readonly Spot[], others: readonly number[]) {
  const days = spots.map((spot) => Date.parse(spot.day))
  const values = [...spots.map((spot) => spot.value), ...others]
  const [first, final] = [Math.min(...days), Math.max(...days)]
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const span = Math.max(1, highest - lowest)
  return {
    x: (day: string) => ((Date.parse(day) - first) / Math.max(1, final - first)) * 100,
    y: (value: number) => Math.round(PLOT.above + PLOT.height * (1 - (value - lowest) / span)),
  }
}
