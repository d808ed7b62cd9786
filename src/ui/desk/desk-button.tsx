import type { ReactNode } from 'react'
import { Button, Toolbar, Tooltip, TooltipTrigger } from 'react-aria-components'
import { classes } from '../components/classes.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { type Shortcut, ShortcutHint, spellShortcut } from './shortcut.tsx'

/** A button of the desk: an icon with its word, and the shortcut where it has one. */
export function DeskButton(props: {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly tone?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly icon?: IconName
  readonly shortcut?: Shortcut
  readonly type?: 'button' | 'submit'
  readonly isDisabled?: boolean
  /** Says that it is at work; it keeps the focus and cannot be pressed again. */
  readonly isPending?: boolean
  readonly slot?: string
}) {
  const { tone = 'secondary', icon, shortcut, children, ...rest } = props
  return (
    <Button {...rest} className={classes('kw-d-button', `kw-button-${tone}`)}>
      {icon && <Icon name={icon} />}
      {children}
      {shortcut && <ShortcutHint shortcut={shortcut} />}
    </Button>
  )
}

/** An icon alone, for dense rows: the word is its accessible name and its tooltip. */
export function IconButton(props: {
  readonly icon: IconName
  readonly label: string
  readonly onPress?: () => void
  readonly shortcut?: Shortcut
  readonly slot?: string
}) {
  const { icon, label, shortcut, ...rest } = props
  return (
    <TooltipTrigger delay={400}>
      <Button {...rest} className="kw-d-button kw-d-icon-button kw-button-quiet" aria-label={label}>
        <Icon name={icon} />
      </Button>
      <Tooltip className="kw-d-tooltip" offset={4}>
        {label}
        {shortcut && ` (${spellShortcut(shortcut)})`}
      </Tooltip>
    </TooltipTrigger>
  )
}

/** What can be done with the thing in front of one. One stop for Tab, arrows inside. */
export function ActionBar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Toolbar aria-label={label} className="kw-d-toolbar">
      {children}
    </Toolbar>
  )
}
