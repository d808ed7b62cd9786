import type { ReactNode } from 'react'
import { Table, type Column, type Row } from '../components/table.tsx'
import { useUiTexts } from '../components/texts.tsx'
import { Details } from '../components/wayfinding.tsx'
import type { Scale } from './scale.ts'

/** What every chart says in words. The title is the message ("12 % weniger als im Vorjahr"), not the subject. */
export type ChartWords = {
  readonly id: string
  readonly title: string
  /** What is shown, in a line: measure, unit, period. */
  readonly subject: string
  /** One or two sentences that say what the picture shows, for those who do not see it. */
  readonly description: string
}

/** Heights in CSS pixels: room for labels over the plot, the plot, and the labels of the axis under it. */
export const ROOM = { above: 26, plot: 200, below: 28 } as const
export const CHART_HEIGHT = ROOM.above + ROOM.plot + ROOM.below

/** Where a value stands, in pixels from the top. */
export function heightOf(value: number, scale: Scale): number {
  return ROOM.above + ROOM.plot - (value / scale.end) * ROOM.plot
}

/** Two decimals are a fifth of a pixel at 2,000 pixels: finer than the eye, shorter than the float. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`
}

/**
 * Frame of a chart. The picture is fluid: everything across is in per cent, everything upright and all type in pixels, so
 * letters keep their size from 320 pixels to the widest page, without script.
 */
export function ChartFrame(props: {
  readonly words: ChartWords
  readonly scale: Scale
  readonly format: (value: number) => string
  readonly table: { readonly columns: readonly Column[]; readonly rows: readonly Row[] }
  readonly children: ReactNode
}) {
  const { words, scale, format, table } = props
  const texts = useUiTexts()
  return (
    <figure className="kw-chart">
      <figcaption>
        <p className="kw-chart-title">{words.title}</p>
        <p className="kw-chart-subject">{words.subject}</p>
      </figcaption>
      <div className="kw-chart-picture">
        <svg className="kw-chart-axis" width="100%" height={CHART_HEIGHT} aria-hidden="true" focusable="false">
          {scale.ticks.map((tick) => (
            <text key={tick} x="100%" y={heightOf(tick, scale)} dy="0.32em" textAnchor="end">
              {format(tick)}
            </text>
          ))}
        </svg>
        <svg
          className="kw-chart-plot"
          width="100%"
          height={CHART_HEIGHT}
          role="img"
          aria-labelledby={`${words.id}-title`}
          aria-describedby={`${words.id}-desc`}
          focusable="false"
        >
          <title id={`${words.id}-title`}>{words.title}</title>
          <desc id={`${words.id}-desc`}>{words.description}</desc>
          {scale.ticks.map((tick) => (
            <line
              key={tick}
              className={tick === 0 ? 'kw-chart-zero' : 'kw-chart-grid'}
              x1="0"
              x2="100%"
              y1={heightOf(tick, scale)}
              y2={heightOf(tick, scale)}
            />
          ))}
          {props.children}
        </svg>
      </div>
      <Details summary={texts.tableOf}>
        <Table
          id={`${words.id}-table`}
          caption={words.subject}
          captionUnseen
          columns={table.columns}
          rows={table.rows}
        />
      </Details>
    </figure>
  )
}
