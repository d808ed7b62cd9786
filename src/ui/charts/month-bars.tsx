import type { BarSlot } from './bar-chart.tsx'

const SLOT = 14
const BAR = 9
const HEIGHT = 44
/** Half the width of the stroke of an estimated bar, so that nothing is cut off at the edge. */
const EDGE = 1

/**
 * A year by month, as small as a figure needs it: this year's bars from zero, estimated ones dashed. `label` says the message
 * in words; the chart with axis, year before and table is one click away. Three shapes, whatever the number of months.
 */
export function MonthBars({ slots, label }: { readonly slots: readonly BarSlot[]; readonly label: string }) {
  const highest = Math.max(...slots.map((slot) => slot.value ?? 0), 0)
  const width = slots.length * SLOT
  const bars = (estimated: boolean) =>
    slots
      .map((slot, index) => ({ ...slot, x: index * SLOT + (SLOT - BAR) / 2 }))
      .filter((slot) => (slot.value ?? 0) > 0 && (slot.estimated ?? false) === estimated)
      .map(({ value, x }) => {
        const height = Math.max(1, Math.round(((value ?? 0) / highest) * (HEIGHT - 2 * EDGE)))
        return `M${x} ${HEIGHT - EDGE}v${-height}h${BAR}v${height}z`
      })
      .join('')
  return (
    <svg
      className="kw-month-bars"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <path className="kw-bar" d={bars(false)} />
      <path className="kw-bar kw-bar-estimated" d={bars(true)} />
      <path className="kw-chart-zero" d={`M0 ${HEIGHT - 0.5}h${width}`} />
    </svg>
  )
}
