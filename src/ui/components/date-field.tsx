import { classes } from './classes.ts'
import { Fieldset } from './choice.tsx'
import { type FieldBasics, fieldId } from './field.tsx'
import { useUiTexts } from './texts.tsx'

/** What was typed, part by part, also when it makes no date. */
export type DateParts = { readonly day: string; readonly month: string; readonly year: string }

/** The part that is wrong, so that only it is marked; all of them when left out. */
export type DatePart = keyof DateParts

const WIDTH = { day: 2, month: 2, year: 4 } as const
const BIRTHDAY = { day: 'bday-day', month: 'bday-month', year: 'bday-year' } as const

/**
 * A date that someone knows by heart or reads off a paper, in three fields (`name.day`, `name.month`, `name.year`):
 * quicker and less wrong than a calendar, the same in every browser.
 */
export function DateField(
  props: FieldBasics & {
    readonly value?: DateParts
    readonly wrongParts?: readonly DatePart[]
    readonly birthday?: boolean
  },
) {
  const texts = useUiTexts()
  const part = (key: DatePart) => {
    const id = key === 'day' ? fieldId(props.name) : fieldId(`${props.name}-${key}`)
    const wrong = props.error !== undefined && (props.wrongParts?.includes(key) ?? true)
    return (
      <div>
        <label className="kw-label-small" htmlFor={id}>
          {texts[key]}
        </label>
        <input
          className={classes('kw-input', `kw-w-${WIDTH[key]}`)}
          id={id}
          name={`${props.name}.${key}`}
          defaultValue={props.value?.[key]}
          inputMode="numeric"
          autoComplete={props.birthday ? BIRTHDAY[key] : 'off'}
          maxLength={WIDTH[key]}
          aria-invalid={wrong || undefined}
        />
      </div>
    )
  }
  return (
    <Fieldset {...props}>
      <div className="kw-date">
        {part('day')}
        {part('month')}
        {part('year')}
      </div>
    </Fieldset>
  )
}
