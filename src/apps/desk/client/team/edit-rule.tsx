import { useState } from 'react'
import { Notice } from '#ui'
import {
  ActionBar,
  announce,
  DeskButton,
  DeskCheckbox,
  DeskDialog,
  DeskNumberField,
  DeskSelect,
  DeskTextField,
  IconButton,
} from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useGroups } from '../tasks/groups.ts'
import { nameOfKind, type Rule, type Skills } from './rules.page.tsx'

const NONE = 'none'
type Draft = Pick<Rule, 'skill' | 'needsSecond' | 'dueDays' | 'escalations' | 'steps'>

/** Changes the rule of one kind. Steps that change become a new version for new tasks. */
export function EditRule(props: {
  readonly rule: Rule
  readonly skills: Skills
  readonly onDone: () => Promise<void>
}) {
  const say = useSay()
  const { rule, skills } = props
  const name = nameOfKind(say, rule.kind)
  return (
    <DeskDialog trigger={<IconButton icon="edit" label={`${say('rules.edit')}: ${name}`} />} title={name}>
      {(close) => (
        <RuleForm
          rule={rule}
          skills={skills}
          onDone={() => {
            close()
            void props.onDone()
          }}
        />
      )}
    </DeskDialog>
  )
}

function RuleForm({
  rule,
  skills,
  onDone,
}: {
  readonly rule: Rule
  readonly skills: Skills
  readonly onDone: () => void
}) {
  const say = useSay()
  const locale = useLocale()
  const [draft, setDraft] = useState<Draft>(rule)
  const [error, setError] = useState<string>()
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const save = async () => {
    try {
      const { skill, needsSecond, dueDays, escalations, steps } = draft
      const body = { rowVersion: rule.rowVersion, skill, needsSecond, dueDays, escalations, steps }
      await call(endpoints.changeRule, { params: { kind: rule.kind }, body })
      announce({ tone: 'success', title: say('rules.saved') })
      onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.status === 409 ? say('rules.changedMeanwhile') : refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <DeskNumberField
        label={say('rules.due')}
        value={draft.dueDays}
        onChange={(dueDays) => set({ dueDays })}
        min={0}
        max={365}
      />
      <DeskSelect
        label={say('rules.skill')}
        value={draft.skill ?? NONE}
        onChange={(skill) => set({ skill: skill === NONE ? null : skill })}
        choices={[
          { id: NONE, label: say('rules.noSkill') },
          ...skills.map((one) => ({ id: one.code, label: locale === 'de' ? one.nameDe : one.nameEn })),
        ]}
      />
      <DeskCheckbox
        label={say('rules.second')}
        isSelected={draft.needsSecond}
        onChange={(needsSecond) => set({ needsSecond })}
      />
      <Escalations list={draft.escalations} onChange={(escalations) => set({ escalations })} />
      {!rule.endsByDecision && (
        <TemplateSteps version={rule.templateVersion} list={draft.steps} onChange={(steps) => set({ steps })} />
      )}
      <ActionBar label={say('rules.save')}>
        <DeskButton tone="primary" type="submit">
          {say('rules.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

const replaced = <T,>(list: readonly T[], at: number, part: Partial<T>): T[] =>
  list.map((one, index) => (index === at ? { ...one, ...part } : one))

function Escalations(props: {
  readonly list: Draft['escalations']
  readonly onChange: (list: Draft['escalations']) => void
}) {
  const say = useSay()
  const groups = useGroups()
  const { list, onChange } = props
  return (
    <fieldset className="desk-lines">
      <legend className="kw-h-s">{say('rules.escalations')}</legend>
      {list.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no identity of their own
        <div key={at} className="desk-row">
          <DeskNumberField
            label={say('rules.afterDays')}
            value={one.afterDays}
            min={0}
            max={365}
            onChange={(afterDays) => onChange(replaced(list, at, { afterDays }))}
          />
          <DeskSelect
            label={say('rules.toPriority')}
            value={one.priority ? String(one.priority) : NONE}
            onChange={(id) => onChange(replaced(list, at, { priority: id === NONE ? null : Number(id) }))}
            choices={[
              { id: NONE, label: say('rules.samePriority') },
              ...['1', '2', '3'].map((id) => ({ id, label: say(`priority.${id}` as ClientKey) })),
            ]}
          />
          <DeskSelect
            label={say('rules.toGroup')}
            value={one.toGroup ?? NONE}
            onChange={(id) => onChange(replaced(list, at, { toGroup: id === NONE ? null : id }))}
            choices={[{ id: NONE, label: say('rules.sameGroup') }, ...groups]}
          />
          <DeskButton tone="quiet" icon="less" onPress={() => onChange(list.filter((_, index) => index !== at))}>
            {say('rules.remove')}
          </DeskButton>
        </div>
      ))}
      {list.length < 5 && (
        <DeskButton icon="add" onPress={() => onChange([...list, { afterDays: 3, priority: 1, toGroup: null }])}>
          {say('rules.addEscalation')}
        </DeskButton>
      )}
    </fieldset>
  )
}

function TemplateSteps(props: {
  readonly version: number
  readonly list: Draft['steps']
  readonly onChange: (list: Draft['steps']) => void
}) {
  const say = useSay()
  const { list, onChange, version } = props
  const newKey = () => `step-${list.length + 1}${Math.random().toString(36).slice(2, 5)}`
  return (
    <fieldset className="desk-lines">
      <legend className="kw-h-s">
        {say('rules.steps')} <span className="kw-quiet">{version > 0 && say('rules.version', { version })}</span>
      </legend>
      {list.map((one, at) => (
        <div key={one.key} className="desk-row">
          <DeskTextField
            label={say('rules.stepDe')}
            value={one.de}
            onChange={(de) => onChange(replaced(list, at, { de }))}
          />
          <DeskTextField
            label={say('rules.stepEn')}
            value={one.en}
            onChange={(en) => onChange(replaced(list, at, { en }))}
          />
          <DeskCheckbox
            label={say('rules.required')}
            isSelected={one.required}
            onChange={(required) => onChange(replaced(list, at, { required }))}
          />
          <DeskButton tone="quiet" icon="less" onPress={() => onChange(list.filter((_, index) => index !== at))}>
            {say('rules.remove')}
          </DeskButton>
        </div>
      ))}
      {list.length < 20 && (
        <DeskButton icon="add" onPress={() => onChange([...list, { key: newKey(), de: '', en: '', required: true }])}>
          {say('rules.addStep')}
        </DeskButton>
      )}
    </fieldset>
  )
}
