import { useState } from 'react'
import { DeskButton, DeskCheckbox, DeskSelect, DeskTextField, IconButton } from '#ui/desk'
import { type Body, type Editing, type Parameter, without } from './draft.ts'
import { useLetterSay } from './texts.ts'
import { useFaultAt } from './words-field.tsx'

const types = ['text', 'number', 'decimal', 'money', 'day', 'choice', 'yes-no', 'rows'] as const
const sources = ['order', 'customer-number', 'contract-number', 'product', 'site'] as const
const NONE = 'none'

/** Which values a letter takes. A kind of the program has its own; an editor's kind declares them here. */
export function EditValues(props: { readonly body: Body; readonly isProgram: boolean; readonly editing: Editing }) {
  const say = useLetterSay()
  const { body, isProgram, editing } = props
  const days = editing.parameters.filter((one) => one.type === 'day')
  return (
    <div className="desk-design-text">
      <p className="kw-quiet">{say(isProgram ? 'values.offered' : 'values.own')}</p>
      {isProgram ? (
        <Offered parameters={editing.parameters} />
      ) : (
        <Declared parameters={body.parameters} editing={editing} />
      )}
      <DeskSelect
        label={say('values.due')}
        value={body.actionDueOn ?? NONE}
        onChange={(to) => editing.change('actionDueOn', to === NONE ? null : to)}
        choices={[{ id: NONE, label: say('values.noDue') }, ...days.map((one) => ({ id: one.name, label: one.label }))]}
      />
      {!isProgram && (
        <>
          <DeskCheckbox
            label={say('values.forAgents')}
            isSelected={body.forAgents}
            onChange={(to) => editing.change('forAgents', to)}
          />
          <DeskCheckbox
            label={say('values.forRuns')}
            isSelected={body.forRuns}
            onChange={(to) => editing.change('forRuns', to)}
          />
        </>
      )}
    </div>
  )
}

function Offered({ parameters }: { readonly parameters: readonly Parameter[] }) {
  const say = useLetterSay()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('tab.values')}>
      <table className="desk-readings desk-wrapped">
        <thead>
          <tr>
            {(['values.name', 'values.label', 'values.type', 'values.required'] as const).map((key) => (
              <th key={key} scope="col">
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parameters.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <code>{`{${one.name}}`}</code>
              </th>
              <td>
                {one.label}
                {one.columns && ` (${one.columns.map((column) => `{${column.name}} ${column.label}`).join(', ')})`}
                {one.choices && ` (${one.choices.map((choice) => choice.code).join(', ')})`}
              </td>
              <td>{say(`type.${one.type}`)}</td>
              <td>{one.required ? '✓' : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Declared({ parameters, editing }: { readonly parameters: readonly Parameter[]; readonly editing: Editing }) {
  const say = useLetterSay()
  const add = () =>
    editing.change('parameters', [
      ...parameters,
      {
        name: `value${parameters.length + 1}`,
        label: say('part.value'),
        type: 'text',
        required: true,
        source: 'order',
      },
    ])
  return (
    <>
      {parameters.map((one, at) => (
        <DeclaredValue
          // oxlint-disable-next-line react/no-array-index-key -- the name changes while it is typed
          key={at}
          path={`parameters.${at}`}
          parameter={one}
          editing={editing}
          onRemove={() => editing.change('parameters', without(parameters, at))}
        />
      ))}
      {parameters.length < 40 && (
        <DeskButton icon="add" onPress={add}>
          {say('values.add')}
        </DeskButton>
      )}
    </>
  )
}

function DeclaredValue(props: {
  readonly path: string
  readonly parameter: Parameter
  readonly editing: Editing
  readonly onRemove: () => void
}) {
  const say = useLetterSay()
  const faultAt = useFaultAt(props.editing)
  const { path, parameter, editing, onRemove } = props
  const change = (part: string) => (to: unknown) => editing.change(`${path}.${part}`, to)
  const choose = (type: string) =>
    editing.change(path, {
      ...parameter,
      type,
      choices: type === 'choice' ? (parameter.choices ?? [{ code: 'a', de: 'A', en: 'A' }]) : undefined,
      columns: type === 'rows' ? (parameter.columns ?? [{ name: 'entry', label: 'Eintrag', type: 'text' }]) : undefined,
    })
  return (
    <fieldset className="desk-part">
      <legend>
        <code>{`{${parameter.name}}`}</code>
        <IconButton icon="less" label={say('module.remove', { name: parameter.label })} onPress={onRemove} />
      </legend>
      <div className="desk-row">
        <DeskTextField
          label={say('values.name')}
          value={parameter.name}
          onChange={change('name')}
          error={faultAt(`${path}.name`)}
        />
        <DeskTextField label={say('values.label')} value={parameter.label} onChange={change('label')} />
        <DeskSelect
          label={say('values.type')}
          value={parameter.type}
          onChange={choose}
          choices={types.map((id) => ({ id, label: say(`type.${id}`) }))}
          error={faultAt(`${path}.type`)}
        />
        <DeskSelect
          label={say('values.source')}
          value={parameter.source ?? 'order'}
          onChange={change('source')}
          choices={sources.map((id) => ({ id, label: say(`source.${id}`) }))}
          error={faultAt(`${path}.source`)}
        />
      </div>
      <DeskCheckbox label={say('values.required')} isSelected={parameter.required} onChange={change('required')} />
      {parameter.type === 'choice' && (
        <LinesField
          label={say('values.choices')}
          lines={(parameter.choices ?? []).map((one) => [one.code, one.de, one.en])}
          onChange={(lines) => change('choices')(lines.map(([code = '', de = code, en = de]) => ({ code, de, en })))}
        />
      )}
      {parameter.type === 'rows' && (
        <LinesField
          label={say('values.columns')}
          lines={(parameter.columns ?? []).map((one) => [one.name, one.label, one.type])}
          onChange={(lines) =>
            change('columns')(lines.map(([name = '', label = name, type = 'text']) => ({ name, label, type })))
          }
        />
      )}
    </fieldset>
  )
}

/** A short list as lines of text; what is typed stays as typed while it is read. */
function LinesField(props: {
  readonly label: string
  readonly lines: readonly (readonly string[])[]
  readonly onChange: (lines: readonly (readonly string[])[]) => void
}) {
  const [typed, setTyped] = useState(() => props.lines.map((line) => line.join(' = ')).join('\n'))
  return (
    <DeskTextField
      label={props.label}
      value={typed}
      rows={4}
      onChange={(text) => {
        setTyped(text)
        const lines = text.split('\n').filter((line) => line.trim() !== '')
        props.onChange(lines.map((line) => line.split('=').map((part) => part.trim())))
      }}
    />
  )
}
