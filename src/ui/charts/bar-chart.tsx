import { useUiTexts } from '../components/texts.tsx'
import { ChartFrame, type ChartWords, heightOf, percent, ROOM } from './chart-frame.tsx'
import { type LabelSpot, placeLabel, runs, type Scale, scaleFromZero } from './scale.ts'

/** One slot of the chart, usually a month. A missing value is null and leaves its place empty. */
export type BarSlot = {
  /** Short for the axis ("Jan"), long for the table and the tooltip ("Januar 2026"). */
  readonly short: string
  readonly long: string
  readonly value: number | null
  readonly before?: number | null
  /** Nobody has measured it: drawn dashed, with the word. */
  readonly estimated?: boolean
}

export type BarChartProps = ChartWords & {
  readonly slots: readonly BarSlot[]
  /** Names of the two series, written at the bars themselves ("2026", "2025"). */
  readonly valueName: string
  readonly beforeName?: string
  readonly unit: string
  /** Head of the table's first column ("Monat"). */
  readonly slotName?: string
  readonly format: (value: number) => string
}

/** Share of a slot that a bar takes: last year's is the wide frame behind, this year's the full one in front. */
const WIDE = 0.8
const SLIM = 0.46
/** How many slots a direct label needs to itself at 320 pixels, where a month is 18 pixels wide. */
const LABEL_DISTANCE = 3

/** Consumption by month: this year's bars before last year's frames. */
export function BarChart(props: BarChartProps) {
  const { slots, unit, format, valueName, beforeName } = props
  const texts = useUiTexts()
  const scale = scaleFromZero(Math.max(0, ...slots.flatMap((slot) => [slot.value ?? 0, slot.before ?? 0])))
  const columns = [
    { key: 'slot', label: props.slotName ?? '' },
    { key: 'value', label: valueName, unit, kind: 'number' as const },
    ...(beforeName ? [{ key: 'before', label: beforeName, unit, kind: 'number' as const }] : []),
  ]
  const rows = slots.map((slot) => ({
    key: slot.long,
    cells: {
      slot: slot.long,
      value: slot.value === null ? '–' : `${format(slot.value)}${slot.estimated ? ` (${texts.estimated})` : ''}`,
      before: slot.before == null ? '–' : format(slot.before),
    },
  }))
  return (
    <ChartFrame words={props} scale={scale} format={format} table={{ columns, rows }}>
      {slots.map((slot, index) => (
        <Bars key={slot.long} slot={slot} index={index} count={slots.length} scale={scale} {...props} />
      ))}
      {slots.map((slot, index) => (
        <text
          key={slot.long}
          className={index % 2 === 0 ? 'kw-chart-tick' : 'kw-chart-tick kw-chart-tick-minor'}
          x={percent((index + 0.5) / slots.length)}
          y={ROOM.above + ROOM.plot + 20}
          textAnchor="middle"
        >
          {slot.short}
        </text>
      ))}
      <SeriesLabels {...props} scale={scale} />
    </ChartFrame>
  )
}

function Bars(
  props: BarChartProps & {
    readonly slot: BarSlot
    readonly index: number
    readonly count: number
    readonly scale: Scale
  },
) {
  const { slot, index, count, scale, unit, format, valueName, beforeName } = props
  const texts = useUiTexts()
  const bar = (value: number, share: number, className: string) => (
    <rect
      className={className}
      x={percent((index + (1 - share) / 2) / count)}
      width={percent(share / count)}
      y={heightOf(value, scale)}
      height={ROOM.above + ROOM.plot - heightOf(value, scale)}
    />
  )
  const said = [
    slot.value !== null &&
      `${valueName}: ${format(slot.value)} ${unit}${slot.estimated ? ` (${texts.estimated})` : ''}`,
    slot.before != null && `${beforeName}: ${format(slot.before)} ${unit}`,
  ]
  return (
    <g>
      <title>{`${slot.long}\n${said.filter(Boolean).join('\n')}`}</title>
      {slot.before != null && bar(slot.before, WIDE, 'kw-bar-before')}
      {slot.value !== null && bar(slot.value, SLIM, slot.estimated ? 'kw-bar kw-bar-estimated' : 'kw-bar')}
    </g>
  )
}

/** The names at the bars: the word for estimated first, then last year and this year where there is room. */
function SeriesLabels({ slots, valueName, beforeName, scale }: BarChartProps & { readonly scale: Scale }) {
  const texts = useUiTexts()
  const tops = slots.map((slot) => Math.max(slot.value ?? 0, slot.before ?? 0))
  // The first and the last slot stay free: a name there would touch the figures of the axis or the edge.
  const taken: number[] = []
  const inner = (spots: readonly LabelSpot[]) => spots.slice(1, -1)
  const label = (index: number, words: string, className: string) => {
    // A label is wider than its slot, so it must clear the neighbours too; at the ends it grows inwards.
    const top = Math.max(...tops.slice(Math.max(0, Math.floor(index) - 1), Math.ceil(index) + 2))
    const anchor = index < 1 ? 'start' : index > slots.length - 2 ? 'end' : 'middle'
    const x = anchor === 'start' ? 0 : anchor === 'end' ? 1 : (index + 0.5) / slots.length
    taken.push(index)
    return (
      <text key={words} className={className} x={percent(x)} y={heightOf(top, scale) - 8} textAnchor={anchor}>
        {words}
      </text>
    )
  }
  const estimated = runs(slots.map((slot) => slot.estimated === true)).map(({ first, last }) =>
    label((first + last) / 2, texts.estimated, 'kw-chart-label kw-chart-label-estimated'),
  )
  const before = placeLabel(
    inner(
      slots.map((slot, index) => ({ index, height: (slot.before ?? 0) >= (slot.value ?? 0) ? (slot.before ?? 0) : 0 })),
    ),
    taken,
    LABEL_DISTANCE,
  )
  const beforeLabel = before && beforeName && label(before.index, beforeName, 'kw-chart-label kw-chart-label-before')
  const value = placeLabel(
    inner(slots.map((slot, index) => ({ index, height: slot.estimated ? 0 : (slot.value ?? 0) }))),
    taken,
    LABEL_DISTANCE,
  )
  return (
    <>
      {estimated}
      {beforeLabel}
      {value && label(value.index, valueName, 'kw-chart-label kw-chart-label-value')}
    </>
  )
}
