import { DeskButton, DeskSelect, DeskTextField } from '#ui/desk'
import type { Editing, Parameter, Rule } from './draft.ts'
import { without } from './draft.ts'
import { type LetterDeskKey, useLetterSay } from './texts.ts'
import { useFaultAt } from './words-field.tsx'

const tests = ['given', 'missing', 'is', 'is-not', 'more-than', 'less-than'] as const
const WHOLE = 'whole'

/** When something stands in a letter: all rules must hold. */
export function RulesField(props: {
  readonly path: string
  readonly rules: readonly Rule[]
  readonly editing: Editing
  readonly isOpen?: boolean
}) {
  const say = useLetterSay()
  const { path, rules, editing } = props
  const summary = rules.length === 0 ? say('module.always') : rules.map((rule) => ruleText(rule, say)).join('; ')
  const first = editing.parameters[0]
  return (
    <details className="desk-rules" {...(props.isOpen && { open: true })}>
      <summary>
        {say('rules')} <span className="kw-quiet">{summary}</span>
      </summary>
      {rules.map((rule, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rules have no identity of their own
        <OneRule
          key={at}
          path={`${path}.${at}`}
          rule={rule}
          editing={editing}
          onRemove={() => editing.change(path, without(rules, at))}
        />
      ))}
      {first && rules.length < 8 && (
        <DeskButton
          icon="add"
          tone="quiet"
          onPress={() => editing.change(path, [...rules, { parameter: first.name, test: 'given', values: [] }])}
        >
          {say('rules.add')}
        </DeskButton>
      )}
    </details>
  )
}

const ruleText = (rule: Rule, say: ReturnType<typeof useLetterSay>): string =>
  [rule.column ? `${rule.parameter}.${rule.column}` : rule.parameter, say(`rules.${rule.test}`), rule.values.join(', ')]
    .filter(Boolean)
    .join(' ')

function OneRule(props: {
  readonly path: string
  readonly rule: Rule
  readonly editing: Editing
  readonly onRemove: () => void
}) {
  const say = useLetterSay()
  const faultAt = useFaultAt(props.editing)
  const { path, rule, editing, onRemove } = props
  const named = editing.parameters.find((one) => one.name === rule.parameter)
  const columns = named?.columns ?? []
  const set = (part: Partial<Rule>) => editing.change(path, { ...rule, ...part })
  const error = faultAt(`${path}.values`) ?? faultAt(`${path}.test`) ?? faultAt(`${path}.parameter`)
  const needsValue = rule.test !== 'given' && rule.test !== 'missing'
  return (
    <div className="desk-row">
      <DeskSelect
        label={say('rules.parameter')}
        value={rule.parameter}
        onChange={(parameter) => editing.change(path, { parameter, test: rule.test, values: rule.values })}
        choices={nameChoices(editing.parameters)}
      />
      {columns.length > 0 && (
        <DeskSelect
          label={say('rules.column')}
          value={rule.column ?? WHOLE}
          onChange={(column) => set(column === WHOLE ? { column: undefined } : { column })}
          choices={[{ id: WHOLE, label: say('rules.whole') }, ...nameChoices(columns)]}
        />
      )}
      <DeskSelect
        label={say('rules.test')}
        value={rule.test}
        onChange={(test) => set({ test: test as Rule['test'] })}
        choices={tests.map((test) => ({ id: test, label: say(`rules.${test}` as LetterDeskKey) }))}
      />
      {needsValue && (
        <DeskTextField
          label={say('rules.values')}
          value={rule.values.join(', ')}
          onChange={(text) => set({ values: text.split(/,\s*/).filter((one) => one.trim() !== '') })}
          error={error}
        />
      )}
      <DeskButton tone="quiet" icon="less" onPress={onRemove}>
        {say('rules.remove')}
      </DeskButton>
    </div>
  )
}

export const nameChoices = (list: readonly Pick<Parameter, 'name' | 'label'>[]) =>
  list.map((one) => ({ id: one.name, label: `${one.label} (${one.name})` }))
