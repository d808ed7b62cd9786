import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { useUiTexts } from './texts.tsx'

/** One thing that happened, happens or will happen. `time` is ISO 8601, `when` is how people say it. */
export type TimelineItem = {
  readonly time?: string
  readonly when: ReactNode
  readonly title: ReactNode
  readonly body?: ReactNode
  readonly icon?: IconName
  readonly state?: 'done' | 'now' | 'next'
}

/** What happened, in order, with what comes next and by when. */
export function Timeline({ items, label }: { readonly items: readonly TimelineItem[]; readonly label?: string }) {
  const texts = useUiTexts()
  return (
    <ol className="kw-timeline" aria-label={label}>
      {items.map((item, index) => {
        const state = item.state ?? 'done'
        return (
          <li key={index} className={`kw-timeline-${state}`}>
            <span className="kw-timeline-mark">
              <Icon name={item.icon ?? 'check'} />
            </span>
            <div>
              <p className="kw-timeline-when">
                {state !== 'done' && <b>{state === 'now' ? texts.now : texts.next}: </b>}
                {item.time ? <time dateTime={item.time}>{item.when}</time> : item.when}
              </p>
              <p className="kw-timeline-title">{item.title}</p>
              {item.body && <div className="kw-timeline-body">{item.body}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Where one is in a flow: a sentence, and a line that shows it. */
export function Steps({
  current,
  of,
  name,
}: {
  readonly current: number
  readonly of: number
  readonly name?: string
}) {
  const texts = useUiTexts()
  return (
    <div className="kw-steps">
      <p>
        {texts.step(current, of)}
        {name && <span className="kw-quiet">: {name}</span>}
      </p>
      <svg className="kw-steps-line" width="100%" height="4" aria-hidden="true" focusable="false">
        <rect className="kw-steps-all" width="100%" height="4" rx="2" />
        <rect className="kw-steps-done" width={`${Math.round((100 * current) / of)}%`} height="4" rx="2" />
      </svg>
    </div>
  )
}
