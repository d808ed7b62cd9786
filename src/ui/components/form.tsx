import type { ReactNode } from 'react'
import { fieldId } from './field.tsx'
import { useUiTexts } from './texts.tsx'

/** A real form. The browser's own bubbles are off: the server's messages are the same everywhere and can be linked to. */
export function Form(props: {
  readonly action: string
  readonly method?: 'get' | 'post'
  readonly hidden?: Readonly<Record<string, string>>
  readonly upload?: boolean
  readonly label?: string
  readonly children: ReactNode
}) {
  return (
    <form
      className="kw-form"
      action={props.action}
      method={props.method ?? 'post'}
      encType={props.upload ? 'multipart/form-data' : undefined}
      aria-label={props.label}
      noValidate
    >
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  )
}

/** A mistake in a form: the field by its form name and what to do, or a text alone when no field is to blame. */
export type FormError = { readonly name?: string; readonly message: string }

/**
 * All mistakes on top of the page, each a link to its field; `labels` names the fields by form name, so that two messages in the
 * same words can be told apart. It takes the focus by `autofocus`, so it works without script;
 * the small script repeats it for browsers that honour `autofocus` on controls only.
 */
export function ErrorSummary(props: {
  readonly errors: readonly FormError[]
  readonly labels?: Readonly<Record<string, string>>
}) {
  const { errors, labels = {} } = props
  const texts = useUiTexts()
  const said = ({ name = '', message }: FormError) => (labels[name] ? `${labels[name]}: ${message}` : message)
  if (errors.length === 0) return null
  return (
    <div
      className="kw-errors"
      role="alert"
      aria-labelledby="errors-title"
      tabIndex={-1}
      id="errors"
      autoFocus
      data-kw-focus=""
    >
      <h2 className="kw-h-m" id="errors-title">
        {texts.errorTitle}
      </h2>
      <ul>
        {errors.map((error) => (
          <li key={`${error.name ?? ''}${error.message}`}>
            {error.name === undefined ? error.message : <a href={`#${fieldId(error.name)}`}>{said(error)}</a>}
          </li>
        ))}
      </ul>
    </div>
  )
}
