import { DeskButton, DeskCheckbox, DeskSelect } from '#ui/desk'
import { type Block, type Editing, moved, noWords, type Rule, without, type Words } from './draft.ts'
import { MoveButtons } from './move-buttons.tsx'
import { nameChoices, RulesField } from './rules-field.tsx'
import { partWord, useLetterSay } from './texts.ts'
import { useFaultAt, WordsField } from './words-field.tsx'

const ONCE = 'once'
type Part = Readonly<Record<string, unknown>>

const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'de' in value
/** Columns of rows whose values are numbers, and texts of a payment: names of values, chosen from a list. */
const nameParts = new Set(['payee', 'iban', 'amount', 'purpose', 'value', 'before'])

/** All fields of one part of a module: its texts, and what else its kind has. */
export function EditBlock(props: {
  readonly path: string
  readonly block: Block
  readonly editing: Editing
  readonly onRemove: (() => void) | undefined
  readonly onMove: ((by: -1 | 1) => void) | undefined
}) {
  const say = useLetterSay()
  const { path, block, editing, onRemove, onMove } = props
  const title = say(`block.${block.kind}`)
  const { kind: _, ...rest } = block
  return (
    <fieldset className="desk-part">
      <legend>
        {title}
        <MoveButtons name={title} onUp={onMove && (() => onMove(-1))} onRemove={onRemove} />
      </legend>
      <Fields path={path} part={rest} block={block} editing={editing} />
    </fieldset>
  )
}

function Fields(props: {
  readonly path: string
  readonly part: Part
  readonly block: Block
  readonly editing: Editing
}) {
  const { path, part, block, editing } = props
  const hasRows = block.kind === 'list' || block.kind === 'facts'
  const entries = Object.entries({ ...(hasRows && path.split('.').length === 4 && { each: undefined }), ...part })
  return entries.map(([name, value]) => (
    <OneField key={name} name={name} path={`${path}.${name}`} value={value} block={block} editing={editing} />
  ))
}

function OneField(props: {
  readonly name: string
  readonly path: string
  readonly value: unknown
  readonly block: Block
  readonly editing: Editing
}) {
  const say = useLetterSay()
  const { name, path, value, block, editing } = props
  const each = 'each' in block ? editing.parameters.find((one) => one.name === block.each) : undefined
  const label = partWord(say, name)
  if (name === 'when') return <RulesField path={path} rules={value as readonly Rule[]} editing={editing} />
  if (isWords(value))
    return (
      <WordsField
        label={label}
        path={path}
        words={value}
        editing={editing}
        {...(each?.columns && { columns: each.columns })}
      />
    )
  if (Array.isArray(value))
    return <Entries label={label} path={path} list={value as Part[]} block={block} editing={editing} />
  if (typeof value === 'boolean')
    return <DeskCheckbox label={label} isSelected={value} onChange={(to) => editing.change(path, to)} />
  if (name === 'align')
    return (
      <DeskSelect
        label={label}
        value={String(value)}
        onChange={(to) => editing.change(path, to)}
        choices={(['left', 'right'] as const).map((id) => ({ id, label: say(`part.${id}`) }))}
      />
    )
  if (name === 'each') return <EachField path={path} value={value} block={block} editing={editing} />
  if (nameParts.has(name))
    return <NameField label={label} path={path} value={String(value)} block={block} editing={editing} />
  return <Fields path={path} part={value as Part} block={block} editing={editing} />
}

type FieldOf = { readonly path: string; readonly block: Block; readonly editing: Editing }

function EachField({ path, value, block, editing }: FieldOf & { readonly value: unknown }) {
  const say = useLetterSay()
  const faultAt = useFaultAt(editing)
  const rows = editing.parameters.filter((one) => one.type === 'rows')
  const mayBeOnce = block.kind === 'list' || block.kind === 'facts'
  return (
    <DeskSelect
      label={say('part.each')}
      value={typeof value === 'string' ? value : ONCE}
      onChange={(to) => editing.change(path, to === ONCE ? undefined : to)}
      choices={[...(mayBeOnce ? [{ id: ONCE, label: say('part.once') }] : []), ...nameChoices(rows)]}
      error={faultAt(path)}
    />
  )
}

function NameField({
  label,
  path,
  value,
  block,
  editing,
}: FieldOf & { readonly label: string; readonly value: string }) {
  const faultAt = useFaultAt(editing)
  const rows = block.kind === 'bars' ? editing.parameters.find((one) => one.name === block.each) : undefined
  return (
    <DeskSelect
      label={label}
      value={value}
      onChange={(to) => editing.change(path, to)}
      choices={nameChoices(rows?.columns ?? editing.parameters)}
      error={faultAt(path)}
    />
  )
}

/** An empty entry like the first one. */
const emptyLike = (entry: Part): Part =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      isWords(value) ? noWords() : Array.isArray(value) ? [] : value,
    ]),
  )
const ENTRIES_MAX = 20
const sumLike: Part = { label: noWords(), value: noWords() }

function Entries(props: FieldOf & { readonly label: string; readonly list: readonly Part[] }) {
  const say = useLetterSay()
  const { label, path, list, block, editing } = props
  const mayBeEmpty = path.endsWith('.sums')
  return (
    <div className="desk-entries">
      {list.map((entry, at) => {
        const name = say('part.item', { part: label, number: at + 1 })
        return (
          // oxlint-disable-next-line react/no-array-index-key -- entries have no identity of their own
          <fieldset key={at} className="desk-part">
            <legend>
              {name}
              <MoveButtons
                name={name}
                onUp={at > 0 ? () => editing.change(path, moved(list, at, -1)) : undefined}
                onRemove={mayBeEmpty || list.length > 1 ? () => editing.change(path, without(list, at)) : undefined}
              />
            </legend>
            <Fields path={`${path}.${at}`} part={entry} block={block} editing={editing} />
          </fieldset>
        )
      })}
      {list.length < ENTRIES_MAX && (
        <DeskButton
          tone="quiet"
          icon="add"
          onPress={() => editing.change(path, [...list, emptyLike(list[0] ?? sumLike)])}
        >
          {label}: {say('part.add')}
        </DeskButton>
      )}
    </div>
  )
}
