import { classes } from './classes.ts'
import { describedBy, type FieldBasics, FieldFrame, fieldId } from './field.tsx'
import { useUiTexts } from './texts.tsx'

/** How many digits a register shows before and after the comma. */
export type MeterDigits = { readonly before: number; readonly after: number }

/**
 * Spreads a value over the windows of the meter, as the meter shows it: leading zeros in front, missing decimals as
 * zero. A value that does not fit gives null. `null` as value gives empty windows.
 */
export function spreadOverWindows(value: string | null, { before, after }: MeterDigits): string[] | null {
  if (value === null) return Array.from({ length: before + after }, () => '')
  const match = /^(\d*)(?:,(\d*))?$/.exec(value.replaceAll(/[\s.]/g, ''))
  if (!match) return null
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '').padStart(before, '0')
  const part = (match[2] ?? '').padEnd(after, '0')
  return whole.length === before && part.length === after ? [...whole, ...part] : null
}

/**
 * The digits as they stand behind the glass: dark windows, those after the comma framed in red. It is a picture; the
 * value in words (`spoken`) is for screen readers.
 */
export function MeterFace(props: {
  readonly value: string | null
  readonly digits: MeterDigits
  /** Left out where it already stands beside a field. */
  readonly unit?: string
  readonly spoken?: string
  readonly small?: boolean
  /** Field whose typing the small script shows in these windows. */
  readonly mirrors?: string
}) {
  const { digits, unit, spoken, mirrors } = props
  const windows =
    spreadOverWindows(props.value, digits) ?? Array.from({ length: digits.before + digits.after }, () => '')
  return (
    <span className={classes('kw-meter', props.small && 'kw-meter-small')} data-kw-mirrors={mirrors}>
      {spoken && <span className="kw-unseen">{spoken}</span>}
      <span className="kw-meter-windows" aria-hidden="true">
        {windows.map((digit, index) => (
          <span key={index} className={index >= digits.before ? 'kw-meter-part' : undefined}>
            {digit}
          </span>
        ))}
      </span>
      {unit && (
        <span className="kw-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  )
}

/**
 * The value of a register. One field, so that it can be typed in one go, pasted and dictated; over it the meter's
 * windows show how many digits there are, and fill while typing where script is on. `value` is what was typed, kept as it is.
 */
export function MeterField(
  props: FieldBasics & { readonly digits: MeterDigits; readonly unit: string; readonly value?: string | undefined },
) {
  const { name, digits, unit } = props
  const texts = useUiTexts()
  const hint = (
    <>
      {props.hint}
      {props.hint !== undefined && <br />}
      {texts.meterDigits(digits.before, digits.after)}
    </>
  )
  const spread = spreadOverWindows(props.value ?? null, digits)
  return (
    <FieldFrame {...props} hint={hint}>
      <div className="kw-meter-field">
        <MeterFace value={spread && props.value ? props.value : null} digits={digits} mirrors={fieldId(name)} />
        <span className="kw-with-unit">
          <input
            className="kw-input kw-meter-input"
            id={fieldId(name)}
            name={name}
            defaultValue={props.value}
            inputMode={digits.after > 0 ? 'decimal' : 'numeric'}
            autoComplete="off"
            // Room for points and blanks that people copy along; the rule on the server judges.
            maxLength={digits.before + digits.after + 6}
            aria-describedby={describedBy({ ...props, hint })}
            aria-invalid={props.error !== undefined || undefined}
          />
          <span className="kw-unit">{unit}</span>
        </span>
      </div>
    </FieldFrame>
  )
}
