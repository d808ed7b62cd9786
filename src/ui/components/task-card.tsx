import type { ReactNode } from 'react'
import { LinkButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** Something to be done: what, by when, and one button. Only the most urgent card has the loud one. */
export function TaskCard(props: {
  readonly icon: IconName
  readonly title: string
  readonly due?: ReactNode
  readonly children: ReactNode
  readonly action: { readonly href: string; readonly label: string }
  readonly first?: boolean
  readonly level?: 2 | 3
}) {
  const Tag = `h${props.level ?? 3}` as const
  return (
    <article className={props.first ? 'kw-task kw-task-first' : 'kw-task'}>
      <span className="kw-task-icon">
        <Icon name={props.icon} size={24} />
      </span>
      <div className="kw-task-body">
        <Tag className="kw-h-m">{props.title}</Tag>
        <p>{props.children}</p>
        {props.due && (
          <p className="kw-task-due">
            <Icon name="calendar" />
            <span>{props.due}</span>
          </p>
        )}
      </div>
      <LinkButton href={props.action.href} tone={props.first ? 'primary' : 'secondary'}>
        {props.action.label}
      </LinkButton>
    </article>
  )
}

/** Nothing is there yet: says why, and teaches the first step. */
export function EmptyState(props: {
  readonly icon: IconName
  readonly title: string
  readonly children: ReactNode
  readonly action?: { readonly href: string; readonly label: string }
}) {
  return (
    <div className="kw-empty">
      <Icon name={props.icon} size={24} />
      {/* No heading: it stands wherever a list would, below whatever heading that list has. */}
      <div className="kw-h-s">{props.title}</div>
      <p>{props.children}</p>
      {props.action && (
        <LinkButton href={props.action.href} tone="secondary">
          {props.action.label}
        </LinkButton>
      )}
    </div>
  )
}
