import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { describedBy, type FieldBasics, FieldError, fieldId, Hint } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'
import { useUiTexts } from './texts.tsx'

/** Several controls that answer one question; the legend can be the page's heading. */
export function Fieldset(props: FieldBasics & { readonly children: ReactNode }) {
  const { name, label, hint, error, optional, question, children } = props
  const texts = useUiTexts()
  const legend = (
    <>
      {label}
      {optional && <span className="kw-optional"> ({texts.optional})</span>}
    </>
  )
  return (
    <fieldset
      className={classes('kw-fieldset', error !== undefined && 'kw-field-wrong')}
      id={`${fieldId(name)}-group`}
      aria-describedby={describedBy(props)}
    >
      <legend className={question ? 'kw-question' : 'kw-label'}>
        {question ? <h1 className="kw-question-frame">{legend}</h1> : legend}
      </legend>
      {hint !== undefined && <Hint name={name}>{hint}</Hint>}
      {error !== undefined && <FieldError name={name}>{error}</FieldError>}
      {children}
    </fieldset>
  )
}

/** One answer to choose. */
export type Choice = {
  readonly value: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly icon?: IconName
  /** What is asked only when this is chosen; it is shown then, by style sheet alone. */
  readonly inside?: ReactNode
}

/** One of a few answers, each a surface to tap. The first one has the field's id, so an error link lands on it. */
export function RadioCards(
  props: FieldBasics & {
    readonly choices: readonly Choice[]
    readonly value?: string | undefined
    readonly columns?: boolean
  },
) {
  return (
    <Fieldset {...props}>
      <div className={classes('kw-choices', props.columns && 'kw-choices-columns')}>
        {props.choices.map((choice, index) => (
          <ChoiceCard
            key={choice.value}
            kind="radio"
            choice={choice}
            name={props.name}
            id={index === 0 ? fieldId(props.name) : `${fieldId(props.name)}-${index}`}
            chosen={props.value === choice.value}
          />
        ))}
      </div>
    </Fieldset>
  )
}

/** Any number of answers; the form sends the name once for each. */
export function CheckboxCards(
  props: FieldBasics & { readonly choices: readonly Choice[]; readonly values?: readonly string[] },
) {
  return (
    <Fieldset {...props}>
      <div className="kw-choices">
        {props.choices.map((choice, index) => (
          <ChoiceCard
            key={choice.value}
            kind="checkbox"
            choice={choice}
            name={props.name}
            id={index === 0 ? fieldId(props.name) : `${fieldId(props.name)}-${index}`}
            chosen={props.values?.includes(choice.value) ?? false}
          />
        ))}
      </div>
    </Fieldset>
  )
}

function ChoiceCard(props: {
  readonly kind: 'radio' | 'checkbox'
  readonly choice: Choice
  readonly name: string
  readonly id: string
  readonly chosen: boolean
}) {
  const { kind, choice, name, id, chosen } = props
  return (
    <div className="kw-choice">
      <input
        className="kw-choice-control"
        type={kind}
        id={id}
        name={name}
        value={choice.value}
        defaultChecked={chosen}
        aria-describedby={choice.hint === undefined ? undefined : `${id}-hint`}
      />
      <label className="kw-choice-label" htmlFor={id}>
        {choice.icon && <Icon name={choice.icon} size={24} />}
        <span>{choice.label}</span>
      </label>
      {choice.hint !== undefined && (
        <div className="kw-choice-hint" id={`${id}-hint`}>
          {choice.hint}
        </div>
      )}
      {choice.inside && <div className="kw-choice-inside">{choice.inside}</div>}
    </div>
  )
}

/** One thing to agree to or not, as a full sentence. Never ticked beforehand where the law asks for a free choice. */
export function Checkbox(
  props: Omit<FieldBasics, 'question' | 'optional'> & { readonly chosen?: boolean; readonly value?: string },
) {
  const { name, label, hint, error } = props
  return (
    <div className={classes('kw-field', error !== undefined && 'kw-field-wrong')}>
      {error !== undefined && <FieldError name={name}>{error}</FieldError>}
      <div className="kw-checkbox">
        <input
          className="kw-choice-control"
          type="checkbox"
          id={fieldId(name)}
          name={name}
          value={props.value ?? 'yes'}
          defaultChecked={props.chosen ?? false}
          aria-describedby={describedBy(props)}
          aria-invalid={error !== undefined || undefined}
        />
        <label className="kw-choice-label" htmlFor={fieldId(name)}>
          {label}
        </label>
      </div>
      {hint !== undefined && <Hint name={name}>{hint}</Hint>}
    </div>
  )
}
