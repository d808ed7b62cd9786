import type { ReactNode } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  Checkbox,
  DateInput,
  DatePicker,
  type DateValue,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components'
import { Icon } from '../components/icon.tsx'

/** What fields of the desk have in common. `error` is the server's word; it stays until the value changes. */
export type DeskFieldBasics = {
  readonly name?: string
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly isDisabled?: boolean
}

function Around({ label, hint, error, children }: DeskFieldBasics & { readonly children: ReactNode }) {
  return (
    <>
      <Label className="kw-d-label">{label}</Label>
      {children}
      {hint && (
        <Text slot="description" className="kw-d-hint">
          {hint}
        </Text>
      )}
      <FieldError className="kw-d-error">{error}</FieldError>
    </>
  )
}

function basics({ name, error, isDisabled }: DeskFieldBasics) {
  return {
    className: 'kw-d-field',
    validationBehavior: 'aria' as const,
    ...(name !== undefined && { name }),
    ...(isDisabled !== undefined && { isDisabled }),
    isInvalid: error !== undefined,
  }
}

/** One line, or several with `rows`. */
export function DeskTextField(
  props: DeskFieldBasics & {
    readonly value: string
    readonly onChange: (value: string) => void
    readonly rows?: number
    readonly autoFocus?: boolean
    /** What is typed is not shown, and no browser keeps it. */
    readonly secret?: boolean
  },
) {
  return (
    <TextField
      {...basics(props)}
      {...(props.secret && { type: 'password', autoComplete: 'off', inputMode: 'numeric' as const })}
      value={props.value}
      onChange={props.onChange}
      autoFocus={props.autoFocus === true}
    >
      <Around {...props}>
        {props.rows ? <TextArea className="kw-d-input" rows={props.rows} /> : <Input className="kw-d-input" />}
      </Around>
    </TextField>
  )
}

/** A number in the writing of the language ("1.234,5"); arrows change it. */
export function DeskNumberField(
  props: DeskFieldBasics & {
    readonly value: number
    readonly onChange: (value: number) => void
    readonly min?: number
    readonly max?: number
    readonly format?: Intl.NumberFormatOptions
  },
) {
  return (
    <NumberField
      {...basics(props)}
      value={props.value}
      onChange={props.onChange}
      {...(props.min !== undefined && { minValue: props.min })}
      {...(props.max !== undefined && { maxValue: props.max })}
      {...(props.format && { formatOptions: props.format })}
    >
      <Around {...props}>
        <Input className="kw-d-input kw-number" />
      </Around>
    </NumberField>
  )
}

/** One of a few. */
export function DeskSelect(
  props: DeskFieldBasics & {
    readonly value: string | null
    readonly onChange: (value: string) => void
    readonly choices: readonly { readonly id: string; readonly label: string }[]
  },
) {
  return (
    <Select
      {...basics(props)}
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(String(key))
      }}
    >
      <Around {...props}>
        <Button className="kw-d-input kw-d-select">
          <SelectValue className="kw-d-cut" />
          <Icon name="expand" />
        </Button>
      </Around>
      <Popover className="kw-d-popover" offset={4}>
        <ListBox className="kw-d-list">
          {props.choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} textValue={choice.label} className="kw-d-item">
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** A legal day: typed part by part or picked; the calendar begins on Monday in German. */
export function DeskDateField(
  props: DeskFieldBasics & { readonly value: DateValue | null; readonly onChange: (value: DateValue | null) => void },
) {
  return (
    <DatePicker {...basics(props)} value={props.value} onChange={props.onChange}>
      <Around {...props}>
        <Group className="kw-d-input kw-d-date">
          <DateInput className="kw-d-date-input">
            {(segment) => <DateSegment segment={segment} className="kw-d-segment" />}
          </DateInput>
          <Button className="kw-d-button kw-d-icon-button kw-button-quiet">
            <Icon name="calendar" />
          </Button>
        </Group>
      </Around>
      <Popover className="kw-d-popover" offset={4}>
        <Dialog className="kw-d-dialog-frame">
          <Calendar className="kw-d-calendar">
            <header>
              <Button slot="previous" className="kw-d-button kw-d-icon-button kw-button-quiet">
                <Icon name="previous" />
              </Button>
              <Heading className="kw-h-s" />
              <Button slot="next" className="kw-d-button kw-d-icon-button kw-button-quiet">
                <Icon name="next" />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className="kw-d-day" />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

/** Yes or no. */
export function DeskCheckbox(props: {
  readonly label: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
}) {
  return (
    <Checkbox className="kw-d-checkbox" isSelected={props.isSelected} onChange={props.onChange}>
      <span className="kw-d-box">{props.isSelected && <Icon name="check" />}</span>
      {props.label}
    </Checkbox>
  )
}
