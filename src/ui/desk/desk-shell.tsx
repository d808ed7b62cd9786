import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react'
import type { NavItem } from '../components/shell.tsx'
import { Icon, type IconName } from '../components/icon.tsx'
import { useUiTexts } from '../components/texts.tsx'
import { useDeskTexts } from './provider.tsx'

/** A place of the app, with its icon. */
export type DeskNavItem = NavItem & { readonly icon: IconName; readonly count?: number }

/**
 * The frame of a staff app: places at the side, search and person on top, and below at most three panes. The person being
 * served is named by `subject` above the panes, whatever is open.
 */
export function DeskShell(props: {
  readonly utility: string
  readonly nav: readonly DeskNavItem[]
  readonly search?: ReactNode
  readonly tools?: ReactNode
  readonly demo?: ReactNode
  readonly subject?: ReactNode
  readonly children: ReactNode
}) {
  const texts = useUiTexts()
  return (
    <div className="kw-desk">
      <a className="kw-skip" href="#desk-content">
        {texts.skip}
      </a>
      <header className="kw-d-head">
        <strong className="kw-d-utility">{props.utility}</strong>
        <div className="kw-d-head-search">{props.search}</div>
        <div className="kw-d-head-tools">
          {props.demo && <span className="kw-badge kw-tone-live">{props.demo}</span>}
          {props.tools}
        </div>
      </header>
      <nav className="kw-d-nav" aria-label={texts.mainNavigation}>
        <ul>
          {props.nav.map((item) => (
            <li key={item.href}>
              <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                <Icon name={item.icon} />
                <span>{item.label}</span>
                {item.count !== undefined && <span className="kw-d-count">{item.count}</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="kw-d-main" id="desk-content" tabIndex={-1}>
        {props.subject && <div className="kw-d-subject">{props.subject}</div>}
        <div className="kw-d-work">{props.children}</div>
      </main>
    </div>
  )
}

/** Who is being served and what matters today, in one line. */
export function Subject(props: {
  readonly name: string
  readonly facts: readonly ReactNode[]
  readonly actions?: ReactNode
}) {
  return (
    <>
      <h1 className="kw-h-m">{props.name}</h1>
      <ul className="kw-d-facts">
        {props.facts.map((fact, index) => (
          <li key={index}>{fact}</li>
        ))}
      </ul>
      {props.actions}
    </>
  )
}

/** A pane with its heading; what does not fit scrolls inside it. */
export function Pane(props: {
  readonly heading: string
  readonly aside?: ReactNode
  readonly flush?: boolean
  /** Text that may hold nothing to focus: the pane takes the focus itself, so that arrows scroll it. */
  readonly isRead?: boolean
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section className="kw-d-pane" aria-labelledby={id}>
      <div className="kw-d-pane-head">
        <h2 className="kw-h-s" id={id}>
          {props.heading}
        </h2>
        {props.aside}
      </div>
      <div
        className={props.flush ? 'kw-d-pane-body kw-d-flush' : 'kw-d-pane-body'}
        {...(props.isRead && { tabIndex: 0, role: 'group', 'aria-labelledby': id })}
      >
        {props.children}
      </div>
    </section>
  )
}

/** One arrow press moves the border by this many pixels; with Shift, five times as far. */
const STEP = 16

/**
 * Two parts side by side with a border between them that can be dragged, or moved with the arrow keys (WCAG 2.2, 2.5.7).
 * Nest two of them for three panes.
 */
export function SplitView(props: {
  readonly first: ReactNode
  readonly second: ReactNode
  /** Width in pixels of the side that is `fixed`; the other takes the rest. */
  readonly width: number
  readonly fixed?: 'first' | 'second'
  readonly min?: number
  readonly max?: number
}) {
  const { fixed = 'first', min = 200, max = 640 } = props
  const texts = useDeskTexts()
  const [width, setWidth] = useState(props.width)
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const sign = fixed === 'first' ? 1 : -1
  const set = (next: number) => setWidth(Math.min(max, Math.max(min, next)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 5 * STEP : STEP
    const moved = { ArrowLeft: width - sign * step, ArrowRight: width + sign * step, Home: min, End: max }[event.key]
    if (moved === undefined) return
    event.preventDefault()
    set(moved)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) set(drag.current.width + sign * (event.clientX - drag.current.x))
  }
  return (
    <div
      className="kw-d-split"
      style={{
        gridTemplateColumns: fixed === 'first' ? `${width}px 5px minmax(0, 1fr)` : `minmax(0, 1fr) 5px ${width}px`,
      }}
    >
      {props.first}
      <div
        className="kw-d-divider"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={texts.paneWidth}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null
        }}
      />
      {props.second}
    </div>
  )
}

/** Says how many things came in, instead of moving what is being read. */
export function FreshBar({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  const texts = useDeskTexts()
  return (
    <div role="status">
      {count > 0 && (
        <button type="button" className="kw-d-fresh" onClick={onShow}>
          <Icon name="refresh" />
          {texts.fresh(count)}
        </button>
      )}
    </div>
  )
}
