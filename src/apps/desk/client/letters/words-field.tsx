import { DeskTextField, MenuButton } from '#ui/desk'
import type { Editing, Parameter, Words } from './draft.ts'
import { useLetterSay } from './texts.ts'

/** Fault of one field: at which sign, and what is wrong. */
export function useFaultAt({ faults }: Pick<Editing, 'faults'>): (path: string) => string | undefined {
  const say = useLetterSay()
  return (path) => {
    const fault = faults.find((one) => one.path === path)
    if (!fault) return undefined
    return fault.offset === null ? fault.says : say('words.at', { at: fault.offset + 1, says: fault.says })
  }
}

const rowsFor = (text: string): number => Math.min(8, Math.max(2, Math.ceil(text.length / 60)))
/** A text is one line for the engine; what is typed or pasted with breaks becomes blanks. */
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')

/** One text in its forms, side by side; a value is put in at the end. */
export function WordsField(props: {
  readonly label: string
  readonly path: string
  readonly words: Words
  readonly editing: Editing
  /** Columns of the rows that the text is said for. */
  readonly columns?: readonly Pick<Parameter, 'name' | 'label'>[]
}) {
  const say = useLetterSay()
  const faultAt = useFaultAt(props.editing)
  const { label, path, words, editing, columns = [] } = props
  const insert = (name: string) =>
    editing.change(path, {
      de: `${words.de}{${name}}`,
      du: words.du && `${words.du}{${name}}`,
      en: `${words.en}{${name}}`,
    })
  const field = (form: keyof Words) => {
    const error = faultAt(`${path}.${form}`)
    return (
      <DeskTextField
        key={form}
        name={`${path}.${form}`}
        label={`${label}: ${say(`words.${form}`)}`}
        value={words[form]}
        onChange={(text) => editing.change(`${path}.${form}`, oneLine(text))}
        rows={rowsFor(words[form])}
        {...(form === 'du' && { hint: say('words.duHint') })}
        {...(error !== undefined && { error })}
      />
    )
  }
  return (
    <div className="desk-words">
      {(['de', 'en', 'du'] as const).map(field)}
      <MenuButton
        label={say('words.insert')}
        icon="add"
        entries={[
          ...columns,
          ...editing.parameters,
          { name: 'portal', label: 'Portal' },
          { name: 'phone', label: 'Telefon' },
        ].map((one) => ({ id: one.name, label: `{${one.name}} ${one.label}`, onAction: () => insert(one.name) }))}
      />
    </div>
  )
}
