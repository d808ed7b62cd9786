import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** Heading level in the outline; `size` may look smaller or larger than the level. */
export type HeadingProps = {
  readonly level?: 1 | 2 | 3 | 4
  readonly size?: 'xl' | 'l' | 'm' | 's'
  readonly id?: string
  /** A short line above the heading that says what it belongs to ("Strom, Bahnhofstraße 12"). */
  readonly above?: ReactNode
  readonly children: ReactNode
}

const SIZE_OF_LEVEL = { 1: 'xl', 2: 'l', 3: 'm', 4: 's' } as const

/** A heading. There is one of level 1 on each page. */
export function Heading({ level = 1, size, id, above, children }: HeadingProps) {
  const Tag = `h${level}` as const
  const heading = (
    <Tag id={id} className={`kw-h-${size ?? SIZE_OF_LEVEL[level]}`}>
      {children}
    </Tag>
  )
  if (above === undefined) return heading
  return (
    <hgroup>
      <p className="kw-above">{above}</p>
      {heading}
    </hgroup>
  )
}

/** The one sentence under the heading that says what this is about. */
export function Lead({ children }: { readonly children: ReactNode }) {
  return <p className="kw-lead">{children}</p>
}

/** A paragraph. */
export function Text({ children, quiet }: { readonly children: ReactNode; readonly quiet?: boolean }) {
  return <p className={classes('kw-text', quiet && 'kw-quiet')}>{children}</p>
}

/** A list of short points. */
export function Points({ items, numbered }: { readonly items: readonly ReactNode[]; readonly numbered?: boolean }) {
  const Tag = numbered ? 'ol' : 'ul'
  return (
    <Tag className="kw-points">
      {items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </Tag>
  )
}

/**
 * A number with its unit: tabular figures, the unit smaller and lighter, a narrow no-break space between them. Formatting
 * is the caller's. `kind` makes values look different that nobody has measured; the word stands beside them.
 */
export function Measure(props: {
  readonly value: string
  readonly unit: string
  readonly size?: 'text' | 'large'
  readonly kind?: 'measured' | 'estimated'
  readonly word?: string
}) {
  const { value, unit, size = 'text', kind = 'measured', word } = props
  return (
    <span className={classes('kw-measure', size === 'large' && 'kw-measure-large')}>
      <span className={kind === 'estimated' ? 'kw-estimated' : undefined}>{value}</span>
      {'\u202f'}
      <span className="kw-unit">{unit}</span>
      {word && <span className="kw-measure-word"> {word}</span>}
    </span>
  )
}

/** Text for screen readers only. */
export function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className="kw-unseen">{children}</span>
}

/** Space-separated parts of a page below each other; `gap` in steps of the scale. */
export function Stack({ gap = 24, children }: { readonly gap?: 8 | 16 | 24 | 32 | 48; readonly children: ReactNode }) {
  return <div className={`kw-stack kw-gap-${gap}`}>{children}</div>
}

/** Two columns on wide pages, the first the more important; one below the other on narrow ones. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }) {
  return (
    <div className="kw-columns">
      <div>{main}</div>
      <div>{side}</div>
    </div>
  )
}

/** Key figures side by side: what it is, the figure, and a sentence that says whether it is good. */
export function Figures({ items }: { readonly items: readonly FigureItem[] }) {
  return (
    <div className="kw-figures">
      {items.map((item) => (
        <div className="kw-figure" key={item.label}>
          <p className="kw-figure-label">{item.label}</p>
          <p>{item.figure}</p>
          <div>{item.children}</div>
        </div>
      ))}
    </div>
  )
}

/** One of `Figures`; `figure` is usually a large `Measure`. */
export type FigureItem = { readonly label: string; readonly figure: ReactNode; readonly children?: ReactNode }

/** A surface that holds one thing together. */
export function Card({ children, label }: { readonly children: ReactNode; readonly label?: string }) {
  return (
    <section className="kw-card" aria-label={label}>
      {children}
    </section>
  )
}

/** A named part of a page. The heading names the section for screen readers. */
export function Section(props: {
  readonly id: string
  readonly heading: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="kw-section" aria-labelledby={props.id}>
      <div className="kw-section-head">
        <h2 className="kw-h-m" id={props.id}>
          {props.heading}
        </h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  )
}
