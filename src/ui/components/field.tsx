import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './texts.tsx'

/** What all fields have in common. `name` is the form's name for it; the id follows from it, so errors can link to it. */
export type FieldBasics = {
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong and what to do about it. What was typed stays in the field. */
  readonly error?: string | undefined
  readonly optional?: boolean
  /** Makes the label the page's heading, for pages that ask one thing. */
  readonly question?: boolean
}

/** The id of a field by its form name; error summaries link to it. */
export function fieldId(name: string): string {
  return `field-${name.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`
}

/** The ids that describe a field, for `aria-describedby`. */
export function describedBy({ name, hint, error }: Pick<FieldBasics, 'name' | 'hint' | 'error'>): string | undefined {
  const id = fieldId(name)
  return classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`)
}

/** The message beside a field. */
export function FieldError({ name, children }: { readonly name: string; readonly children: string }) {
  const texts = useUiTexts()
  return (
    <p className="kw-field-error" id={`${fieldId(name)}-error`}>
      <span className="kw-unseen">{texts.errorPrefix}: </span>
      {children}
    </p>
  )
}

/** Help under a label. */
export function Hint({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="kw-hint" id={`${fieldId(name)}-hint`}>
      {children}
    </div>
  )
}

/** Label, hint and error around one control. */
export function FieldFrame(props: FieldBasics & { readonly children: ReactNode }) {
  const { name, label, hint, error, optional, question, children } = props
  const texts = useUiTexts()
  const text = (
    <label className={question ? 'kw-question' : 'kw-label'} htmlFor={fieldId(name)}>
      {label}
      {optional && <span className="kw-optional"> ({texts.optional})</span>}
    </label>
  )
  return (
    <div className={classes('kw-field', error !== undefined && 'kw-field-wrong')}>
      {question ? <h1 className="kw-question-frame">{text}</h1> : text}
      {hint !== undefined && <Hint name={name}>{hint}</Hint>}
      {error !== undefined && <FieldError name={name}>{error}</FieldError>}
      {children}
    </div>
  )
}

/** How much is expected in a field, in characters; the width is a hint in itself. */
export type FieldWidth = 2 | 4 | 6 | 10 | 20 | 'full'

/** One line of text. Give `autoComplete` wherever the browser may know the answer (WCAG 1.3.5). */
export type TextFieldProps = FieldBasics & {
  readonly value?: string
  readonly width?: FieldWidth
  readonly type?: 'text' | 'password' | 'tel' | 'search' | 'url'
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search'
  readonly autoComplete?: string
  readonly spellCheck?: boolean
  readonly lengthMax?: number
  /** Written after the field ("EUR", "kWh"). */
  readonly unit?: string
}

/** A field for one line of text. */
export function TextField(props: TextFieldProps) {
  const { name, width = 'full', unit } = props
  const input = (
    <input
      className={classes('kw-input', `kw-w-${width}`)}
      id={fieldId(name)}
      name={name}
      type={props.type ?? 'text'}
      defaultValue={props.value}
      inputMode={props.inputMode}
      autoComplete={props.autoComplete}
      autoCapitalize={props.inputMode === 'email' ? 'none' : undefined}
      spellCheck={props.spellCheck}
      maxLength={props.lengthMax}
      aria-describedby={describedBy(props)}
      aria-invalid={props.error !== undefined || undefined}
    />
  )
  return (
    <FieldFrame {...props}>
      {unit === undefined ? (
        input
      ) : (
        <span className="kw-with-unit">
          {input}
          <span className="kw-unit">{unit}</span>
        </span>
      )}
    </FieldFrame>
  )
}

/** A field for several lines. */
export function TextArea(
  props: FieldBasics & { readonly value?: string; readonly rows?: number; readonly lengthMax?: number },
) {
  return (
    <FieldFrame {...props}>
      <textarea
        className="kw-input kw-textarea"
        id={fieldId(props.name)}
        name={props.name}
        rows={props.rows ?? 5}
        defaultValue={props.value}
        maxLength={props.lengthMax}
        aria-describedby={describedBy(props)}
        aria-invalid={props.error !== undefined || undefined}
      />
    </FieldFrame>
  )
}

/** One of many. Up to seven choices are better as `RadioCards`: they can all be seen. */
export function Select(
  props: FieldBasics & {
    readonly value?: string
    readonly choices: readonly { readonly value: string; readonly label: string }[]
    readonly width?: FieldWidth
  },
) {
  const texts = useUiTexts()
  return (
    <FieldFrame {...props}>
      <select
        className={classes('kw-input', 'kw-select', `kw-w-${props.width ?? 'full'}`)}
        id={fieldId(props.name)}
        name={props.name}
        defaultValue={props.value ?? ''}
        aria-describedby={describedBy(props)}
        aria-invalid={props.error !== undefined || undefined}
      >
        {props.value === undefined && <option value="">{texts.choose}</option>}
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

/**
 * A file, or a photo straight from the camera when `capture` is set and the device has one. Browsers write their own language on the
 * button; with script the page's own words stand there, and the control itself, unseen, lies over them: click, keyboard and screen
 * reader meet the real one.
 */
export function FileField(
  props: FieldBasics & { readonly accept: string; readonly capture?: boolean; readonly several?: boolean },
) {
  const texts = useUiTexts()
  return (
    <FieldFrame {...props}>
      <div className="kw-file-pick" data-kw-file={texts.noFile}>
        <input
          className="kw-file"
          id={fieldId(props.name)}
          name={props.name}
          type="file"
          accept={props.accept}
          capture={props.capture ? 'environment' : undefined}
          multiple={props.several}
          aria-describedby={describedBy(props)}
          aria-invalid={props.error !== undefined || undefined}
        />
        <div className="kw-file-face">
          <span className="kw-file-button" aria-hidden="true">
            {props.several ? texts.chooseFiles : texts.chooseFile}
          </span>
          <output className="kw-file-names" htmlFor={fieldId(props.name)} />
        </div>
      </div>
    </FieldFrame>
  )
}
