import { formatNumber } from '#platform/i18n/web'
import type { AnswerOf } from '../api/endpoint.ts'
import type { endpoints } from '../api/endpoints.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'

type Phase = AnswerOf<typeof endpoints.letterEconomics>['phases'][number]

const [WIDTH, HEIGHT, FOOT, HEAD] = [720, 300, 44, 40]
const PLOT = HEIGHT - FOOT - HEAD

/** Cents of effort for one letter. */
const effortOf = (phase: Phase): number => (phase.letters === 0 ? 0 : phase.cost.value / phase.letters)

/**
 * Effort inside and experience outside along the journey, in one picture: where a bar is high and the line falls, the next step is.
 * Bars from zero in cents per letter, the line in percent on its own axis from zero to a hundred; both are written where they stand.
 */
export function JourneyChart({ phases }: { readonly phases: readonly Phase[] }) {
  const say = useSay()
  return (
    <figure className="desk-journey">
      <figcaption className="kw-h-s">{say('economics.chart')}</figcaption>
      <p className="desk-journey-key">
        <span className="desk-journey-bar-key" aria-hidden /> {say('economics.effort')}
        <span className="desk-journey-line-key" aria-hidden /> {say('economics.experience')}
      </p>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('economics.chart')}>
        <Plot phases={phases} />
      </div>
      <PhaseTable phases={phases} />
    </figure>
  )
}

function Plot({ phases }: { readonly phases: readonly Phase[] }) {
  const say = useSay()
  const locale = useLocale()
  const most = Math.max(1, ...phases.map(effortOf))
  const slot = WIDTH / Math.max(1, phases.length)
  const middle = (at: number) => slot * (at + 0.5)
  const barTop = (phase: Phase) => HEAD + PLOT * (1 - effortOf(phase) / (most * 1.25))
  const pointTop = (share: number) => HEAD + PLOT * (1 - share)
  const points = phases.flatMap((phase, at) =>
    phase.experience === null ? [] : [{ x: middle(at), y: pointTop(phase.experience), share: phase.experience, phase }],
  )
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="desk-journey-plot"
      role="img"
      aria-label={say('economics.chartAlt')}
    >
      <line x1={0} x2={WIDTH} y1={HEAD + PLOT} y2={HEAD + PLOT} className="desk-journey-axis" />
      {phases.map((phase, at) => (
        <g key={phase.phase}>
          <rect
            className="desk-journey-bar"
            x={middle(at) - slot * 0.24}
            width={slot * 0.48}
            y={barTop(phase)}
            height={HEAD + PLOT - barTop(phase)}
          />
          <text className="desk-journey-value" x={middle(at)} y={HEAD + PLOT - 8} textAnchor="middle">
            {formatNumber(effortOf(phase), locale, 0)} ct
          </text>
          <text className="desk-journey-name" x={middle(at)} y={HEIGHT - 16} textAnchor="middle">
            {say(`economics.phase.${phase.phase}` as ClientKey)}
          </text>
        </g>
      ))}
      <polyline className="desk-journey-line" points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {points.map(({ x, y, share, phase }) => (
        <g key={phase.phase}>
          <circle className="desk-journey-point" cx={x} cy={y} r={6} />
          <text className="desk-journey-share" x={x} y={y - 12} textAnchor="middle">
            {formatNumber(share * 100, locale, 0)} %
          </text>
        </g>
      ))}
    </svg>
  )
}

function PhaseTable({ phases }: { readonly phases: readonly Phase[] }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <details>
      <summary>{say('economics.asTable')}</summary>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('economics.phase')}</th>
            {(['letters', 'effort', 'experience'] as const).map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`economics.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => (
            <tr key={phase.phase}>
              <th scope="row">{say(`economics.phase.${phase.phase}` as ClientKey)}</th>
              <td className="kw-number">{formatNumber(phase.letters, locale)}</td>
              <td className="kw-number">{formatNumber(effortOf(phase), locale, 1)} ct</td>
              <td className="kw-number">
                {phase.experience === null
                  ? say('economics.few')
                  : `${formatNumber(phase.experience * 100, locale, 1)} %`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
