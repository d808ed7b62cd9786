import { ChartFrame, type ChartWords, heightOf, percent, ROOM } from './chart-frame.tsx'
import { type Scale, scaleFromZero } from './scale.ts'

/** One point in time, usually a quarter of an hour; a day has 92, 96 or 100 of them. Null is a gap. */
export type LinePoint = { readonly label: string; readonly value: number | null; readonly estimated?: boolean }

export type LineChartProps = ChartWords & {
  readonly points: readonly LinePoint[]
  /** Labels under the axis, by index of the point; the caller knows which hour a clock change takes or gives. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  readonly valueName: string
  readonly pointName: string
  readonly unit: string
  readonly format: (value: number) => string
  /** What is written at the highest point ("Höchster Wert 0,9 kW um 18:15"). */
  readonly peakLabel?: string
  /** Rows of the table, when a row for each point would be too many (hours instead of quarters). */
  readonly tablePoints?: readonly LinePoint[]
}

/** A curve over a day. */
export function LineChart(props: LineChartProps) {
  const { points, ticks, unit, format } = props
  const highest = Math.max(0, ...points.map((point) => point.value ?? 0))
  const scale = scaleFromZero(highest)
  const span = Math.max(1, points.length - 1)
  const columns = [
    { key: 'point', label: props.pointName },
    { key: 'value', label: props.valueName, unit, kind: 'number' as const },
  ]
  const rows = (props.tablePoints ?? points).map((point) => ({
    key: point.label,
    cells: { point: point.label, value: point.value === null ? '–' : format(point.value) },
  }))
  const peak = points.findIndex((point) => point.value === highest)
  return (
    <ChartFrame words={props} scale={scale} format={format} table={{ columns, rows }}>
      <Curve points={points} scale={scale} />
      {ticks.map(({ at, label }) => (
        <text
          key={at}
          className="kw-chart-tick"
          x={percent(at / span)}
          y={ROOM.above + ROOM.plot + 20}
          textAnchor={at === 0 ? 'start' : at >= span ? 'end' : 'middle'}
        >
          {label}
        </text>
      ))}
      {props.peakLabel && peak >= 0 && (
        <>
          <circle className="kw-chart-dot" cx={percent(peak / span)} cy={heightOf(highest, scale)} r="4" />
          <text
            className="kw-chart-label kw-chart-label-value"
            x={percent(peak / span)}
            y={heightOf(highest, scale) - 10}
            textAnchor={peak > span / 2 ? 'end' : 'start'}
          >
            {props.peakLabel}
          </text>
        </>
      )}
    </ChartFrame>
  )
}

/** Stretches over the plot; the stroke keeps its width because of `vector-effect`. */
function Curve({ points, scale }: { readonly points: readonly LinePoint[]; readonly scale: Scale }) {
  const segments = cutAtGaps(points)
  const y = (value: number) => Math.round(heightOf(value, scale) * 10) / 10
  const bottom = ROOM.above + ROOM.plot
  return (
    <svg
      width="100%"
      height={bottom}
      viewBox={`0 0 ${Math.max(1, points.length - 1)} ${bottom}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {segments.map((segment) => {
        const line = segment.values.map((value, index) => `${segment.first + index},${y(value)}`).join(' ')
        const last = segment.first + segment.values.length - 1
        return (
          <g key={segment.first}>
            <polygon className="kw-line-area" points={`${segment.first},${bottom} ${line} ${last},${bottom}`} />
            <polyline
              className={segment.estimated ? 'kw-line kw-line-estimated' : 'kw-line'}
              points={line}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        )
      })}
    </svg>
  )
}

type Segment = { readonly first: number; readonly estimated: boolean; readonly values: number[] }

/** Stretches of points without a gap and of one kind; a change of kind shares its point, so the line does not break. */
export function cutAtGaps(points: readonly LinePoint[]): Segment[] {
  const segments: Segment[] = []
  let open: Segment | null = null
  points.forEach((point, index) => {
    if (point.value === null) {
      open = null
      return
    }
    const estimated = point.estimated === true
    if (open && open.estimated !== estimated) {
      const shared: number | undefined = open.values.at(-1)
      open = { first: index - 1, estimated, values: shared === undefined ? [] : [shared] }
      segments.push(open)
    }
    if (!open) {
      open = { first: index, estimated, values: [] }
      segments.push(open)
    }
    open.values.push(point.value)
  })
  return segments
}

/** A line as high as a word, for a trend beside a figure. `label` says it in words. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const [width, height, edge] = [96, 28, 4]
  const highest = Math.max(...values, 0)
  const at = (value: number, index: number) => ({
    x: edge + (index * (width - 2 * edge)) / Math.max(1, values.length - 1),
    y: height - edge - (highest === 0 ? 0 : (value / highest) * (height - 2 * edge)),
  })
  const spots = values.map(at)
  const last = spots.at(-1)
  return (
    <svg
      className="kw-sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <polyline className="kw-line" points={spots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      {last && <circle className="kw-chart-dot" cx={last.x.toFixed(1)} cy={last.y.toFixed(1)} r="3" />}
    </svg>
  )
}
