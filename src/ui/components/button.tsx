import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'

/** How loud a button is. One primary button on a page: the clear next step. */
export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger'

type Look = { readonly tone?: ButtonTone; readonly icon?: IconName; readonly wide?: boolean }

function look({ tone = 'primary', wide }: Look): string | undefined {
  return classes('kw-button', `kw-button-${tone}`, wide && 'kw-button-wide')
}

/** Sends the form around it. The text is a verb that says the result ("Zählerstand absenden"). */
export function Button(
  props: Look & {
    readonly children: ReactNode
    readonly name?: string
    readonly value?: string
    readonly type?: 'submit' | 'button'
    /** Sends to another address than the form's own ("Als Entwurf merken"). */
    readonly formAction?: string
    readonly describedBy?: string
  },
) {
  return (
    <button
      className={look(props)}
      type={props.type ?? 'submit'}
      name={props.name}
      value={props.value}
      formAction={props.formAction}
      aria-describedby={props.describedBy}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  )
}

/** Goes somewhere and looks like a button, for the one next step of a page that changes nothing yet. */
export function LinkButton(
  props: Look & { readonly href: string; readonly children: ReactNode; readonly download?: boolean },
) {
  return (
    <a className={look(props)} href={props.href} download={props.download} draggable={false}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  )
}

/** Buttons in one row, the primary first; below each other on narrow pages. */
export function ButtonRow({ children }: { readonly children: ReactNode }) {
  return <div className="kw-buttons">{children}</div>
}

/** A link in text or alone. `more` is read out but not shown ("Ändern" + "Adresse"). */
export function TextLink(props: {
  readonly href: string
  readonly children: ReactNode
  readonly more?: string
  readonly icon?: IconName
}) {
  return (
    <a className={classes('kw-link', props.icon && 'kw-link-icon')} href={props.href}>
      {props.icon && <Icon name={props.icon} />}
      <span>
        {props.children}
        {props.more && <span className="kw-unseen"> {props.more}</span>}
      </span>
    </a>
  )
}
