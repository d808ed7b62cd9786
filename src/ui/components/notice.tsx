import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { useUiTexts } from './texts.tsx'

/** What a message or a state says by its colour, which never stands alone. */
export type Tone = 'note' | 'success' | 'warning' | 'danger'

/** A message on the page: icon and word, then the sentence. With a title the title takes the place of the word. */
export function Notice(props: {
  readonly tone?: Tone
  readonly title?: string
  /** Says it at once to screen readers, for what has just happened. */
  readonly announce?: boolean
  readonly children: ReactNode
}) {
  const { tone = 'note', title, announce, children } = props
  const texts = useUiTexts()
  return (
    <div className={`kw-notice kw-tone-${tone}`} role={announce ? 'status' : undefined}>
      <Icon name={tone} size={24} />
      <div>
        <p className="kw-notice-title">{title ?? texts.signal[tone]}</p>
        <div>{children}</div>
      </div>
    </div>
  )
}

/** A state as a word; the colour only helps. */
export function Badge(props: {
  readonly tone?: Tone | 'plain' | 'live'
  readonly icon?: IconName
  readonly children: ReactNode
}) {
  const { tone = 'plain', icon, children } = props
  return (
    <span className={`kw-badge kw-tone-${tone}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}
